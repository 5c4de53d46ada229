package easel.simulator.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which handler answers which method and path. A path segment in braces matches any one segment.
public final class Routes<H> {
  private final Map<Shape, List<Route<H>>> routes = new HashMap<>();

  public Routes<H> add(String method, String pattern, H handler) {
    var segments = segments(pattern);
    routes
        .computeIfAbsent(new Shape(method, segments.size()), shape -> new ArrayList<>())
        .add(new Route<>(pattern, segments, handler));
    return this;
  }

  public @Nullable Match<H> find(String method, String path) {
    var segments = segments(path);
    for (var route : routes.getOrDefault(new Shape(method, segments.size()), List.of())) {
      var parameters = route.match(segments);
      if (parameters != null) {
        return new Match<>(route.pattern(), route.handler(), parameters);
      }
    }
    return null;
  }

  private static List<String> segments(String path) {
    var segments = new ArrayList<String>();
    var start = 1;
    for (var end = path.indexOf('/', 1); end >= 0; end = path.indexOf('/', start)) {
      segments.add(path.substring(start, end));
      start = end + 1;
    }
    if (start < path.length()) {
      segments.add(path.substring(start));
    }
    return segments;
  }

  /// A route that fits a request.
  ///
  /// @param parameters what the segments in braces were
  public record Match<H>(String pattern, H handler, Map<String, String> parameters) {
    public String parameter(String name) {
      var value = parameters.get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "expected one of " + parameters.keySet() + ", got: '" + name + "'");
      }
      return value;
    }

    public long id(String name) {
      return Json.id(parameter(name));
    }
  }

  private record Shape(String method, int length) {}

  private record Route<H>(String pattern, List<String> segments, H handler) {
    @Nullable Map<String, String> match(List<String> actual) {
      var parameters = new HashMap<String, String>();
      for (var i = 0; i < segments.size(); i++) {
        var segment = segments.get(i);
        if (segment.startsWith("{")) {
          parameters.put(segment.substring(1, segment.length() - 1), actual.get(i));
        } else if (!segment.equals(actual.get(i))) {
          return null;
        }
      }
      return parameters;
    }
  }
}
