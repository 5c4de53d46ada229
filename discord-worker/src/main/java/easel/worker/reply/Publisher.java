package easel.worker.reply;

import easel.common.id.PoolId;
import easel.common.message.AccountMessage;
import easel.common.message.Reply;

/// Publishes what this worker says, in the order in which it is said.
public interface Publisher {
  /// Says something that may be missed.
  void say(Reply.JobReply reply);

  /// Says how an account is.
  void say(Reply.AccountState state);

  /// Tells the dispatcher of a pool that a place is free: this only hurries it.
  void freed(Reply.PlaceFreed freed, PoolId pool);

  /// Tells an end until the broker has it.
  void tell(Reply.JobReply reply, Runnable whenConfirmed);

  /// Passes a question on to the worker that owns a partition.
  void forward(int partition, AccountMessage.Ask ask, Runnable whenConfirmed);

  /// Puts a message aside that nobody can handle.
  void deadLetter(byte[] body, Runnable whenConfirmed);
}
