package easel.worker.account;

import easel.worker.send.Interaction;
import easel.worker.send.SendOutcome;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Posts what is asked of Midjourney beside the commands of jobs, in the account's turn. It draws
/// nothing: made again, it does no harm, and whether it was taken is no doubt that anybody has to
/// decide.
final class Asides {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final AccountHealth health;

  Asides(Services services, AccountState state, Mailbox mailbox, AccountHealth health) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.health = health;
  }

  /// What became of it.
  enum Outcome {
    /// As far as is known.
    TAKEN,
    /// It may be made again in the account's next turn.
    NOT_YET,
    REFUSED
  }

  /// @return whether it was posted: not where the account's token cannot be opened
  boolean post(Interaction interaction, Consumer<Outcome> then) {
    var token = health.userToken();
    if (token.isEmpty()) {
      return false;
    }
    long begun = services.now();
    state.postInFlight = true;
    state.nextSendAt = begun + services.settings().sendInterval().toNanos();
    var _ =
        services
            .discord()
            .post(
                token.get(),
                interaction,
                AccountEar.marks(state, null),
                begun + Sender.LATEST_BEGIN)
            .thenAccept(
                outcome ->
                    mailbox.add(
                        () -> {
                          state.postInFlight = false;
                          then.accept(read(interaction, outcome));
                        }));
    return true;
  }

  private Outcome read(Interaction interaction, SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Taken _, SendOutcome.InDoubt _ -> Outcome.TAKEN;
      case SendOutcome.TooFast(var pause) -> notYet(pause.toNanos());
      case SendOutcome.NotSent _ -> notYet(SECOND);
      case SendOutcome.StaleCommand _ -> {
        services.commands().forget(state.entry.server());
        yield notYet(SECOND);
      }
      case SendOutcome.TokenRefused _ -> {
        health.tokenRefused();
        yield Outcome.REFUSED;
      }
      case SendOutcome.Forbidden(var detail) -> {
        health.needsAttention(detail);
        yield Outcome.REFUSED;
      }
      case SendOutcome.ThreadArchived _ -> {
        if (interaction instanceof Interaction.InThread command) {
          state.threads.setAsleep(command.thread());
        }
        yield Outcome.REFUSED;
      }
      case SendOutcome.ChannelGone _, SendOutcome.Invalid _ -> Outcome.REFUSED;
    };
  }

  private Outcome notYet(long pause) {
    state.nextSendAt = Math.max(state.nextSendAt, services.now() + pause);
    return Outcome.NOT_YET;
  }
}
