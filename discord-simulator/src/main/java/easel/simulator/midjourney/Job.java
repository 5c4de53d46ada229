package easel.simulator.midjourney;

import easel.simulator.cdn.Subject;
import easel.simulator.midjourney.Prompts.Prompt;
import easel.simulator.settings.Option;
import easel.simulator.settings.Settings;
import easel.simulator.world.Account;
import easel.simulator.world.Channel;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Mode;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One piece of work for an account, from its acceptance to its end. After acceptance only the
/// timer's thread changes it.
final class Job {
  enum State {
    WAITING,
    RUNNING,
    /// Would be done, but is held back.
    HELD,
    ENDED
  }

  private final String id;
  private final Interaction by;
  private final Task task;
  private final Prompt prompt;
  private final Subject subject;
  private final Settings settings;
  private final Set<Trigger> triggers;
  private final boolean takesPlace;
  private final @Nullable Supplier<Body> writing;
  private volatile State state = State.WAITING;
  private volatile boolean firstAnswer;
  private volatile boolean released;
  private @Nullable Message start;

  private Job(
      String id,
      Interaction by,
      Task task,
      Prompt prompt,
      Subject subject,
      Settings settings,
      Set<Trigger> triggers,
      boolean takesPlace,
      @Nullable Supplier<Body> writing) {
    this.id = id;
    this.by = by;
    this.task = task;
    this.prompt = prompt;
    this.subject = subject;
    this.settings = settings;
    this.triggers = triggers;
    this.takesPlace = takesPlace;
    this.writing = writing;
  }

  /// @param source what the button's picture showed, null for a job that begins with a prompt
  static Job painting(
      Interaction by, Task task, Prompt prompt, @Nullable Subject source, Settings settings) {
    var id = newId();
    var subject =
        source == null || !task.isSingle()
            ? new Subject(id, 0, prompt.shown())
            : new Subject(
                source.seed(), task.image() > 0 ? task.image() : source.quadrant(), prompt.shown());
    var takesPlace = task.image() == 0 || settings.flag(Option.UPSCALE_TAKES_PLACE);
    return new Job(
        id, by, task, prompt, subject, settings, Trigger.in(prompt.shown()), takesPlace, null);
  }

  /// A job whose result is a text: describe, shorten.
  static Job writing(Interaction by, String prompt, Settings settings, Supplier<Body> writing) {
    var id = newId();
    return new Job(
        id,
        by,
        Task.IMAGINE,
        new Prompt(prompt, by.account().mode()),
        new Subject(id, 0, prompt),
        settings,
        Set.of(),
        settings.flag(Option.TEXT_TAKES_PLACE),
        writing);
  }

  // UUID.randomUUID asks the system's secure source, which is slow and of no use here.
  private static String newId() {
    var random = ThreadLocalRandom.current();
    return new UUID(
            (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L,
            (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L)
        .toString();
  }

  String id() {
    return id;
  }

  Interaction by() {
    return by;
  }

  Account account() {
    return by.account();
  }

  Channel channel() {
    return by.channel();
  }

  Task task() {
    return task;
  }

  String prompt() {
    return prompt.shown();
  }

  Mode mode() {
    return prompt.mode();
  }

  Subject subject() {
    return subject;
  }

  Settings settings() {
    return settings;
  }

  boolean has(Trigger trigger) {
    return triggers.contains(trigger);
  }

  boolean takesPlace() {
    return takesPlace;
  }

  @Nullable Supplier<Body> writing() {
    return writing;
  }

  boolean isPress() {
    return by.pressed() != 0;
  }

  State state() {
    return state;
  }

  void become(State next) {
    state = next;
  }

  /// Whether its first message is the interaction's first answer, not a later one.
  boolean answersFirst() {
    return firstAnswer;
  }

  void answerFirst(boolean first) {
    firstAnswer = first;
  }

  boolean isReleased() {
    return released;
  }

  void release() {
    released = true;
  }

  @Nullable Message start() {
    return start;
  }

  void started(@Nullable Message message) {
    start = message;
  }

  /// Whether nobody but the account's own sessions see its start and progress.
  boolean isStartEphemeral() {
    if (isHidden()) {
      return true;
    }
    if (writing != null) {
      // Its first message is its result, too.
      return settings.is(Option.TEXT_ANSWER, "ephemeral");
    }
    return isPress()
        ? settings.is(Option.PRESS_PROGRESS, "ephemeral")
        : settings.is(Option.IMAGINE_PROGRESS, "ephemeral");
  }

  boolean isFinalEphemeral() {
    return isHidden()
        || (!channel().isDirect()
            && (settings.flag(Option.HIDDEN_FINAL) || has(Trigger.HIDDEN_FINAL)));
  }

  /// In direct messages nothing is hidden.
  private boolean isHidden() {
    return !channel().isDirect() && (settings.flag(Option.HIDDEN) || has(Trigger.HIDDEN));
  }
}
