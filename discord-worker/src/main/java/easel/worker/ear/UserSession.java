package easel.worker.ear;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One account's session at the gateway: connects, identifies or resumes, keeps itself alive, and
/// passes on what it hears, until it is closed or Discord refuses it.
///
/// Whatever happens to a connection ends that connection, and another is made: by resuming where
/// Discord keeps the session, after a pause that grows while connections fail. All state is guarded
/// by the session itself; what an earlier connection still says is not listened to.
final class UserSession implements SecondEar {
  private static final Logger log = LoggerFactory.getLogger(UserSession.class);
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration GOODBYE = Duration.ofSeconds(1);
  private static final String FORM = "/?v=10&encoding=json";

  private static final int DISPATCH = 0;
  private static final int HEARTBEAT = 1;
  private static final int IDENTIFY = 2;
  private static final int RESUME = 6;
  private static final int RECONNECT = 7;
  private static final int INVALID_SESSION = 9;
  private static final int HELLO = 10;
  private static final int ACKNOWLEDGED = 11;

  /// Closing with 1000 or 1001 would end the session.
  private static final int TO_BE_RESUMED = 4900;

  private static final int FOR_GOOD = 1000;
  private static final int AUTHENTICATION_FAILED = 4004;
  private static final int MOST_RESUMES = 3;
  private static final Set<Integer> NEVER_AGAIN =
      Set.of(AUTHENTICATION_FAILED, 4010, 4011, 4012, 4013, 4014);
  private static final Set<Integer> SESSION_IS_OVER = Set.of(1000, 1001, 4007, 4009);

  private final HttpClient http;
  private final ScheduledExecutorService clock;
  private final String api;
  private final String token;
  private final Supplier<Duration> reserveIdentify;
  private final Pauses pauses;
  private final EarListener listener;
  private final Consumer<UserSession> whenOver;

  private @Nullable Connection current;
  private @Nullable String session;
  private @Nullable String resumeAddress;
  private long sequence;
  private boolean hasSequence;
  private boolean closed;
  private int failures;
  private volatile @Nullable String listening;

  UserSession(
      HttpClient http,
      ScheduledExecutorService clock,
      String api,
      String token,
      Supplier<Duration> reserveIdentify,
      Pauses pauses,
      EarListener listener,
      Consumer<UserSession> whenOver) {
    this.http = http;
    this.clock = clock;
    this.api = api;
    this.token = token;
    this.reserveIdentify = reserveIdentify;
    this.pauses = pauses;
    this.listener = listener;
    this.whenOver = whenOver;
  }

  @Override
  public @Nullable String session() {
    return listening;
  }

  @Override
  public synchronized void close() {
    closed = true;
    listening = null;
    whenOver.accept(this);
    var connection = current;
    current = null;
    if (connection != null) {
      connection.end(FOR_GOOD);
    }
  }

  /// Begins to connect.
  void connect() {
    Thread.ofVirtual().name("second-ear-connect").start(this::prepare);
  }

