package easel.api.description;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/// Errors as answers: of the first dialect in the form of RFC 9457, of the second in its own.
final class Problems {
  private static final String SCHEMAS = "#/components/schemas/";
  private static final String RESPONSES = "#/components/responses/";
  private static final String PROBLEM = "Problem";
  private static final String FIELD_ERROR = "FieldError";
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String JSON = "application/json";
  private static final String MJ = "Mj";

  /// What a refusal with a status means, with one example of it.
  private record Refusal(HttpStatus status, String about, String code, String detail) {}

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal(
              HttpStatus.BAD_REQUEST,
              "Malformed or not valid; `errors` names each bad field.",
              "prompt-required",
              "Prompt is required."),
          new Refusal(
              HttpStatus.UNAUTHORIZED,
              "No valid key came with it.",
              "unauthorized",
              "A valid key is expected in the header 'Authorization: Bearer <key>'."),
          new Refusal(
              HttpStatus.NOT_FOUND,
              "There is no such thing, or it is another customer's.",
              "not-found",
              "There is no such message."),
          new Refusal(
              HttpStatus.CONFLICT,
              "It does not fit how things stand; `type` says why.",
              "already-ended",
              "This job has ended already: DONE."),
          new Refusal(
              HttpStatus.CONTENT_TOO_LARGE,
              "The body is larger than any that this call needs.",
              "body-too-large",
              "The body must not exceed 262144 bytes."),
          new Refusal(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE,
              "The body is not said to be JSON.",
              "unsupported-media-type",
              "The body must be JSON: Content-Type: application/json."),
          new Refusal(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "The prompt holds a banned word: `bannedWord`.",
              "banned-word",
              "The prompt holds the banned word 'blood'."),
          new Refusal(
              HttpStatus.TOO_MANY_REQUESTS,
              "Too many requests of this customer, too many streams at once, or too many wrong keys from"
                  + " this address.",
              "too-many-requests",
              "Too many requests: at most 1 in 3 s. Try again after the time in Retry-After."),
          new Refusal(
              HttpStatus.SERVICE_UNAVAILABLE,
              "Something that Easel needs does not answer now, or is busy.",
              "unavailable",
              "PostgreSQL does not answer; nothing is known to have changed. Try again."));

  private Problems() {}

  static String reference(HttpStatus status) {
    return RESPONSES + name(status);
  }

  static String mjReference(HttpStatus status) {
    return RESPONSES + MJ + name(status);
  }

  static void addTo(Components components) {
    components.addSchemas(PROBLEM, problem());
    components.addSchemas(FIELD_ERROR, fieldError());
    for (var refusal : REFUSALS) {
      components.addResponses(name(refusal.status()), answer(refusal));
    }
    components.addResponses(
        MJ + name(HttpStatus.BAD_REQUEST),
        new ApiResponse()
            .description("Not a request at all, such as a path that cannot be decoded.")
            .content(content(PROBLEM_JSON, PROBLEM)));
    components.addResponses(
        MJ + name(HttpStatus.UNAUTHORIZED),
        new ApiResponse().description("No valid key came with it. Without a body."));
    for (var status : List.of(HttpStatus.TOO_MANY_REQUESTS, HttpStatus.SERVICE_UNAVAILABLE)) {
      components.addResponses(
          MJ + name(status),
          new ApiResponse()
              .description("Not taken; to be sent again later.")
              .headers(headers(status))
              .content(content(JSON, "SubmitResult")));
    }
  }

  private static ApiResponse answer(Refusal refusal) {
    var body = media(PROBLEM);
    body.setExample(example(refusal));
    return new ApiResponse()
        .description(refusal.about())
        .headers(headers(refusal.status()))
        .content(new Content().addMediaType(PROBLEM_JSON, body));
  }

  private static Content content(String type, String schema) {
    return new Content().addMediaType(type, media(schema));
  }

  private static MediaType media(String schema) {
    return new MediaType().schema(new JsonSchema().$ref(SCHEMAS + schema));
  }

  private static Map<String, Header> headers(HttpStatus status) {
    var headers = new LinkedHashMap<String, Header>();
    switch (status) {
      case UNAUTHORIZED -> headers.put("WWW-Authenticate", header("`Bearer`.", string("")));
      case TOO_MANY_REQUESTS -> {
        headers.put("Retry-After", header("How many seconds to wait.", seconds()).required(true));
        headers.put(
            "RateLimit-Policy",
            header(
                "The limit that was reached.",
                string("Absent where it was not one of requests.").example("\"general\";q=1;w=3")));
        headers.put(
            "RateLimit", header("What is left of it.", string("").example("\"general\";r=0;t=2")));
      }
      case SERVICE_UNAVAILABLE ->
          headers.put("Retry-After", header("How many seconds to wait.", seconds()).required(true));
      default -> {}
    }
    return headers;
  }

  private static Header header(String description, Schema<?> schema) {
    return new Header().description(description).schema(schema);
  }

  private static Schema<?> problem() {
    var errors = typed("array", "Each bad field, where fields are at fault.");
    errors.setItems(new JsonSchema().$ref(SCHEMAS + FIELD_ERROR));
    var problem = typed("object", "An error: RFC 9457, and three fields of this dialect's own.");
    problem.addProperty("type", string("Stable, to be told apart by programs.").format("uri"));
    problem.addProperty("title", string("The status in words."));
    problem.addProperty("status", typed("integer", "The status of the answer."));
    problem.addProperty("detail", string("What was expected, and what came."));
    problem.addProperty(
        "instance",
        string("The path that was called; absent where it cannot be read.")
            .format("uri-reference"));
    problem.addProperty("message", string("The same as `detail`."));
    problem.addProperty("error", string("The same as `title`."));
    problem.addProperty("statusCode", typed("integer", "The same as `status`."));
    problem.addProperty("errors", errors);
    problem.addProperty("bannedWord", string("The banned word that a prompt holds."));
    problem.setRequired(
        List.of("type", "title", "status", "detail", "message", "error", "statusCode"));
    return problem;
  }

  private static Schema<?> fieldError() {
    var error = typed("object", "One field at fault.");
    error.addProperty("field", string("Its name, also of a header or parameter."));
    error.addProperty("code", string("Stable, to be told apart by programs."));
    error.addProperty("detail", string("What was expected, and what came."));
    error.setRequired(List.of("field", "code", "detail"));
    return error;
  }

  private static Map<String, Object> example(Refusal refusal) {
    var example = new LinkedHashMap<String, Object>();
    example.put("type", "urn:easel:" + refusal.code());
    example.put("title", refusal.status().getReasonPhrase());
    example.put("status", refusal.status().value());
    example.put("detail", refusal.detail());
    example.put("instance", "/api/v1/midjourney/imagine");
    example.put("message", refusal.detail());
    example.put("error", refusal.status().getReasonPhrase());
    example.put("statusCode", refusal.status().value());
    switch (refusal.status()) {
      case BAD_REQUEST ->
          example.put(
              "errors",
              List.of(
                  Map.of("field", "prompt", "code", refusal.code(), "detail", refusal.detail())));
      case UNPROCESSABLE_CONTENT -> example.put("bannedWord", "blood");
      default -> {}
    }
    return example;
  }

  private static Schema<?> seconds() {
    return typed("integer", "");
  }

  private static Schema<?> string(String description) {
    return typed("string", description);
  }

  private static Schema<?> typed(String type, String description) {
    var schema = new JsonSchema();
    schema.addType(type);
    if (!description.isEmpty()) {
      schema.setDescription(description);
    }
    return schema;
  }

  /// Such as `BadRequest`.
  private static String name(HttpStatus status) {
    return Arrays.stream(status.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
