package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;

/// In whose words a customer asks for jobs.
sealed interface Dialect permits FirstDialect, SecondDialect {
  Answer imagine(EaselClient api, Order order, String prompt);

  /// Presses a button of a finished picture.
  ///
  /// @param messageId of the job that made it
  /// @param customId Discord's name of the button there
  /// @param way picks one of several ways to say the same
  Answer press(
      EaselClient api, Order order, String messageId, Button button, String customId, int way);

  /// Presses Cancel Job below a job that runs.
  Answer stop(EaselClient api, String messageId);

  /// Whether an answer to that is one of those that the contract has.
  boolean isAnswerToStop(Answer answer);

  Reply reply(Answer answer);
}
