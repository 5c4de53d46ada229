package easel.api.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.JsonSchema;

/// Says what the events of a stream hold, for which OpenAPI 3.1 has no word of its own.
final class Streams {
  private static final String EVENT_STREAM = "text/event-stream";
  private static final String DATA_OF_EVENTS = "x-event-data";

  private Streams() {}

  static void describe(OpenAPI description) {
    for (var item : description.getPaths().values()) {
      for (var operation : item.readOperations()) {
        for (var answer : operation.getResponses().values()) {
          var content = answer.getContent();
          var stream = content == null ? null : content.get(EVENT_STREAM);
          if (stream != null) {
            stream.addExtension(
                DATA_OF_EVENTS, new JsonSchema().$ref("#/components/schemas/JobView"));
          }
        }
      }
    }
  }
}
