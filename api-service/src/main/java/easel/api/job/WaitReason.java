package easel.api.job;

import easel.api.page.Span;
import easel.api.queue.Outlook;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Why a job waits, in a sentence for its customer.
///
/// @param handedOver whether a worker has it already
/// @param pinned whether its customer, or the picture that it acts on, chose its account
/// @param bound whether one account alone may run it
/// @param serving the accounts that may run it
/// @param limit the most of its queue's jobs at once, null where only accounts' slots count
/// @param running jobs of its queue
/// @param position in its queue
/// @param duration of one of its queue's jobs in seconds, null if none was done yet
record WaitReason(
    boolean cancelAsked,
    boolean paused,
    boolean handedOver,
    boolean pinned,
    boolean bound,
    List<Serving> serving,
    @Nullable Integer limit,
    int running,
    int position,
    @Nullable Double duration) {
  WaitReason {
    serving = List.copyOf(serving);
  }

  /// An account that may run it.
  ///
  /// @param label null for one of the operator's, which its customers do not see
  /// @param attention why it needs attention
  /// @param running jobs of all queues
  record Serving(
      @Nullable String label,
      boolean linked,
      boolean active,
      String status,
      @Nullable String attention,
      int slots,
      int running) {
    boolean isUsable() {
      return linked && active && status.equals("READY");
    }

    private String name() {
      return label == null ? "the operator's account" : label;
    }

    /// Why it takes no job now, null if it does.
    private @Nullable String trouble() {
      if (!linked) {
        return name() + " is not linked any more";
      }
      if (!active) {
        return name() + " is paused";
      }
      if (status.equals("NEEDS_ATTENTION")) {
        // What is wrong with the operator's is the operator's to know.
        return label == null || attention == null
            ? name() + " needs attention"
            : "%s needs attention (%s)".formatted(label, withoutStop(attention));
      }
      return isUsable() ? null : name() + " is connecting to Discord";
    }

    private static String withoutStop(String text) {
      return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
  }

  String sentence() {
    if (cancelAsked) {
      return "Asked to be cancelled: it ends in a moment.";
    }
    if (handedOver) {
      return "Handed over%s: it is sent as soon as the account may send again."
          .formatted(serving.size() == 1 ? " to " + serving.getFirst().name() : "");
    }
    if (paused) {
      return "The queue is paused: nothing of it is sent until it is resumed. " + place() + ".";
    }
    if (serving.isEmpty()) {
      return "No account is linked that could run it. Link one, and it goes on. " + place() + ".";
    }
    var usable = serving.stream().filter(Serving::isUsable).toList();
    if (usable.isEmpty()) {
      return trouble();
    }
    return upper(busy(usable)) + ".";
  }

  private String trouble() {
    var troubles =
        serving.stream().map(account -> String.valueOf(account.trouble())).distinct().toList();
    var which =
        pinned ? "It can run on one account alone" : bound ? "Its account takes no jobs now" : null;
    var why = String.join("; ", troubles);
    return which == null
        ? "No account takes jobs now: %s. %s.".formatted(why, place())
        : "%s: %s. %s.".formatted(which, why, place());
  }

  private String busy(List<Serving> usable) {
    if (limit != null && running >= limit) {
      return "%d of %d slots of your queue busy, %s".formatted(running, limit, placeAndTime(limit));
    }
    var slots = usable.stream().mapToInt(Serving::slots).sum();
    var taken =
        usable.stream().mapToInt(account -> Math.min(account.slots(), account.running())).sum();
    var pin = pinned ? " (the only account that may run it)" : "";
    var names = names(usable) + pin;
    if (taken >= slots) {
      var atOnce = limit == null ? slots : Math.min(limit, slots);
      return "%d of %d slots of %s busy, %s".formatted(taken, slots, names, placeAndTime(atOnce));
    }
    return position == 1
        ? "a slot of %s is free: it is sent in a moment".formatted(names)
        : "a slot of %s is free, %s".formatted(names, lower(place()));
  }

  private String names(List<Serving> usable) {
    if (usable.stream().allMatch(account -> account.label() == null)) {
      return usable.size() == 1
          ? "the operator's account"
          : "the operator's %d accounts".formatted(usable.size());
    }
    return usable.size() > 3
        ? "your %d accounts".formatted(usable.size())
        : usable.stream().map(Serving::name).collect(Collectors.joining(", "));
  }

  private String place() {
    return "Position " + position;
  }

  /// The place, and how long until it is sent while jobs end one after another.
  private String placeAndTime(int atOnce) {
    var seconds = new Outlook(true, atOnce, atOnce, position - 1).expectedWait(duration);
    if (seconds == null) {
      return lower(place());
    }
    var span = Span.rough(Duration.ofSeconds(Math.max(1, seconds)));
    return "%s, about %s".formatted(lower(place()), span);
  }

  private static String lower(String text) {
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  private static String upper(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
