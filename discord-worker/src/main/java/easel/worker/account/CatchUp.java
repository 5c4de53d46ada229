package easel.worker.account;

import static easel.worker.account.Account.SECOND;
import static easel.worker.account.Account.now;

import easel.worker.track.SeenMessage;
import java.util.function.Consumer;

/// Reads in the history what may not have been heard of a job.
final class CatchUp {
  private static final long RETRY = SECOND;

  private final Account account;
  private final Condition condition;
  private final Consumer<SeenMessage> heard;

  CatchUp(Account account, Condition condition, Consumer<SeenMessage> heard) {
    this.account = account;
    this.condition = condition;
    this.heard = heard;
  }

  /// Reads the job's thread above what was there before its send; tried again until it was read.
  void read(Job job) {
    job.catchUpWanted = true;
    var bot = condition.bot();
    var send = job.send;
    if (bot == null || send == null || job.catchingUp || now() - job.catchUpNotBefore < 0) {
      return;
    }
    long asked = now();
    job.catchingUp = true;
    var _ =
        bot.history(send.thread(), send.floor())
            .whenComplete(
                (messages, failure) ->
                    account.inbox.accept(
                        () -> {
                          job.catchingUp = false;
                          if (failure != null) {
                            job.catchUpNotBefore = now() + RETRY;
                            account.services.log().historyUnread(job.id(), failure);
                            return;
                          }
                          job.catchUpWanted = false;
                          job.lastCatchUp = asked;
                          messages.forEach(heard);
                        }));
  }

  /// Reads what could not be read before.
  void onTime(Job job) {
    if (job.catchUpWanted) {
      read(job);
    }
  }
}
