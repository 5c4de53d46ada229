package easel.api.account;

import easel.api.page.Moment;
import easel.api.plan.MidjourneyPlan;
import easel.common.message.Reply.AccountState.Mode;
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
    @Nullable Moment since,
    boolean active,
    boolean secondEar,
    boolean relaxed,
    int atOnce,
    boolean ownBot,
    int running,
    int waiting) {
  static ShownAccount of(Account account) {
    return new ShownAccount(
        account.id().value(),
        account.label(),
        account.server(),
        account.channel(),
        account.midjourneyPlan(),
        account.concurrency(),
        account.state(),
        account.attention(),
        Moment.orNull(account.since()),
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
}
