package easel.systemtests;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Steers the simulated Discord and reads what happened there.
public final class Simulator {
  private static final int PAGE = 5_000;

  private final Http http;

  /// @param address such as `http://127.0.0.1:8090`
  public Simulator(URI address) {
    http = new Http(address, null);
  }

  /// Any call, such as `GET /control/world`.
  public Answer call(String method, String path, @Nullable Object body) {
    return http.send(method, path, body);
  }

  /// @param plan BASIC, STANDARD, PRO or MEGA
  public Account createAccount(String plan) {
    return account(Map.of("plan", plan));
  }

  public Account createAccount(String plan, String username) {
    return account(Map.of("plan", plan, "username", username));
  }

  /// An account that is a member of one server alone.
  public Account createAccount(String plan, Channel where) {
    return account(Map.of("plan", plan, "guildIds", List.of(where.guildId())));
  }

  private Account account(Map<String, ?> wish) {
    var json = call("POST", "/control/accounts", wish).expectSuccess();
    return new Account(
        json.required("userId").asString(),
        json.required("username").asString(),
        json.required("token").asString(),
        json.required("plan").asString());
  }

  /// A channel in which the operator's bot may do what it must.
  public Channel createChannel() {
    var json = call("POST", "/control/channels", Map.of()).expectSuccess();
    return new Channel(json.required("id").asString(), json.required("guildId").asString());
  }

  /// Another channel of a server.
  public Channel createChannel(String guildId) {
    var json = call("POST", "/control/channels", Map.of("guildId", guildId)).expectSuccess();
    return new Channel(json.required("id").asString(), guildId);
  }

  /// A server with the operator's bot in it, by its first channel.
  public Channel createServer() {
    var json = call("POST", "/control/guilds", Map.of()).expectSuccess();
    return new Channel(json.required("channelId").asString(), json.required("id").asString());
  }

  /// Throws the operator's bot out of a server.
  public void throwBotOut(String guildId) {
    call("DELETE", botIn(guildId), null).expectSuccess();
  }

  /// Invites it to a server, once more perhaps.
  public void inviteBot(String guildId) {
    call("PUT", botIn(guildId), null).expectSuccess();
  }

  private String botIn(String guildId) {
    return "/control/guilds/%s/members/%s".formatted(guildId, botId());
  }

  /// Says what the operator's bot may not do in a channel, and nowhere else; an empty list gives
  /// all back.
  ///
  /// @param permissions by Discord's names
  public void deny(Channel channel, List<String> permissions) {
    call(
            "PATCH",
            "/control/permissions",
            Map.of("botId", botId(), "channelId", channel.id(), "deny", permissions))
        .expectSuccess();
  }

  private String botId() {
    return call("GET", "/control/world", null)
        .expectSuccess()
        .required("bot")
        .required("id")
        .asString();
  }

