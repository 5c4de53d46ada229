package easel.worker.account;

import easel.worker.ear.EarListener;
import easel.worker.ear.RequestNews;
import easel.worker.ear.SecondEar;
import easel.worker.send.Marks;
import easel.worker.track.SeenMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The account's own session at Discord, where its owner has switched that on. What it hears goes
/// the same way as what the bot hears.
final class AccountEar {
  private final Services services;
  private final AccountState state;
  private final Mailbox mailbox;
  private final AccountHealth health;
  private final Following following;
  private final Dialogs dialogs;
  private @Nullable SecondEar ear;
  private @Nullable String sealedToken;
  private volatile String server;

  AccountEar(
      Services services,
      AccountState state,
      Mailbox mailbox,
      AccountHealth health,
      Following following,
      Dialogs dialogs) {
    this.services = services;
    this.state = state;
    this.mailbox = mailbox;
    this.health = health;
    this.following = following;
    this.dialogs = dialogs;
    this.server = state.entry.server();
  }

  /// Opens or closes the session, as the account's entry says now.
  void use() {
    server = state.entry.server();
    boolean isWanted =
        state.entry.hasSecondEar() && (state.entry.linked() || !state.jobs.isEmpty());
    var wanted = isWanted ? state.entry.sealedUserToken() : null;
    if (Objects.equals(wanted, sealedToken)) {
      return;
    }
    leave();
    sealedToken = wanted;
    if (wanted != null) {
      health
          .userToken()
          .ifPresent(token -> ear = services.secondEars().open(token, new Listener()));
    }
  }

  void leave() {
    var open = ear;
    ear = null;
    sealedToken = null;
    state.earSession = null;
    if (open != null) {
      open.close();
    }
  }

  /// What hears on the gateway's threads. What another session than the present one still says is
  /// as true.
  private final class Listener implements EarListener {
    @Override
    public void heard(SeenMessage message) {
      if (message.isEphemeral()
          || message.nonce() != null
          || message.server().isEmpty()
          || message.server().equals(server)) {
        mailbox.add(() -> following.heardAlone(message));
      }
    }

    @Override
    public void told(RequestNews news) {
      mailbox.add(
          () -> {
            switch (news) {
              case RequestNews.Taken(var nonce) -> following.taken(nonce);
              case RequestNews.Answered(var nonce) -> following.taken(nonce);
              case RequestNews.Unanswered(var nonce, int code) -> {
                services.log().unanswered(state.entry.id(), code);
                following.unanswered(nonce);
              }
              case RequestNews.Dialog dialog -> dialogs.opened(dialog);
              case RequestNews.WebPage page -> dialogs.webPageOpened(page);
            }
          });
    }

    @Override
    public void earChanged() {
      mailbox.add(() -> state.earSession = ear == null ? null : ear.session());
    }

    @Override
    public void earRefused(String reason) {
      mailbox.add(
          () -> {
            state.earSession = null;
            health.needsNewToken(reason);
          });
    }
  }

  /// Marks of a request whose answers are to be heard.
  static Marks marks(AccountState state, @Nullable String nonce) {
    return new Marks(nonce == null ? Marks.freshNonce() : nonce, state.earSession);
  }
}
