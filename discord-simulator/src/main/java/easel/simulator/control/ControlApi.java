package easel.simulator.control;

import easel.simulator.cdn.Cdn;
import easel.simulator.cdn.FileKind;
import easel.simulator.cdn.Uploads;
import easel.simulator.fault.Fault;
import easel.simulator.fault.Faults;
import easel.simulator.gateway.Gateway;
import easel.simulator.http.Exchange;
import easel.simulator.http.Json;
import easel.simulator.http.Json.BadJson;
import easel.simulator.http.Routes;
import easel.simulator.http.Routes.Match;
import easel.simulator.ledger.Ledger;
import easel.simulator.midjourney.Midjourney;
import easel.simulator.midjourney.RefusalOrder;
import easel.simulator.settings.SettingsStore;
import easel.simulator.wire.Entities;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Everything below `/control`: no authorization, no limits.
public final class ControlApi {
  private final SettingsStore settings;
  private final Faults faults;
  private final Gateway gateway;
  private final Ledger ledger;
  private final Midjourney midjourney;
  private final Uploads uploads;
  private final Cdn cdn;
  private final Runnable reset;
  private final Routes<Handler> routes = new Routes<>();

  /// @param reset makes everything anew
  public ControlApi(
      SettingsStore settings,
      Faults faults,
      Gateway gateway,
      Ledger ledger,
      Midjourney midjourney,
      Uploads uploads,
      Cdn cdn,
      Inhabitants inhabitants,
      Runnable reset) {
    this.settings = settings;
    this.faults = faults;
    this.gateway = gateway;
    this.ledger = ledger;
    this.midjourney = midjourney;
    this.uploads = uploads;
    this.cdn = cdn;
    this.reset = reset;
    inhabitants.addTo(routes);
    routes
        .add("GET", "/control/health", (_, _) -> ok(Json.object().put("status", "UP")))
        .add("GET", "/control/settings", (exchange, _) -> ok(settingsOf(exchange)))
        .add("PUT", "/control/settings", (exchange, _) -> changeSettings(exchange, true))
        .add("PATCH", "/control/settings", (exchange, _) -> changeSettings(exchange, false))
        .add("POST", "/control/faults", (exchange, _) -> orderFault(exchange))
        .add("GET", "/control/faults", (_, _) -> ok(orderedFaults()))
        .add("DELETE", "/control/faults", (_, _) -> clearFaults())
        .add("POST", "/control/refusals", (exchange, _) -> orderRefusal(exchange))
        .add("GET", "/control/refusals", (_, _) -> ok(orderedRefusals()))
        .add("DELETE", "/control/refusals", (_, _) -> clearRefusals())
        .add("POST", "/control/hold", (exchange, _) -> hold(exchange))
        .add("POST", "/control/release", (exchange, _) -> release(exchange))
        .add("GET", "/control/uploads", (exchange, _) -> upload(exchange))
        .add("GET", "/control/pictures", (exchange, _) -> picture(exchange))
        .add("GET", "/control/jobs", (exchange, _) -> ok(openJobs(exchange)))
        .add("GET", "/control/ledger", (exchange, _) -> ledgerPage(exchange))
        .add("GET", "/control/ledger/stream", (exchange, _) -> ledgerStream(exchange))
        .add("DELETE", "/control/state", (_, _) -> clear());
  }

  /// Answers one call; a result of null means that it has answered already.
  @FunctionalInterface
  interface Handler {
    @Nullable Result answer(Exchange exchange, Match<Handler> route) throws BadJson;
  }

  record Result(int status, @Nullable JsonNode json) {}

  static Result ok(JsonNode json) {
    return new Result(200, json);
  }

  static Result created(JsonNode json) {
    return new Result(201, json);
  }

  static Result done() {
    return new Result(204, null);
  }

