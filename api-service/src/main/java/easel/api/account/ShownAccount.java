package easel.api.account;

import easel.api.plan.MidjourneyPlan;
import easel.common.message.Reply.AccountState.Mode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An account as its pages show it: without any token, sealed or not.
///
/// @param limit the most jobs at once
/// @param relaxed whether it draws relaxed where a prompt asks for nothing else
/// @param atOnce the most jobs at once that its mode leaves of its limit
/// @param ownBot whether it has a bot of its own, rather than the operator's
record ShownAccount(
    long id,
    String label,
    String server,
    String channel,
    MidjourneyPlan plan,
    int limit,
    String state,
    @Nullable String attention,
    @Nullable Since since,
    boolean active,
    boolean secondEar,
    boolean relaxed,
    int atOnce,
    boolean ownBot,
    int running,
    int waiting) {
  /// A moment, for people and for browsers.
  record Since(String iso, String utc, String ago) {
    private static final DateTimeFormatter UTC =
        DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static @Nullable Since of(@Nullable Instant since, Instant now) {
      if (since == null) {
        return null;
      }
      return new Since(
          since.truncatedTo(ChronoUnit.SECONDS).toString(),
          UTC.format(since),
          words(Duration.between(since, now)));
    }
  }

  static ShownAccount of(Account account, Instant now) {
    return new ShownAccount(
        account.id().value(),
        account.label(),
        account.server(),
        account.channel(),
        account.midjourneyPlan(),
        account.concurrency(),
        account.state(),
        account.attention(),
        Since.of(account.since(), now),
        account.active(),
        account.secondEar(),
        account.mode() == Mode.RELAX,
        account.atOnce(),
        account.sealedBotToken() != null,
        account.running(),
        account.waiting());
  }

  /// How the state is coloured.
  public String badge() {
    return switch (state) {
      case "READY" -> "good";
      case "CONNECTING" -> "live";
      case "NEEDS_ATTENTION" -> "bad";
      default -> "warn";
    };
  }

  /// The state in words.
  public String stateInWords() {
    return switch (state) {
      case "READY" -> "Ready";
      case "CONNECTING" -> "Connecting";
      case "NEEDS_ATTENTION" -> "Needs attention";
      default -> "Paused";
    };
  }

  /// A span in its largest unit.
  static String words(Duration span) {
    var seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }
}
