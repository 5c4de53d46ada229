package easel.simulator.rest;

import easel.simulator.fault.Fault;
import easel.simulator.fault.FaultKind;
import easel.simulator.fault.Faults;
import easel.simulator.fault.Place;
import easel.simulator.http.Exchange;
import easel.simulator.http.Routes;
import easel.simulator.http.Routes.Match;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.Ledger;
import easel.simulator.ledger.LedgerRecord;
import easel.simulator.rest.Endpoint.Who;
import easel.simulator.world.Bot;
import easel.simulator.world.Timer;
import easel.simulator.world.User;
import easel.simulator.world.World;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Answers everything below `/api/v10` and `/api/v9`.
public final class DiscordApi {
  private static final byte[] BAD_GATEWAY =
      "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>cloudflare</body></html>"
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] BANNED =
      "<html><head><title>Access denied | discord.com used Cloudflare to restrict access</title></head><body>error code: 1015</body></html>"
          .getBytes(StandardCharsets.UTF_8);
  private static final int VERSION_LENGTH = "/api/v10".length();

  private final World world;
  private final Faults faults;
  private final Ledger ledger;
  private final RateLimits limits;
  private final InteractionCalls interactions;
  private final Routes<Endpoint> routes = new Routes<>();

  public DiscordApi(
      World world,
      Faults faults,
      Ledger ledger,
      Timer timer,
      InteractionCalls interactions,
      ChannelCalls channels,
      GuildCalls guilds) {
    this.world = world;
    this.faults = faults;
    this.ledger = ledger;
    this.limits = new RateLimits(world.settings());
    this.interactions = interactions;
    guilds.addTo(routes);
    channels.addTo(routes);
    interactions.addTo(routes);
    var _ = timer.every(30_000, limits::tidy);
  }

  public void clear() {
    limits.clear();
  }

  public void answer(Exchange exchange) throws InterruptedException {
    var receivedNanos = System.nanoTime();
    if (limits.isBanned()) {
      exchange.bytes(429, "text/html", BANNED);
      return;
    }
    var path = withoutVersion(exchange.path());
    var route = path == null ? null : routes.find(exchange.method(), path);
    if (route == null) {
      refuse(exchange, ApiError.of(404, 0, "404: Not Found"));
      return;
    }
    var user = userOf(exchange.header("Authorization"));
    if (user == null && route.handler().who() != Who.ANYONE) {
      refuse(exchange, ApiError.unauthorized());
      return;
    }
    var call = new Call(exchange, route, user == null ? world.midjourney() : user);
    answer(call, exchange.method() + " " + path, receivedNanos);
  }

  private static @Nullable String withoutVersion(String path) {
    if (path.startsWith("/api/v10/")) {
      return path.substring(VERSION_LENGTH);
    }
    return path.startsWith("/api/v9/") ? path.substring(VERSION_LENGTH - 1) : null;
  }

  private @Nullable User userOf(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    var isBot = authorization.startsWith("Bot ");
    var user = world.withToken(isBot ? authorization.substring(4) : authorization);
    // A token under the wrong name is as good as none.
    return user != null && user.isBot() == isBot ? user : null;
  }

  /// @param name its method and path, by which a mishap can be ordered for it
  private void answer(Call call, String name, long receivedNanos) throws InterruptedException {
    var exchange = call.exchange();
    var route = call.route();
    var user = call.user();
    var isInteraction = route.pattern().equals("/interactions");
    var receipt =
        isInteraction ? new Receipt(ledger, interactions.entry(call, receivedNanos)) : null;
    var fault = isInteraction ? faultOf(call) : faults.take(Place.REST, user.id(), name);
    if (fault != null) {
      ledger.append(
          LedgerRecord.of(Kind.FAULT)
              .account(user.id())
              .outcome(fault.kind().key())
              .detail(exchange.method() + " " + exchange.path()));
      if (preventsCall(exchange, fault, receipt)) {
        return;
      }
    }
    var bucket = exchange.method() + route.pattern() + majorOf(route);
    if (!limits.admit(exchange, user.id(), bucket, isInteraction)) {
      note(receipt, "429");
      return;
    }
    try {
      requireRight(route.handler().who(), user);
      var answer =
          receipt == null
              ? route.handler().handler().answer(call)
              : interactions.answer(call, receipt, fault);
      if (fault != null && fault.kind() == FaultKind.CUT_AFTER) {
        exchange.cut();
        return;
      }
      send(exchange, answer);
    } catch (ApiError e) {
      note(receipt, Integer.toString(e.status()));
      refuse(exchange, e);
    }
  }

  private @Nullable Fault faultOf(Call interaction) {
    var user = interaction.user().id();
    var ofForm = InteractionCalls.isForm(interaction) ? faults.take(Place.FORMS, user) : null;
    return ofForm == null ? faults.take(Place.INTERACTIONS, user) : ofForm;
  }

  private static String majorOf(Match<Endpoint> route) {
    return route.parameters().getOrDefault("channel", "")
        + route.parameters().getOrDefault("guild", "");
  }

  private static void note(@Nullable Receipt receipt, String outcome) {
    if (receipt != null) {
      receipt.refused(outcome);
    }
  }

  private static void requireRight(Who who, User user) throws ApiError {
    if (who == Who.PERSON_ONLY && user instanceof Bot) {
      throw ApiError.of(403, 20001, "Bots cannot use this endpoint");
    }
    if (who == Who.BOT_ONLY && !(user instanceof Bot)) {
      throw ApiError.of(403, 20002, "Only bots can use this endpoint");
    }
  }

  private boolean preventsCall(Exchange exchange, Fault fault, @Nullable Receipt receipt)
      throws InterruptedException {
    switch (fault.kind()) {
      case TOO_MANY -> {
        note(receipt, "429");
        limits.refuse(exchange, fault.retryAfterSeconds(), "user", false);
      }
      case SERVER_ERROR -> {
        note(receipt, "500");
        refuse(exchange, ApiError.of(500, 0, "500: Internal Server Error"));
      }
      case HTML_502 -> {
        note(receipt, "502");
        exchange.bytes(502, "text/html", BAD_GATEWAY);
      }
      case HANG -> {
        note(receipt, "HUNG");
        faults.hang();
        exchange.cut();
      }
      case CUT_BEFORE -> {
        note(receipt, "CUT");
        exchange.cut();
      }
      case LATE -> {
        faults.hang();
        return false;
      }
      case DELAY -> {
        Thread.sleep(fault.delayMs());
        return false;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void refuse(Exchange exchange, ApiError error) {
    limits.countInvalid(error.status());
    exchange.json(error.status(), error.toJson());
  }

  private static void send(Exchange exchange, Answer answer) {
    var json = answer.json();
    if (json == null) {
      exchange.empty(answer.status());
    } else {
      exchange.json(answer.status(), json);
    }
  }
}
