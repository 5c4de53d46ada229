package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Submitted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// `/api/v1`.
record FirstDialect() implements Dialect {
  private static final String NAME = "ref";
  private static final String WEBHOOK = "webhookOverride";

  @Override
  public Answer imagine(EaselClient api, Order order, String prompt, String mode) {
    return api.tryImagine(
        order.with(Map.of("prompt", Wish.inMode(prompt, mode)), NAME, WEBHOOK), order.headers());
  }

  /// Only this account may run it.
  Answer imagineOn(EaselClient api, Order order, String prompt, long account) {
    return api.tryImagine(
        order.with(Map.of("prompt", prompt, "account", account), NAME, WEBHOOK), order.headers());
  }

  @Override
  public Answer ask(EaselClient api, Order order, Wish.Operation operation) {
    return api.call(
        "POST",
        "/midjourney/" + operation.call(),
        order.with(operation.body(), NAME, WEBHOOK),
        order.headers());
  }

  @Override
  public Answer press(
      EaselClient api, Order order, String messageId, Button button, String customId, int way) {
    return api.call(
        "POST",
        "/midjourney/button",
        order.with(Map.of("messageId", messageId, "button", button.label()), NAME, WEBHOOK),
        order.headers());
  }

  @Override
  public Function<EaselClient, Answer> fillIn(
      Order order, String messageId, Press press, String customId) {
    var wish = new LinkedHashMap<>(press.entered("mask"));
    wish.put("messageId", messageId);
    wish.put("button", press.button().label());
    return api ->
        api.call("POST", "/midjourney/button", order.with(wish, NAME, WEBHOOK), order.headers());
  }

  @Override
  public Answer stop(EaselClient api, String messageId) {
    return api.tryPress(messageId, "Cancel Job");
  }

  @Override
  public boolean isAnswerToStop(Answer answer) {
    return answer.status() == 200 || answer.status() == 409;
  }

  @Override
  public Reply reply(Answer answer) {
    return switch (answer.status()) {
      case 200 -> {
        var submitted = Submitted.of(answer.body());
        yield new Reply.Accepted(submitted.messageId(), submitted.queue());
      }
      case 409 -> new Reply.Refused();
      default -> new Reply.Wrong();
    };
  }
}