  public void answer(Exchange exchange) {
    var route = routes.find(exchange.method(), exchange.path());
    if (route == null) {
      exchange.json(404, error("no such call: " + exchange.method() + " " + exchange.path()));
      return;
    }
    try {
      var result = route.handler().answer(exchange, route);
      if (result != null) {
        send(exchange, result);
      }
    } catch (BadJson | IllegalArgumentException e) {
      exchange.json(400, error(e.getMessage()));
    } catch (NoSuchElementException e) {
      exchange.json(404, error(e.getMessage()));
    }
  }

  private static ObjectNode error(@Nullable String text) {
    return Json.object().put("error", text);
  }

  private static void send(Exchange exchange, Result result) {
    var json = result.json();
    if (json == null) {
      exchange.empty(result.status());
    } else {
      exchange.json(result.status(), json);
    }
  }

  private static long accountOf(Exchange exchange) {
    return Json.id(exchange.query("account", ""));
  }

  private JsonNode settingsOf(Exchange exchange) {
    return settings.of(accountOf(exchange)).toJson();
  }

  private Result changeSettings(Exchange exchange, boolean replace) throws BadJson {
    var changes = Json.parse(exchange.body());
    var account = accountOf(exchange);
    if (account == 0) {
      if (replace) {
        settings.replace(changes);
      } else {
        settings.change(changes);
      }
    } else if (replace) {
      settings.replace(account, changes);
    } else {
      settings.change(account, changes);
    }
    return ok(settingsOf(exchange));
  }

  private Result orderFault(Exchange exchange) throws BadJson {
    var fault = Fault.fromJson(Json.parse(exchange.body()));
    gateway.order(fault);
    return created(fault.toJson());
  }

  private JsonNode orderedFaults() {
    return Json.array(faults.ordered().stream().map(Fault::toJson).toList());
  }

  private Result clearFaults() {
    faults.clear();
    return done();
  }

  private Result orderRefusal(Exchange exchange) throws BadJson {
    var order = RefusalOrder.fromJson(Json.parse(exchange.body()));
    midjourney.order(order);
    return created(order.toJson());
  }

  private JsonNode orderedRefusals() {
    return Json.array(midjourney.orderedRefusals().stream().map(RefusalOrder::toJson).toList());
  }

  private Result clearRefusals() {
    midjourney.clearRefusals();
    return done();
  }

  private Result hold(Exchange exchange) throws BadJson {
    var body = Json.parse(exchange.body());
    midjourney.hold(Json.id(body, "account"), Json.text(body, "promptContains", ""));
    return ok(body);
  }

  private Result release(Exchange exchange) throws BadJson {
    var body = Json.parse(exchange.body());
    var count = body.get("count");
    var released =
        midjourney.release(
            Json.id(body, "account"),
            Json.text(body, "promptContains", ""),
            count == null ? null : count.asInt());
    return ok(Json.object().put("released", released));
  }

  private JsonNode openJobs(Exchange exchange) {
    return Json.object().set("jobs", midjourney.openJobs(accountOf(exchange)));
  }

  private @Nullable Result upload(Exchange exchange) {
    var name = exchange.query("name", "");
    var upload = uploads.get(name);
    if (upload == null) {
      throw new NoSuchElementException("nothing was uploaded as '" + name + "'");
    }
    exchange.bytes(200, "application/octet-stream", upload.content());
    return null;
  }

  private @Nullable Result picture(Exchange exchange) {
    var name = exchange.query("name", "");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("expected the file name of a picture, got: ''");
    }
    exchange.bytes(200, FileKind.of(name).contentType(), cdn.made(name));
    return null;
  }

  private @Nullable Result ledgerPage(Exchange exchange) {
    var limit = (int) Json.id(exchange.query("limit", "10000"));
    exchange.bytes(200, "application/json", ledger.page(after(exchange), limit));
    return null;
  }

  private @Nullable Result ledgerStream(Exchange exchange) {
    exchange.stream("application/x-ndjson", out -> ledger.stream(after(exchange), out));
    return null;
  }

  private static long after(Exchange exchange) {
    return Json.id(exchange.query("after", "0"));
  }

  private Result clear() {
    reset.run();
    return done();
  }

  static String id(long id) {
    return Entities.id(id);
  }
}
