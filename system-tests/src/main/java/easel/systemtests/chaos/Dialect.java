package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import java.util.function.Function;

/// In whose words a customer asks for jobs.
sealed interface Dialect permits FirstDialect, SecondDialect {
  /// @param mode that the job is to be drawn in, such as turbo; empty to leave it to the account
  Answer imagine(EaselClient api, Order order, String prompt, String mode);

  default Answer imagine(EaselClient api, Order order, String prompt) {
    return imagine(api, order, prompt, "");
  }

  Answer ask(EaselClient api, Order order, Wish.Operation operation);

  /// Presses a button of a finished picture.
  ///
  /// @param messageId of the job that made it
  /// @param customId Discord's name of the button there
  /// @param way picks one of several ways to say the same
  Answer press(
      EaselClient api, Order order, String messageId, Button button, String customId, int way);

  /// Presses a button that opens a dialog, and fills that in.
  ///
  /// @return a request that may be made again until it is answered
  Function<EaselClient, Answer> fillIn(Order order, String messageId, Press press, String customId);

  /// Presses Cancel Job below a job that runs.
  Answer stop(EaselClient api, String messageId);

  /// Whether an answer to that is one of those that the contract has.
  boolean isAnswerToStop(Answer answer);

  Reply reply(Answer answer);
}
