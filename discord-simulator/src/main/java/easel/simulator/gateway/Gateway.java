package easel.simulator.gateway;

import easel.simulator.fault.Fault;
import easel.simulator.fault.FaultKind;
import easel.simulator.fault.Faults;
import easel.simulator.fault.Place;
import easel.simulator.http.Json;
import easel.simulator.http.Json.BadJson;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.Ledger;
import easel.simulator.ledger.LedgerRecord;
import easel.simulator.settings.Option;
import easel.simulator.wire.Entities;
import easel.simulator.world.Account;
import easel.simulator.world.Bot;
import easel.simulator.world.Timer;
import easel.simulator.world.User;
import easel.simulator.world.World;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Lets sessions in, resumes them, and ends them.
public final class Gateway {
  private static final Set<FaultKind> AT_ONCE =
      EnumSet.of(
          FaultKind.DROP,
          FaultKind.HANG,
          FaultKind.RECONNECT,
          FaultKind.INVALID_RESUMABLE,
          FaultKind.INVALID);

  private final World world;
  private final Entities entities;
  private final Faults faults;
  private final Ledger ledger;
  private final String url;
  private final Sessions sessions = new Sessions();
  private final Identifies identifies;
  private final Set<GatewayConnection> connections = ConcurrentHashMap.newKeySet();

  /// @param url where clients find it
  public Gateway(
      World world, Entities entities, Faults faults, Ledger ledger, Timer timer, String url) {
    this.world = world;
    this.entities = entities;
    this.faults = faults;
    this.ledger = ledger;
    this.url = url;
    this.identifies = new Identifies(world.settings());
    var _ = timer.every(1000, this::tidy);
  }

  public String url() {
    return url;
  }

  public Identifies identifies() {
    return identifies;
  }

  Sessions sessions() {
    return sessions;
  }

  public GatewayConnection connect(
      @Nullable String version, @Nullable String encoding, @Nullable String compress) {
    var number = version == null ? 10 : (int) Json.id(version);
    var connection = new GatewayConnection(this, number, "zlib-stream".equals(compress));
    if (number != 9 && number != 10) {
      connection.close(4012, "You sent an invalid version for the gateway.");
    } else if (encoding != null && !encoding.equals("json")) {
      connection.close(4002, "This gateway speaks JSON only.");
    }
    return connection;
  }

  /// Orders a mishap; one that concerns whole sessions happens at once to those that are there.
  public void order(Fault fault) {
    var left = fault.count();
    if (fault.on() == Place.GATEWAY && AT_ONCE.contains(fault.kind())) {
      for (var session : sessions.all()) {
        var connection = session.connection();
        if (left > 0
            && connection != null
            && (fault.user() == 0 || fault.user() == session.user().id())) {
          left--;
          strike(fault, session.user(), connection);
        }
      }
    }
    faults.order(fault.times(left));
  }

  private void strike(Fault fault, User user, GatewayConnection connection) {
    ledger.append(
        LedgerRecord.of(Kind.FAULT)
            .account(user.id())
            .outcome(fault.kind().key())
            .detail(Place.GATEWAY.key()));
    connection.suffer(fault);
  }

  /// Ends all sessions of the user, as when its token has been changed.
  public void expel(User user) {
    for (var session : sessions.of(user.id())) {
      sessions.remove(session);
      var connection = session.connection();
      if (connection != null) {
        connection.close(4004, "Authentication failed.");
      }
    }
  }

  /// Ends everything.
  public void clear() {
    sessions.clear();
    identifies.clear();
    connections.forEach(connection -> connection.close(4000, "The simulator begins anew."));
  }

  void opened(GatewayConnection connection) {
    connections.add(connection);
    connection.send(
        "{\"op\":10,\"d\":{\"heartbeat_interval\":%d,\"_trace\":[]},\"s\":null,\"t\":null}"
            .formatted(world.settings().forAll().number(Option.HEARTBEAT_INTERVAL_MS)));
  }

