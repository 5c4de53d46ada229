package easel.systemtests;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Calls Easel's API with one key. Methods that return a value throw {@link
/// Answer.UnexpectedAnswer} for any other than the promised status; those that return an {@link
/// Answer} leave it to the caller to judge.
public final class EaselClient {
  private static final String PREFIX = "/api/v1";

  private final Http http;

  /// @param api where an api-service listens, such as `http://127.0.0.1:8080`
  /// @param key the operator's or a customer's
  public EaselClient(URI api, String key) {
    this(new Http(api, key));
  }

  /// @param listener told of each call, also of those of others that this one becomes
  EaselClient(URI api, String key, CallListener listener) {
    this(new Http(api, key, listener));
  }

  private EaselClient(Http http) {
    this.http = http;
  }

  /// The same server and caller, who waits no longer than this for an answer.
  public EaselClient patientFor(Duration patience) {
    return new EaselClient(http.patientFor(patience));
  }

  /// The same server, called by somebody else.
  public EaselClient as(String key) {
    return new EaselClient(http.as(key));
  }

  /// The same caller at another server.
  public EaselClient at(URI api) {
    return new EaselClient(http.at(api));
  }

  /// Any call below `/api/v1`.
  public Answer call(String method, String path, @Nullable Object body, String... headers) {
    return http.send(method, PREFIX + path, body, headers);
  }

  /// Any call below `/mj`, by the same caller in the words of the second dialect.
  public Answer mj(String method, String path, @Nullable Object body, String... headers) {
    return http.inSecondDialect().send(method, "/mj" + path, body, headers);
  }

  /// The same below an address that names a mode, such as `/mj-relax/mj`.
  ///
  /// @param mode fast, relax or turbo
  public Answer mjIn(
      String mode, String method, String path, @Nullable Object body, String... headers) {
    return http.inSecondDialect().send(method, "/mj-" + mode + "/mj" + path, body, headers);
  }

  /// The picture at an address that Easel told, as this server gives it to anybody: its digest is
  /// the answer's body.
  ///
  /// @param uri whatever server it names
  public Answer picture(String uri) {
    var told = URI.create(uri);
    var query = told.getRawQuery() == null ? "" : "?" + told.getRawQuery();
    return http.anonymous().digest(told.getRawPath() + query);
  }

  public Answer get(String path) {
    return call("GET", path, null);
  }

  // The operator's.

  /// @param plan TRIAL, STANDARD, PRO or DEDICATED
  public Customer createCustomer(String name, String plan) {
    var made = call("POST", "/admin/customers", Map.of("name", name, "plan", plan)).expect(201);
    return new Customer(made.required("id").asLong(), made.required("apiKey").asString());
  }

  /// Links an account as one of the shared ones.
  public Account linkShared(Link link) {
    return Account.of(call("POST", "/admin/accounts", link.body()).expect(201));
  }

  // A customer's.

  public Account link(Link link) {
    return Account.of(tryLink(link).expect(201));
  }

  public Answer tryLink(Link link) {
    return call("POST", "/discord/accounts", link.body());
  }

  public Account account(long id) {
    return Account.of(get("/discord/accounts/" + id).expect(200));
  }

  public Account setConcurrency(long account, int limit) {
    var path = "/discord/accounts/" + account;
    return Account.of(call("PATCH", path, Map.of("concurrency", limit)).expect(200));
  }

  public Answer unlink(long account) {
    return call("DELETE", "/discord/accounts/" + account, null);
  }

  public Submitted imagine(String prompt) {
    return Submitted.of(tryImagine(Map.of("prompt", prompt)).expect(200));
  }

  /// @param body the fields of POST imagine, such as `prompt`, `ref`, `account`
  public Answer tryImagine(Map<String, ?> body, String... headers) {
    return call("POST", "/midjourney/imagine", body, headers);
  }

  /// @param label of a button that the finished job offers, such as `U1`
  public Submitted press(String messageId, String label) {
    return Submitted.of(tryPress(messageId, label).expect(200));
  }

  public Answer tryPress(String messageId, String label, String... headers) {
    return call(
        "POST", "/midjourney/button", Map.of("messageId", messageId, "button", label), headers);
  }

  public Job job(String messageId) {
    return Job.of(get("/midjourney/message/" + messageId).expect(200));
  }

  public Answer cancel(String messageId) {
    return call("DELETE", "/midjourney/message/" + messageId, null);
  }

