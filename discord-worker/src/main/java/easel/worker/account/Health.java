package easel.worker.account;

import easel.common.message.Reply;
import org.jspecify.annotations.Nullable;

/// How an account is.
record Health(Reply.AccountState.Status status, @Nullable String attention) {
  static final Health CONNECTING = new Health(Reply.AccountState.Status.CONNECTING, null);
  static final Health READY = new Health(Reply.AccountState.Status.READY, null);

  static Health needs(String attention) {
    return new Health(Reply.AccountState.Status.NEEDS_ATTENTION, attention);
  }

  boolean isReady() {
    return status == Reply.AccountState.Status.READY;
  }
}