  void closed(GatewayConnection connection, int code) {
    connections.remove(connection);
    var session = connection.session();
    if (session != null && session.disconnect(connection)) {
      note(session.user(), "CLOSED " + code);
      if (code == 1000 || code == 1001) {
        sessions.remove(session);
      }
    }
  }

  /// Ends the session of a connection, which itself goes on.
  void end(GatewayConnection connection) {
    var session = connection.session();
    if (session != null) {
      sessions.remove(session);
      session.disconnect(connection);
      connection.leaveSession();
    }
  }

  void received(GatewayConnection connection, String text) {
    if (text.length() > 4096) {
      connection.close(4002, "Payload too large.");
      return;
    }
    try {
      var payload = Json.parse(text.getBytes(StandardCharsets.UTF_8));
      var data = payload.path("d");
      switch (payload.path("op").asInt(-1)) {
        case 1 -> heartbeat(connection, data);
        case 2 -> identify(connection, data);
        case 6 -> resume(connection, data);
        // Presence, voice, members and subscriptions: taken, and without effect here.
        case 3, 4, 8, 13, 14, 31, 36, 37, 43 -> {
          connection.heard();
          if (connection.session() == null) {
            connection.close(4003, "Not authenticated.");
          }
        }
        default -> connection.close(4001, "Unknown opcode.");
      }
    } catch (BadJson e) {
      connection.close(4002, "Error while decoding payload.");
    }
  }

  private static void heartbeat(GatewayConnection connection, JsonNode data) {
    connection.heard();
    connection.send("{\"op\":11,\"d\":null,\"s\":null,\"t\":null}");
    var session = connection.session();
    if (session != null && data.isIntegralNumber()) {
      session.acknowledge(data.longValue());
    }
  }

  private void identify(GatewayConnection connection, JsonNode data) {
    if (connection.session() != null) {
      connection.close(4005, "Already authenticated.");
      return;
    }
    var user = userOf(data);
    if (user == null) {
      connection.close(4004, "Authentication failed.");
      return;
    }
    var shard = data.path("shard").path(0).asInt(0);
    var shards = data.path("shard").path(1).asInt(1);
    if (shards < 1 || shard < 0 || shard >= shards) {
      connection.close(4010, "Invalid shard.");
      return;
    }
    var intents = Intents.ALL;
    if (user instanceof Bot bot) {
      var asked = data.path("intents");
      if (!asked.isIntegralNumber() || (asked.intValue() & ~Intents.KNOWN) != 0) {
        connection.close(4013, "Invalid intent(s).");
        return;
      }
      intents = asked.intValue();
      if ((intents & Intents.MESSAGE_CONTENT) != 0 && !bot.hasMessageContent()) {
        connection.close(4014, "Disallowed intent(s).");
        return;
      }
    }
    switch (identifies.admit(user.id())) {
      case TOO_SOON -> {
        note(user, "IDENTIFIED TOO SOON");
        connection.send("{\"op\":9,\"d\":false,\"s\":null,\"t\":null}");
      }
      case TOO_MANY -> {
        world.changeToken(user, "reset-token-" + world.newId());
        expel(user);
        connection.close(4004, "Authentication failed.");
      }
      case ADMITTED -> begin(connection, user, intents, shard, shards);
    }
  }

  /// Whose token it is. A bot may say that it is one; a person's token with that word is none.
  private @Nullable User userOf(JsonNode data) {
    var token = Json.text(data, "token", "");
    var saysBot = token.startsWith("Bot ");
    var user = world.withToken(saysBot ? token.substring(4) : token);
    return user != null && saysBot && !user.isBot() ? null : user;
  }

  private void begin(GatewayConnection connection, User user, int intents, int shard, int shards) {
    var session =
        new GatewaySession(newSessionId(), user, intents, shard, shards, faults, world.settings());
    connection.belongTo(session);
    session.connect(connection);
    session.send("READY", Json.bytes(ready(session, connection, shard, shards)));
    // Registered before the guilds are sent: a client holds events of guilds back that it does not
    // know yet, but what it is never sent is lost.
    sessions.add(session);
    note(user, "READY");
    if (!user.isBot()) {
      session.send("READY_SUPPLEMENTAL", Json.bytes(supplement(user)));
      return;
    }
    for (var guildId : user.guilds()) {
      var guild = world.guild(guildId);
      if (guild != null && session.isOfShard(guildId)) {
        session.send("GUILD_CREATE", Json.bytes(entities.guildForGateway(guild, user)));
      }
    }
  }

