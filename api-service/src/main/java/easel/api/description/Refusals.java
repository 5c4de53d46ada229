package easel.api.description;

import easel.api.http.Refuses;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.web.method.HandlerMethod;

/// Lists the statuses of refusals with each call: those that its parameters tell of, those that any
/// call may meet, and those that its method names.
final class Refusals {
  // Taken out again before anyone reads the description.
  private static final String NAMED = "x-refuses";
  private static final String MJ_RESULT = "#/components/schemas/SubmitResult";

  /// Of the dialect `/mj`: whether an answer may have no body at all.
  private static final String MAY_BE_EMPTY = "x-may-be-empty";

  private static final Set<HttpStatus> OF_ANY_CALL =
      EnumSet.of(
          HttpStatus.BAD_REQUEST,
          HttpStatus.UNAUTHORIZED,
          HttpStatus.TOO_MANY_REQUESTS,
          HttpStatus.SERVICE_UNAVAILABLE);

  private Refusals() {}

  /// Notes what the method itself names.
  static void note(Operation operation, HandlerMethod method) {
    var refuses = method.getMethodAnnotation(Refuses.class);
    if (refuses != null) {
      operation.addExtension(NAMED, List.of(refuses.value()));
    }
  }

  static void describe(OpenAPI description) {
    Problems.addTo(description.getComponents());
    description
        .getPaths()
        .forEach(
            (path, item) -> item.readOperations().forEach(operation -> describe(path, operation)));
  }

  private static void describe(String path, Operation operation) {
    var named = named(operation);
    if (Audience.of(path) == Audience.MJ) {
      describeMj(path, operation, !named.isEmpty());
      return;
    }
    var statuses = new TreeSet<>(named);
    statuses.addAll(OF_ANY_CALL);
    if (path.contains("{")) {
      statuses.add(HttpStatus.NOT_FOUND);
    }
    if (operation.getRequestBody() != null) {
      statuses.add(HttpStatus.CONTENT_TOO_LARGE);
      statuses.add(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
    }
    add(operation, statuses, Problems::reference);
  }

  // What is wrong with a request of this dialect is said in an answer of the status 200.
  private static void describeMj(String path, Operation operation, boolean refuses) {
    var answer = Objects.requireNonNull(operation.getResponses().get("200"), path);
    if (operation.getRequestBody() != null || refuses) {
      answer.getContent().values().forEach(Refusals::orResult);
    }
    if (path.endsWith("/fetch") || path.endsWith("/cancel")) {
      answer.setDescription("Without a body where the customer has none of this id.");
      answer.addExtension(MAY_BE_EMPTY, true);
    }
    add(operation, OF_ANY_CALL, Problems::mjReference);
  }

  private static void orResult(MediaType type) {
    var schema = type.getSchema();
    if (!MJ_RESULT.equals(schema.get$ref())) {
      var either = new JsonSchema();
      either.addOneOfItem(schema);
      either.addOneOfItem(new JsonSchema().$ref(MJ_RESULT));
      type.setSchema(either);
    }
  }

  private static List<HttpStatus> named(Operation operation) {
    var extensions = operation.getExtensions();
    var named = extensions == null ? null : extensions.remove(NAMED);
    return named instanceof List<?> statuses
        ? statuses.stream().map(HttpStatus.class::cast).toList()
        : List.of();
  }

  private static void add(
      Operation operation, Set<HttpStatus> statuses, Function<HttpStatus, String> reference) {
    var answers = new ApiResponses();
    answers.putAll(operation.getResponses());
    for (var status : statuses) {
      answers.addApiResponse(
          Integer.toString(status.value()), new ApiResponse().$ref(reference.apply(status)));
    }
    operation.setResponses(answers);
  }
}
