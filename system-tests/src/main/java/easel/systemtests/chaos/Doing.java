package easel.systemtests.chaos;

import java.time.Duration;

/// Something that a person does beside submitting jobs. Who does it, and where, is a number that is
/// taken modulo how many there are.
sealed interface Doing {
  /// A customer changes the limit of one of its accounts.
  record ChangeLimit(int who, int limit) implements Doing {}

  /// A customer pauses one of its queues, and resumes it.
  record PauseQueue(int who, Duration span) implements Doing {}

  /// A customer unlinks one of its accounts, and links it again.
  record Relink(int who, Duration span) implements Doing {}

  /// Somebody imagines in a thread in which a job of Easel's runs.
  ///
  /// @param byOwner whether that is the owner of the account, or somebody else
  /// @param same whether with the very prompt of that job
  record TypeImagine(int where, boolean byOwner, boolean same) implements Doing {}

  /// The owner of an account says something in a thread in which a job of Easel's runs.
  record Say(int where) implements Doing {}
}