  private void prepare() {
    try {
      boolean resumes;
      String address;
      synchronized (this) {
        if (closed) {
          return;
        }
        resumes = session != null && resumeAddress != null;
        address = resumeAddress;
      }
      if (resumes && address != null) {
        dial(address);
        return;
      }
      var found = gatewayAddress();
      // Discord resets the token of who identifies itself too often.
      var wait = reserveIdentify.get();
      if (wait.isPositive()) {
        later(wait, () -> Thread.startVirtualThread(() -> dial(found)));
      } else {
        dial(found);
      }
    } catch (IOException | RuntimeException unreached) {
      log.atDebug().setCause(unreached).log("the gateway's address was not found");
      again(Duration.ZERO);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String gatewayAddress() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(api + "/gateway")).timeout(ANSWER).build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("GET /gateway answered " + answer.statusCode());
    }
    try {
      return MAPPER.readTree(answer.body()).required("url").asString();
    } catch (JacksonException | IllegalArgumentException unreadable) {
      throw new IOException("GET /gateway answered without a url", unreadable);
    }
  }

  private void dial(String address) {
    var connection = new Connection();
    synchronized (this) {
      if (closed) {
        return;
      }
      current = connection;
    }
    try {
      var bare = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
      var _ =
          http.newWebSocketBuilder()
              .connectTimeout(ANSWER)
              .buildAsync(URI.create(bare + FORM), connection)
              .whenComplete(
                  (_, failure) -> {
                    if (failure != null) {
                      connection.lost("not reached: " + failure.getClass().getSimpleName());
                    }
                  });
    } catch (IllegalArgumentException noAddress) {
      forgetSession();
      connection.lost("no address of a gateway: " + noAddress.getMessage());
      return;
    }
    later(pauses.ready(), connection::requireListening);
  }

  private synchronized void forgetSession() {
    session = null;
    resumeAddress = null;
    hasSequence = false;
  }

  /// Connects again, unless it is closed.
  private synchronized void again(Duration least) {
    if (closed) {
      return;
    }
    current = null;
    var pause = pauses.after(failures);
    failures++;
    later(pause.compareTo(least) > 0 ? pause : least, this::connect);
  }

  private void later(Duration pause, Runnable task) {
    var _ = scheduled(pause, task);
  }

  private @Nullable ScheduledFuture<?> scheduled(Duration pause, Runnable task) {
    try {
      return clock.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException stopping) {
      // The worker stops: nothing is connected any more.
      return null;
    }
  }

  private void refuse(String reason) {
    synchronized (this) {
      closed = true;
      current = null;
      listening = null;
    }
    listener.earRefused(reason);
  }

  /// One connection to the gateway.
  private final class Connection implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;
    private CompletableFuture<?> written = CompletableFuture.completedFuture(null);
    private @Nullable ScheduledFuture<?> nextBeat;
    private boolean acknowledged = true;
    private boolean greeted;
    private long listeningSince;

    /// Whether it is the session's, and not one that was given up.
    private boolean isCurrent() {
      return current == this;
    }

    @Override
    public void onOpen(WebSocket opened) {
      synchronized (UserSession.this) {
        socket = opened;
        if (!isCurrent()) {
          end(closed ? FOR_GOOD : TO_BE_RESUMED);
        }
      }
      opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        var payload = text.toString();
        text.setLength(0);
        read(payload);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closedBy(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
      lost(failure.getClass().getSimpleName());
    }

    private void read(String payload) {
      JsonNode message;
      try {
        message = MAPPER.readTree(payload);
      } catch (JacksonException unreadable) {
        synchronized (UserSession.this) {
          if (isCurrent()) {
            leave("unreadable payload", Duration.ZERO);
          }
        }
        return;
      }
      synchronized (UserSession.this) {
        if (!isCurrent()) {
          return;
        }
        if (message.path("s").isNumber()) {
          sequence = message.path("s").asLong();
          hasSequence = true;
        }
        switch (message.path("op").asInt(-1)) {
          case HELLO -> onHello(message.path("d").path("heartbeat_interval").asLong(41_250));
          case HEARTBEAT -> beat();
          case ACKNOWLEDGED -> acknowledged = true;
          case RECONNECT -> leave("Discord asks to connect anew", Duration.ZERO);
          case INVALID_SESSION -> onInvalidSession(message.path("d").asBoolean(false));
          case DISPATCH -> onEvent(message.path("t").asString(""), message.path("d"));
          default -> {
            // Nothing that Discord sends to a session of this kind.
          }
        }
      }
    }

    private void onHello(long intervalMillis) {
      greeted = true;
      var first = ThreadLocalRandom.current().nextDouble() * intervalMillis;
      beatIn(Duration.ofMillis((long) first), Duration.ofMillis(intervalMillis));
      var known = session;
      if (known != null) {
        send(RESUME, Map.of("token", token, "session_id", known, "seq", sequence));
      } else {
        send(
            IDENTIFY,
            Map.of(
                "token",
                token,
                "properties",
                Map.of(
                    "os",
                    System.getProperty("os.name", ""),
                    "browser",
                    "easel",
                    "device",
                    "easel")));
      }
    }

    private void beatIn(Duration pause, Duration interval) {
      nextBeat =
          scheduled(
              pause,
              () -> {
                synchronized (UserSession.this) {
                  if (!isCurrent()) {
                    return;
                  }
                  if (!acknowledged) {
                    leave("it does not answer heartbeats", Duration.ZERO);
                    return;
                  }
                  acknowledged = false;
                  beat();
                  beatIn(interval, interval);
                }
              });
    }

    private void beat() {
      write("{\"op\":%d,\"d\":%s}".formatted(HEARTBEAT, hasSequence ? sequence : "null"));
    }

    private void onInvalidSession(boolean mayResume) {
      if (mayResume) {
        leave("the session was interrupted", Duration.ZERO);
        return;
      }
      forgetSession();
      leave("the session is not known any more", pauses.beforeNewSession());
    }

    private void onEvent(String type, JsonNode data) {
      switch (type) {
        case "READY" -> {
          session = data.path("session_id").asString("");
          resumeAddress = data.path("resume_gateway_url").asString("");
          if (session.isEmpty() || resumeAddress.isEmpty()) {
            forgetSession();
          }
          listens(data.path("session_id").asString(""));
        }
        case "RESUMED" -> listens(session);
        default -> UserEvents.passOn(type, data, listener);
      }
    }

    private void listens(@Nullable String known) {
      listeningSince = System.nanoTime();
      listening = known;
      log.atDebug().log("a second ear listens");
      listener.earChanged();
    }

    /// It did not get so far in time.
    private void requireListening() {
      synchronized (UserSession.this) {
        if (isCurrent() && listening == null) {
          leave("it did not become ready in time", Duration.ZERO);
        }
      }
    }

    private void send(int operation, Map<String, ?> data) {
      write(MAPPER.writeValueAsString(Map.of("op", operation, "d", data)));
    }

    /// Writes after whatever is being written: the socket takes one text at a time.
    private void write(String payload) {
      var to = socket;
      if (to == null) {
        return;
      }
      written =
          written
              .thenCompose(_ -> to.sendText(payload, true))
              .whenComplete(
                  (_, failure) -> {
                    if (failure != null) {
                      lost("not written: " + failure.getClass().getSimpleName());
                    }
                  });
    }

    private void closedBy(int code) {
      if (NEVER_AGAIN.contains(code)) {
        synchronized (UserSession.this) {
          if (!isCurrent()) {
            return;
          }
          stopBeating();
        }
        log.atWarn()
            .addKeyValue("code", code)
            .log("Discord ended an account's own session for good");
        refuse(
            code == AUTHENTICATION_FAILED
                ? "Discord refused its token: set a new one"
                : "Discord ended its own session with code " + code);
        return;
      }
      if (SESSION_IS_OVER.contains(code)) {
        forgetSessionIfCurrent();
      }
      lost("closed with code " + code);
    }

    private void forgetSessionIfCurrent() {
      synchronized (UserSession.this) {
        if (isCurrent()) {
          forgetSession();
        }
      }
    }

    /// Gives the connection up, so that the session can be resumed on another.
    private void leave(String why, Duration least) {
      end(TO_BE_RESUMED);
      lost(why, least);
    }

    void lost(String why) {
      lost(why, Duration.ZERO);
    }

    private void lost(String why, Duration least) {
      boolean wasListening;
      synchronized (UserSession.this) {
        if (!isCurrent()) {
          return;
        }
        stopBeating();
        wasListening = listening != null;
        if (wasListening && System.nanoTime() - listeningSince > pauses.stable().toNanos()) {
          failures = 0;
        }
        listening = null;
        if (!greeted && failures >= MOST_RESUMES) {
          forgetSession(); // where it was to be resumed nobody answers
        }
        log.atDebug().addKeyValue("why", why).log("a second ear lost its connection");
        again(least);
      }
      if (wasListening) {
        listener.earChanged();
      }
    }

    private void stopBeating() {
      if (nextBeat != null) {
        nextBeat.cancel(false);
      }
    }

    /// Closes the socket; what does not close in time is cut.
    private void end(int code) {
      stopBeating();
      var open = socket;
      if (open == null) {
        return;
      }
      var _ = written.handle((_, _) -> code).thenCompose(said -> open.sendClose(said, ""));
      later(GOODBYE, open::abort);
    }
  }
}
