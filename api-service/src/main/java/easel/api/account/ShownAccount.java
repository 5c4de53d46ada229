package easel.api.account;

import easel.api.page.Moment;
import easel.api.plan.MidjourneyPlan;
import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Remedy;
import org.jspecify.annotations.Nullable;

/// An account as its pages show it: without any token, sealed or not.
///
/// @param awaitsCheck whether it is tried again if its owner asks for that
/// @param awaitsToken whether it is tried again only with another token
/// @param limit the most jobs at once
/// @param remix whether it is in remix mode at Midjourney, as its owner says
/// @param relaxed whether it draws relaxed where a prompt asks for nothing else
/// @param atOnce the most jobs at once that its mode leaves of its limit
/// @param fastTime what remains of it, in Midjourney's words
/// @param fastTimeAt when that was heard
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
    boolean awaitsCheck,
    boolean awaitsToken,
    @Nullable Moment since,
    boolean active,
    boolean secondEar,
    boolean remix,
    boolean relaxed,
    int atOnce,
    @Nullable String fastTime,
    @Nullable Moment fastTimeAt,
    boolean ownBot,
    int running,
    int waiting) {
  static ShownAccount of(Account account) {
    var info = account.info();
    return new ShownAccount(
        account.id().value(),
        account.label(),
        account.server(),
        account.channel(),
        account.midjourneyPlan(),
        account.concurrency(),
        account.state(),
        account.attention(),
        account.awaitsCheck(),
        account.remedy() == Remedy.NEW_TOKEN,
        Moment.orNull(account.since()),
        account.active(),
        account.secondEar(),
        account.remix(),
        account.mode() == Mode.RELAX,
        account.atOnce(),
        info == null ? null : info.fastTimeRemaining(),
        info == null ? null : Moment.of(info.at()),
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
