package easel.systemtests.chaos;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How a customer deals with Easel.
///
/// @param dialect in whose words it asks
/// @param polls whether it asks how its jobs are; if not, it learns of their ends by webhooks alone
/// @param webhook whether and where it is told
/// @param mix what it asks for beside imagine; null where nothing is mixed
record Habits(Dialect dialect, boolean polls, Webhook webhook, @Nullable Mix mix) {
  private static final int DIALECTS = 3;
  private static final int WAYS = 4;
  private static final List<String> ENDS = List.of("DONE", "FAIL", "CANCELLED");
  private static final List<String> ALL = List.of("DONE", "FAIL", "CANCELLED", "PROGRESS");

  /// Where a customer is told of the ends of its jobs.
  ///
  /// @param usual of those that say nothing else; empty if it is told of none of those
  /// @param usualIsNamed whether each request names that address, since the customer has set none
  /// @param other named by the requests for some; empty if it is by none
  record Webhook(String usual, boolean usualIsNamed, String other) {
    static final Webhook NONE = new Webhook("", false, "");

    /// Where the end of this job must come.
    String of(String job, @Nullable Mix mix) {
      return mix != null && !other.isEmpty() && mix.isToldElsewhere(job) ? other : usual;
    }
  }

  /// Asks and polls in the first dialect, and is told of nothing.
  static Habits plain() {
    return new Habits(new FirstDialect(), true, Webhook.NONE, null);
  }

  /// One of the mixed ways, all of which are there among twelve customers.
  ///
  /// @param number of the customer, from 0
  /// @param queues the queue of a job on an account of its, as the second dialect must know it
  /// @param address where it can be told
  /// @param other where it can be told of some jobs instead
  static Habits mixed(
      int number, Mix mix, UnaryOperator<String> queues, String address, String other) {
    var dialect = number % DIALECTS == 1 ? new SecondDialect(queues) : new FirstDialect();
    return switch (number % WAYS) {
      case 0 -> new Habits(dialect, false, new Webhook(address, false, other), mix);
      case 1 -> new Habits(dialect, true, Webhook.NONE, mix);
      case 2 -> new Habits(dialect, false, new Webhook(address, true, ""), mix);
      default -> new Habits(dialect, true, new Webhook(address, false, other), mix);
    };
  }

  /// What it asks for at PUT webhook, to be told and to know the secret: one that polls besides is
  /// told of progress too.
  Map<String, Object> webhookRequest() {
    if (webhook.usual().isEmpty() || webhook.usualIsNamed()) {
      return Map.of();
    }
    return polls
        ? Map.of("url", webhook.usual(), "events", ALL)
        : Map.of("url", webhook.usual(), "events", ENDS);
  }

  /// What goes with the request for a job.
  Order order(String job) {
    if (mix == null) {
      return Order.plain(job);
    }
    var told = webhook.of(job, mix);
    var isNamed = webhook.usualIsNamed() || !told.equals(webhook.usual());
    return new Order(job, true, isNamed ? told : "");
  }

  /// Where the end of this job must come; empty if nowhere.
  String addressOf(String job) {
    return webhook.of(job, mix);
  }
}
