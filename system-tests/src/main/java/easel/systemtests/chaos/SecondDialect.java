package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// `/mj`, as clients of midjourney-proxy speak it.
///
/// @param queues the queue of a job whose account is this, by Easel's number; of an account that is
///   not known yet the number is empty
record SecondDialect(UnaryOperator<String> queues) implements Dialect {
  private static final String NAME = "state";
  private static final String WEBHOOK = "notifyHook";
  private static final int SENT_ON = 1;
  private static final int NO_ACCOUNT = 3;
  private static final int INVALID = 4;
  private static final int ASKS_FIRST = 21;
  private static final int QUEUED = 22;

  @Override
  public Answer imagine(EaselClient api, Order order, String prompt, String mode) {
    var wish = Map.of("prompt", prompt);
    return mode.isEmpty()
        ? submit(api, order, "imagine", wish)
        : api.mjIn(
            mode, "POST", "/submit/imagine", order.with(wish, NAME, WEBHOOK), order.headers());
  }

  @Override
  public Answer ask(EaselClient api, Order order, Wish.Operation operation) {
    return submit(api, order, operation.call(), operation.bodyInSecond());
  }

  /// In two calls: the second one says again what the first one has answered, so that it makes one
  /// job however often it is made.
  @Override
  public Function<EaselClient, Answer> fillIn(
      Order order, String messageId, Press press, String customId) {
    var task = new AtomicReference<String>();
    return api -> {
      if (task.get() == null) {
        var opened = action(api, order, messageId, customId);
        if (opened.status() != 200 || opened.body().path("code").asInt(0) != ASKS_FIRST) {
          return opened;
        }
        task.set(opened.body().required("result").asString());
      }
      var wish = new LinkedHashMap<>(press.entered("maskBase64"));
      wish.put("taskId", task.get());
      return api.mj("POST", "/submit/modal", wish);
    };
  }

  @Override
  public Answer press(
      EaselClient api, Order order, String messageId, Button button, String customId, int way) {
    return switch (button) {
      case U1, U2, U3, U4, V1, V2, V3, V4, REROLL ->
          switch (way % 3) {
            case 0 -> change(api, order, messageId, button);
            case 1 -> {
              var word = button == Button.REROLL ? "R" : button.name();
              yield submit(api, order, "simple-change", Map.of("content", messageId + " " + word));
            }
            default -> action(api, order, messageId, customId);
          };
      default -> action(api, order, messageId, customId);
    };
  }

  private static Answer change(EaselClient api, Order order, String messageId, Button button) {
    if (button == Button.REROLL) {
      return submit(api, order, "change", Map.of("taskId", messageId, "action", "REROLL"));
    }
    var action = button.name().startsWith("U") ? "UPSCALE" : "VARIATION";
    var index = button.name().charAt(1) - '0';
    return submit(
        api, order, "change", Map.of("taskId", messageId, "action", action, "index", index));
  }

  private static Answer action(EaselClient api, Order order, String messageId, String customId) {
    return submit(api, order, "action", Map.of("taskId", messageId, "customId", customId));
  }

  private static Answer submit(EaselClient api, Order order, String call, Map<String, ?> wish) {
    return api.mj("POST", "/submit/" + call, order.with(wish, NAME, WEBHOOK), order.headers());
  }

  @Override
  public Answer stop(EaselClient api, String messageId) {
    return api.mj("POST", "/task/" + messageId + "/cancel", null);
  }

  @Override
  public boolean isAnswerToStop(Answer answer) {
    var isTask = answer.body().path("id").isString();
    return answer.status() == 200 && (isTask || answer.body().path("code").asInt(0) == INVALID);
  }

  @Override
  public Reply reply(Answer answer) {
    var body = answer.body();
    if (answer.status() != 200) {
      return new Reply.Wrong();
    }
    return switch (body.path("code").asInt(0)) {
      case SENT_ON, QUEUED -> {
        var task = body.path("result").asString("");
        var account = body.path("properties").path("discordInstanceId").asString("");
        yield task.isEmpty() ? new Reply.Wrong() : new Reply.Accepted(task, queues.apply(account));
      }
      case NO_ACCOUNT, INVALID -> new Reply.Refused();
      default -> new Reply.Wrong();
    };
  }
}
