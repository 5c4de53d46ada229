package easel.worker.account;

import easel.common.message.Reply;
import easel.common.message.Reply.AccountState.Remedy;
import org.jspecify.annotations.Nullable;

/// How an account is.
///
/// @param attention what somebody must see to, if anything
/// @param remedy after what it is tried again; null where the trouble ends by itself
record Health(
    Reply.AccountState.Status status, @Nullable String attention, @Nullable Remedy remedy) {
  static final Health CONNECTING = new Health(Reply.AccountState.Status.CONNECTING, null, null);
  static final Health READY = new Health(Reply.AccountState.Status.READY, null, null);

  static Health needs(String attention, @Nullable Remedy remedy) {
    return new Health(Reply.AccountState.Status.NEEDS_ATTENTION, attention, remedy);
  }

  boolean isReady() {
    return status == Reply.AccountState.Status.READY;
  }
}
