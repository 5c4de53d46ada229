package easel.api.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Describes parameters that mean the same in every call that has them.
final class CommonParameters {
  private static final int LONGEST_KEY = 255;
  private static final int LARGEST_PAGE = 100;

  private CommonParameters() {}

  static void describe(OpenAPI description) {
    for (var item : description.getPaths().values()) {
      for (var operation : item.readOperations()) {
        if (operation.getParameters() != null) {
          operation.getParameters().forEach(CommonParameters::describe);
        }
      }
    }
  }

  private static void describe(Parameter parameter) {
    var about = about(parameter.getName());
    if (about != null && parameter.getDescription() == null) {
      parameter.setDescription(about);
    }
    var schema = parameter.getSchema();
    switch (parameter.getName()) {
      case "Idempotency-Key" -> schema.setMaxLength(LONGEST_KEY);
      case "Prefer" -> parameter.setExample("wait=10");
      case "Last-Event-ID" -> schema.setPattern("^\\s*[0-9]{0,18}\\s*$");
      case "limit" -> {
        schema.setMinimum(BigDecimal.ONE);
        schema.setMaximum(BigDecimal.valueOf(LARGEST_PAGE));
      }
      default -> {}
    }
  }

  private static @Nullable String about(String name) {
    return switch (name) {
      case "Idempotency-Key" ->
          "Makes a repeat the same request: the same key and body are answered with the same job"
              + " for 24 h.";
      case "Prefer" ->
          "`wait=<seconds>`: is answered as soon as the job has ended, or after so many seconds,"
              + " at most 60 (RFC 7240).";
      case "Last-Event-ID" ->
          "The id of the last event that the reader knows: it is told the rest.";
      case "cursor" -> "The `nextCursor` of an earlier answer.";
      case "limit" -> "How many are listed at most.";
      case "messageId" -> "The id of a job.";
      default -> null;
    };
  }
}
