package easel.common.topology;

import easel.common.id.QueueId;
import java.util.Map;
import java.util.TreeMap;

/// Names and arguments of exchanges and queues. All are durable; whoever uses one declares it with
/// exactly these arguments first, since a broker refuses a second declaration that differs.
public final class Topology {
  /// Topic exchange: what workers say. Routing keys: `job.<kind>`, `account.state`, `freed.<n>`.
  public static final String REPLIES = "replies";

  /// Fanout exchange: "the directory changed, look now" in an empty message, or a `LaneMade`.
  public static final String CONTROL = "control";

  /// Bound to {@link #REPLIES} with {@link #JOB_REPLIES} and {@link #ACCOUNT_REPLIES}.
  public static final String REPLIES_API = "replies.api";

  public static final String JOB_REPLIES = "job.#";
  public static final String ACCOUNT_REPLIES = "account.#";

  /// Asks about jobs whose owner the asker does not know; any worker takes them.
  public static final String ASK = "discord.ask";

  /// Checks of accounts to be linked; any worker takes them.
  public static final String CHECK = "discord.check";

  /// Questions for the seeds of pictures; any worker takes them.
  public static final String SEED = "discord.seed";

  public static final String DEAD_LETTERS = "dead-letters";

  // RabbitMQ 3.10 puts a returned head at the back of a quorum queue that has no delivery limit,
  // and 4.x drops it after 20: a large explicit limit keeps it at the front on both.
  private static final long DELIVERY_LIMIT = 1_000_000;

  private Topology() {}

  /// The lane of a queue: its jobs, in order of acceptance.
  public static String lane(QueueId queue) {
    return "jobs." + queue;
  }

  /// The hand-over to the worker that owns a partition of accounts.
  public static String handOver(int partition) {
    return "discord." + partition;
  }

  /// Where dispatchers of a partition of pools hear of freed places: each has a queue of its own
  /// connection, exclusive, whose name begins so.
  public static String dispatcherReplies(int partition) {
    return "replies.dispatcher." + partition;
  }

  /// Routing key of a `PlaceFreed` for the partition of the account's pool.
  public static String freed(int partition) {
    return "freed." + partition;
  }

  /// Arguments of lanes and hand-overs: one consumer at a time, and nothing is dropped.
  public static Map<String, Object> orderedQueue(QueueType type) {
    var arguments = new TreeMap<>(plainQueue(type));
    arguments.put("x-single-active-consumer", true);
    return arguments;
  }

  /// Arguments of queues with competing consumers.
  public static Map<String, Object> plainQueue(QueueType type) {
    var arguments = new TreeMap<String, Object>();
    arguments.put("x-dead-letter-exchange", "");
    arguments.put("x-dead-letter-routing-key", DEAD_LETTERS);
    switch (type) {
      case QUORUM -> {
        arguments.put("x-queue-type", "quorum");
        arguments.put("x-delivery-limit", DELIVERY_LIMIT);
        arguments.put("x-dead-letter-strategy", "at-least-once");
        arguments.put("x-overflow", "reject-publish");
      }
      case CLASSIC -> arguments.put("x-queue-type", "classic");
    }
    return arguments;
  }

  /// Arguments of {@link #DEAD_LETTERS} itself.
  public static Map<String, Object> deadLetters(QueueType type) {
    return Map.of("x-queue-type", type == QueueType.QUORUM ? "quorum" : "classic");
  }
}