  public JsonNode trace(String messageId) {
    return get("/message/trace/" + messageId).expect(200);
  }

  public JsonNode queues() {
    return get("/queues").expect(200);
  }

  public void pause(String queue) {
    call("POST", "/queues/" + queue + "/pause", null).expectSuccess();
  }

  public void resume(String queue) {
    call("POST", "/queues/" + queue + "/resume", null).expectSuccess();
  }

  /// A customer as the operator made it.
  public record Customer(long id, String apiKey) {}

  /// What links an account.
  ///
  /// @param concurrency null for the recommended
  public record Link(
      String label,
      String serverId,
      String channelId,
      String userToken,
      @Nullable String botToken,
      String midjourneyPlan,
      @Nullable Integer concurrency,
      boolean secondEar,
      boolean remix) {

    /// An account of the simulator in a channel of it, heard by the operator's bot.
    public static Link of(
        Simulator.Account account, Simulator.Channel channel, @Nullable Integer concurrency) {
      return new Link(
          account.username(),
          channel.guildId(),
          channel.id(),
          account.token(),
          null,
          account.plan(),
          concurrency,
          false,
          false);
    }

    /// The same, heard through its own session at Discord, too, or not.
    ///
    /// @param inRemixMode whether it is said to be in remix mode
    public Link heard(boolean bySecondEar, boolean inRemixMode) {
      return new Link(
          label,
          serverId,
          channelId,
          userToken,
          botToken,
          midjourneyPlan,
          concurrency,
          bySecondEar,
          inRemixMode);
    }

    Map<String, Object> body() {
      var body = new HashMap<String, Object>();
      body.put("label", label);
      body.put("serverId", serverId);
      body.put("channelId", channelId);
      body.put("userToken", userToken);
      body.put("midjourneyPlan", midjourneyPlan);
      if (botToken != null) {
        body.put("botToken", botToken);
      }
      if (concurrency != null) {
        body.put("concurrency", concurrency);
      }
      if (secondEar) {
        body.put("secondEar", true);
      }
      if (remix) {
        body.put("remix", true);
      }
      return body;
    }
  }

  /// A linked account.
  public record Account(
      long id, String label, int concurrency, String status, int running, int waiting) {
    static Account of(JsonNode json) {
      return new Account(
          json.required("id").asLong(),
          json.path("label").asString(""),
          json.path("concurrency").asInt(0),
          json.path("status").asString(""),
          json.path("running").asInt(0),
          json.path("waiting").asInt(0));
    }
  }

  /// An accepted job.
  ///
  /// @param account null until it is known
  public record Submitted(String messageId, String queue, @Nullable Long account) {
    /// Reads what a call answered.
    public static Submitted of(JsonNode json) {
      var account = json.path("account");
      var id = account.isObject() ? account.path("id") : account;
      return new Submitted(
          json.required("messageId").asString(),
          json.path("queue").asString(""),
          id.isNumber() || id.isString() ? Long.valueOf(id.asLong()) : null);
    }
  }

  /// A job as it stands.
  ///
  /// @param account the linked account that runs it, null until it is known
  /// @param sent whether Midjourney was asked; null where that could not be found out
  /// @param whole everything that was answered
  public record Job(
      String messageId,
      String status,
      int progress,
      @Nullable Long account,
      @Nullable Integer position,
      @Nullable String reason,
      @Nullable Boolean sent,
      @Nullable String uri,
      List<String> buttons,
      JsonNode whole) {
    /// Reads what a call answered.
    public static Job of(JsonNode json) {
      var account = json.path("account").path("id");
      var position = json.path("position");
      var sent = json.path("sent");
      return new Job(
          json.required("messageId").asString(),
          json.required("status").asString(),
          json.path("progress").asInt(0),
          account.isNumber() || account.isString() ? Long.valueOf(account.asLong()) : null,
          position.isNumber() ? Integer.valueOf(position.asInt()) : null,
          text(json.path("reason")),
          sent.isBoolean() ? Boolean.valueOf(sent.asBoolean()) : null,
          text(json.path("uri")),
          json.path("buttons").valueStream().map(JsonNode::asString).toList(),
          json);
    }

    public boolean hasEnded() {
      return status.equals("DONE") || status.equals("FAIL") || status.equals("CANCELLED");
    }

    private static @Nullable String text(JsonNode node) {
      return node.isString() ? node.asString() : null;
    }
  }
}