  /// What a person's client is told after READY, that it can begin without.
  private static JsonNode supplement(User user) {
    var json = Json.object();
    var guilds = json.putArray("guilds");
    user.guilds().forEach(guild -> guilds.addObject().put("id", Entities.id(guild)));
    json.putArray("merged_members");
    json.putObject("merged_presences").putArray("friends");
    json.putArray("lazy_private_channels");
    return json;
  }

  private static String newSessionId() {
    var bytes = new byte[16];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private JsonNode ready(
      GatewaySession session, GatewayConnection connection, int shard, int shards) {
    var user = session.user();
    var ready =
        Json.object()
            .put("v", connection.version())
            .put("session_id", session.id())
            .put("resume_gateway_url", url)
            .put("session_type", "normal");
    ready.set("user", entities.self(user));
    var privateChannels = ready.putArray("private_channels");
    ready.putArray("relationships");
    ready.putArray("presences");
    ready.putArray("_trace");
    ready.putObject("auth");
    var guilds = ready.putArray("guilds");
    for (var guildId : user.guilds()) {
      var guild = world.guild(guildId);
      if (guild != null && session.isOfShard(guildId)) {
        guilds.add(
            user.isBot()
                ? Json.object().put("id", Entities.id(guildId)).put("unavailable", true)
                : entities.guildForGateway(guild, user));
      }
    }
    if (user instanceof Bot bot) {
      ready.putArray("shard").add(shard).add(shards);
      ready.set("application", entities.application(bot));
    } else if (user instanceof Account account) {
      var direct = world.direct(account);
      if (direct != null) {
        privateChannels.add(entities.channel(direct));
      }
      ready.putArray("sessions");
      ready.putArray("connected_accounts");
      ready.put("country_code", "US");
    }
    return ready;
  }

  private void resume(GatewayConnection connection, JsonNode data) {
    var user = userOf(data);
    if (user == null) {
      connection.close(4004, "Authentication failed.");
      return;
    }
    var session = sessions.get(Json.text(data, "session_id", ""));
    if (session == null || session.user() != user || session.isOver()) {
      note(user, "RESUME REFUSED");
      connection.send("{\"op\":9,\"d\":false,\"s\":null,\"t\":null}");
      return;
    }
    var previous = session.connection();
    if (previous != null) {
      previous.close(4000, "The session was resumed elsewhere.");
    }
    connection.belongTo(session);
    if (session.resume(connection, data.path("seq").asLong(0))) {
      note(user, "RESUMED");
      return;
    }
    note(user, "RESUME REFUSED");
    sessions.remove(session);
    connection.close(4007, "Invalid seq.");
  }

  private void note(User user, String what) {
    ledger.append(LedgerRecord.of(Kind.GATEWAY).account(user.id()).outcome(what));
  }

  private void tidy() {
    for (var session : sessions.all()) {
      if (session.isOver()) {
        sessions.remove(session);
      }
    }
    var silenceNanos = world.settings().forAll().number(Option.HEARTBEAT_INTERVAL_MS) * 2_000_000;
    for (var connection : connections) {
      if (System.nanoTime() - connection.heardNanos() > silenceNanos) {
        timeOut(connection);
      }
    }
  }

  /// The client of a connection that hangs never hears of it: it stays open, and its session is
  /// over.
  private void timeOut(GatewayConnection connection) {
    if (!connection.hangs()) {
      connection.close(4009, "Session timed out.");
      return;
    }
    var session = connection.session();
    if (session != null && session.disconnect(connection)) {
      sessions.remove(session);
      note(session.user(), "TIMED OUT");
    }
  }
}
