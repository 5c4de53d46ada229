package easel.simulator.rest;

import easel.simulator.http.Exchange;
import easel.simulator.http.Json;
import easel.simulator.http.Json.BadJson;
import easel.simulator.http.Multipart;
import easel.simulator.http.Routes.Match;
import easel.simulator.world.User;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A call by a known user. Its body is parsed once, when it is first asked for.
final class Call {
  private final Exchange exchange;
  private final Match<Endpoint> route;
  private final User user;
  private @Nullable ObjectNode body;

  Call(Exchange exchange, Match<Endpoint> route, User user) {
    this.exchange = exchange;
    this.route = route;
    this.user = user;
  }

  Exchange exchange() {
    return exchange;
  }

  Match<Endpoint> route() {
    return route;
  }

  User user() {
    return user;
  }

  long id(String parameter) {
    return route.id(parameter);
  }

  /// The JSON body, or the JSON part of a form.
  ObjectNode body() throws ApiError {
    var parsed = body;
    if (parsed == null) {
      parsed = parse();
      body = parsed;
    }
    return parsed;
  }

  private ObjectNode parse() throws ApiError {
    try {
      for (var part : parts()) {
        if (part.name().equals("payload_json")) {
          return Json.parse(part.content());
        }
      }
      return Json.parse(exchange.body());
    } catch (BadJson e) {
      throw ApiError.of(400, 50109, "The request body contains invalid JSON.");
    }
  }

  List<Multipart.Part> parts() {
    return Multipart.parts(exchange.header("Content-Type"), exchange.body());
  }
}
