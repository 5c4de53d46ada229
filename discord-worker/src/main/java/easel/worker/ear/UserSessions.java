package easel.worker.ear;

import easel.worker.gateway.JdaBots.IdentifyBudget;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/// The accounts' own sessions, on shared connections and one clock.
public final class UserSessions implements SecondEars, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final String api;
  private final IdentifyBudget budget;
  private final Pauses pauses;
  private final Set<UserSession> open = ConcurrentHashMap.newKeySet();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("second-ears").factory());

  /// @param api base of Discord's REST
  public UserSessions(String api, IdentifyBudget budget) {
    this(api, budget, Pauses.USUAL);
  }

  UserSessions(String api, IdentifyBudget budget, Pauses pauses) {
    this.api = api.endsWith("/") ? api.substring(0, api.length() - 1) : api;
    this.budget = budget;
    this.pauses = pauses;
  }

  @Override
  public SecondEar open(String userToken, EarListener listener) {
    var session =
        new UserSession(
            http,
            clock,
            api,
            userToken,
            () -> budget.reserve(userToken),
            pauses,
            listener,
            open::remove);
    open.add(session);
    session.connect();
    return session;
  }

  @Override
  public void close() {
    Set.copyOf(open).forEach(UserSession::close);
    clock.shutdown();
    http.shutdown();
    try {
      // Sessions that are said goodbye to end at once at Discord's side.
      http.awaitTermination(GOODBYE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }
}