  /// The threads of a server that are not archived.
  public Set<String> activeThreads(String guildId) {
    return call("GET", "/control/world", null)
        .expectSuccess()
        .required("guilds")
        .valueStream()
        .filter(guild -> guild.path("id").asString("").equals(guildId))
        .flatMap(guild -> guild.required("activeThreads").valueStream())
        .map(JsonNode::asString)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Changes settings for everybody.
  public void set(Map<String, ?> settings) {
    call("PATCH", "/control/settings", settings).expectSuccess();
  }

  /// Changes settings for one account.
  public void set(Account account, Map<String, ?> settings) {
    call("PATCH", "/control/settings?account=" + account.userId(), settings).expectSuccess();
  }

  /// Changes what an account is, such as whether it remixes.
  public void change(Account account, Map<String, ?> changes) {
    call("PATCH", "/control/accounts/" + account.userId(), changes).expectSuccess();
  }

  /// The jobs of an account that are open at Midjourney, as it knows them.
  public List<JsonNode> openJobs(Account account) {
    return call("GET", "/control/jobs?account=" + account.userId(), null)
        .expectSuccess()
        .required("jobs")
        .valueStream()
        .toList();
  }

  /// How many jobs are open at Midjourney, of all accounts.
  public int openJobs() {
    return call("GET", "/control/jobs", null).expectSuccess().required("jobs").size();
  }

  /// Has the owner of an account press Cancel Job at Discord, below a job that runs.
  ///
  /// @param job as Midjourney knows it
  public void stop(Account account, JsonNode job) {
    var midjourney =
        call("GET", "/control/world", null).expectSuccess().required("applicationId").asString();
    var pressed = "MJ::CancelJob::ByJobid::" + job.required("job").asString();
    http.send(
            "POST",
            "/api/v10/interactions",
            Map.of(
                "type",
                3,
                "application_id",
                midjourney,
                "channel_id",
                job.required("channel").asString(),
                "message_id",
                job.required("messageId").asString(),
                "data",
                Map.of("component_type", 2, "custom_id", pressed)),
            "Authorization",
            account.token())
        .expectSuccess();
  }

  public JsonNode fault(Map<String, ?> fault) {
    return call("POST", "/control/faults", fault).expectSuccess();
  }

  /// Ends all mishaps, and what hangs or is late because of them.
  public void clearFaults() {
    call("DELETE", "/control/faults", null).expectSuccess();
  }

  public JsonNode hold(Map<String, ?> hold) {
    return call("POST", "/control/hold", hold).expectSuccess();
  }

  public JsonNode release(Map<String, ?> release) {
    return call("POST", "/control/release", release).expectSuccess();
  }

  /// Takes back all settings, mishaps, refusals and holds. Who is there stays, and what happened.
  public void asBefore() {
    clearFaults();
    call("DELETE", "/control/refusals", null).expectSuccess();
    release(Map.of());
    call("PUT", "/control/settings", Map.of()).expectSuccess();
  }

  /// The next entries after one, oldest first; empty if there are none yet.
  public List<Entry> ledger(long after) {
    var path = "/control/ledger?after=%d&limit=%d".formatted(after, PAGE);
    return call("GET", path, null)
        .expectSuccess()
        .required("entries")
        .valueStream()
        .map(Entry::of)
        .toList();
  }

  /// All entries after one, oldest first.
  public List<Entry> ledgerSince(long after) {
    var all = new ArrayList<Entry>();
    var seen = after;
    for (var page = ledger(seen); !page.isEmpty(); page = ledger(seen)) {
      all.addAll(page);
      seen = page.getLast().seq();
    }
    return all;
  }

  /// The number of the last entry, 0 while there is none.
  public long lastOfLedger() {
    var last = 0L;
    for (var page = ledger(last); !page.isEmpty(); page = ledger(last)) {
      last = page.getLast().seq();
    }
    return last;
  }

  /// The digest of the picture with this file name, as Midjourney has drawn it.
  public String drawn(String filename) {
    return http.digest("/control/pictures?name=" + filename).expect(200).asString();
  }

  /// The digest of what was uploaded under this name.
  public String uploaded(String name) {
    return http.digest("/control/uploads?name=" + name).expect(200).asString();
  }

  /// A Discord account with a Midjourney subscription.
  public record Account(String userId, String username, String token, String plan) {
    @Override
    public String toString() {
      return "Account[userId=%s, username=%s, plan=%s]".formatted(userId, username, plan);
    }
  }

  /// A channel and the server it is in.
  public record Channel(String id, String guildId) {}

  /// One thing that happened at Discord. What does not apply is an empty text.
  ///
  /// @param nanos when, on the simulator's monotonic clock
  /// @param kind INTERACTION, JOB_RUNNING, JOB_WAITING, JOB_REFUSED, JOB_ENDED and others
  /// @param account the Discord user id
  /// @param taken whether Midjourney got the interaction
  /// @param job Midjourney's id of the job
  public record Entry(
      long seq,
      long nanos,
      String kind,
      String account,
      String channel,
      String parent,
      int type,
      String command,
      String prompt,
      String customId,
      String messageId,
      String outcome,
      boolean taken,
      String job,
      String end,
      String picture,
      Map<String, String> all) {

    static Entry of(JsonNode json) {
      var all = new HashMap<String, String>();
      json.properties().forEach(field -> all.put(field.getKey(), field.getValue().asString()));
      return new Entry(
          json.required("seq").asLong(),
          json.required("nanos").asLong(),
          json.required("kind").asString(),
          text(json, "account"),
          text(json, "channel"),
          text(json, "parent"),
          json.path("type").asInt(0),
          text(json, "command"),
          text(json, "prompt"),
          text(json, "customId"),
          text(json, "messageId"),
          text(json, "outcome"),
          json.path("taken").asBoolean(false),
          text(json, "job"),
          text(json, "end"),
          text(json, "picture"),
          Map.copyOf(all));
    }

    public boolean is(String wanted) {
      return kind.equals(wanted);
    }

    private static String text(JsonNode json, String field) {
      return json.path(field).asString("");
    }
  }
}
