package easel.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How the API describes itself, as a client reads it.
public final class Description {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

  private final JsonNode root;
  private final List<Operation> operations = new ArrayList<>();

  private Description(JsonNode root) {
    this.root = root;
    for (var path : root.required("paths").properties()) {
      for (var method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations.add(
              new Operation(
                  method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
        }
      }
    }
    // What is written out goes before what a variable stands for.
    operations.sort(Comparator.comparingInt(Operation::variables));
  }

  public static Description of(String json) {
    return new Description(JSON.readTree(json));
  }

  /// Reads it from a running API.
  public static Description from(URI base) {
    var request = HttpRequest.newBuilder(base.resolve("/v3/api-docs")).timeout(PATIENCE).build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "expected the description of the API, got: %d %s"
                .formatted(answer.statusCode(), answer.body()));
      }
      return of(answer.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  public JsonNode root() {
    return root;
  }

  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /// The described call that such a request makes.
  ///
  /// @param path without its query
  Optional<Operation> find(String method, String path) {
    return operations.stream()
        .filter(operation -> operation.method().equals(method) && operation.fits(path))
        .findFirst();
  }

  /// What is described elsewhere, if this only points there.
  public JsonNode resolve(JsonNode node) {
    var reference = node.path("$ref").asString("");
    return reference.isEmpty() ? node : root.requiredAt(reference.substring(1));
  }

  /// One call.
  ///
  /// @param path with its variables in braces
  public record Operation(String method, String path, JsonNode node) {
    boolean fits(String asked) {
      return pattern().matcher(asked).matches();
    }

    int variables() {
      return Math.toIntExact(VARIABLE.matcher(path).results().count());
    }

    /// What is described of its body, null if it has none.
    public @Nullable JsonNode requestSchema() {
      var schema = node.at("/requestBody/content/application~1json/schema");
      return schema.isMissingNode() ? null : schema;
    }

    private Pattern pattern() {
      return Pattern.compile(
          Arrays.stream(VARIABLE.split(path, -1))
              .map(Pattern::quote)
              .collect(Collectors.joining("[^/]+")));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }
}
