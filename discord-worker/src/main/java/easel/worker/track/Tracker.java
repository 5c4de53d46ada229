package easel.worker.track;

import easel.common.id.JobId;
import easel.common.message.Answer;
import easel.common.message.Button;
import easel.common.message.DiscordMessage;
import easel.common.message.Picture;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decides to which of an account's commands a message belongs (P7). In doubt it does not.
///
/// A command is joined by its thread, in which it is alone; one that draws then by Midjourney's job
/// id in the start's Cancel button and in the picture's name, one that is answered with texts by
/// its first answer, which is edited into them. A press is joined by the message it acted on and by
/// the kind of result. Not thread-safe: an account's messages are looked at one after another.
public final class Tracker {
  private static final int REMEMBERED = 500;

  private final String discordUser;
  private final Map<JobId, Awaited> awaited = new LinkedHashMap<>();
  private final Set<String> earlierJobs = new LinkedHashSet<>();
  private final Set<Long> foreign = new LinkedHashSet<>();
  private final Set<JobId> askedFor = new HashSet<>();

  public Tracker(String discordUser) {
    this.discordUser = discordUser;
  }

  public void await(Awaited command) {
    awaited.put(command.job(), command);
  }

  /// The result of a command is asked for once more: not every first answer in its channel is that
  /// of a command from now on.
  public void askedFor(JobId job) {
    askedFor.add(job);
  }

  public void forget(JobId job) {
    askedFor.remove(job);
    var known = awaited.remove(job);
    if (known != null && known.midjourneyJob() != null) {
      remember(known.midjourneyJob());
    }
  }

  public Optional<Awaited> of(JobId job) {
    return Optional.ofNullable(awaited.get(job));
  }

  /// Looks at a message that was made or changed.
  public Optional<Sign> see(SeenMessage message) {
    return see(message, List.of());
  }

  /// Looks at a message of several that were read at once. Starts are deleted when their pictures
  /// come: of two pictures without one nobody knows whose is whose.
  public Optional<Sign> see(SeenMessage message, List<SeenMessage> together) {
    if (!message.isMidjourneys()) {
      return Optional.empty();
    }
    var shown = shown(message);
    if (shown.isPresent()) {
      return shown;
    }
    if (foreign.contains(message.id())) {
      return Optional.empty();
    }
    if (message.nonce() != null) {
      var own = ofNonce(message.nonce());
      if (own.isPresent()) {
        return ofOwn(own.get(), message);
      }
      if (isForeign(message)) {
        return Optional.empty();
      }
    }
    var known =
        commandsIn(message.channel()).stream()
            .filter(command -> command.isStart(message.id()))
            .findFirst();
    if (known.isPresent()) {
      return ofStart(known.get(), message);
    }
    var marked = marked(message);
    if (marked.isPresent()) {
      return marked;
    }
    var choices = Choices.in(message);
    if (choices.isPresent()) {
      return answered(message, choices.get());
    }
    var notice = Notice.of(message);
    if (notice.isPresent()) {
      return noticed(message, notice.get()).map(command -> sign(command, notice.get()));
    }
    return switch (Text.of(message.content())) {
      case Text.Started(var user, var plain) -> start(message, user, plain, together);
      case Text.Progressed(var user, _, var plain, _) -> start(message, user, plain, together);
      case Text.Finished(var user, var result, _) -> finished(message, user, result, together);
      case Text.Stopped(var user, var plain) -> stopped(message, user, plain);
      case Text.Other _ -> deferredStart(message);
    };
  }

  /// The picture of a job whose id at Midjourney is known, shown once more: only `/show` is
  /// answered with a picture, whoever has typed it. The id says whose the picture is, and nothing
  /// else does.
  private Optional<Sign> shown(SeenMessage message) {
    var job = message.finishedJob().orElse(null);
    if (job == null
        || !message.answersCommand()
        || !(Text.of(message.content()) instanceof Text.Finished(var user, var result, _))
        || !user.equals(discordUser)) {
      return Optional.empty();
    }
    return awaited.values().stream()
        .filter(command -> job.equals(command.midjourneyJob()) && !command.ambiguous())
        .filter(command -> message.id() > command.floor() && command.reading().accepts(result))
        .findFirst()
        .map(command -> done(command, message, job));
  }

  /// Whether a request with this nonce is awaited.
  public boolean knows(@Nullable String nonce) {
    return nonce != null && ofNonce(nonce).isPresent();
  }

  private Optional<Awaited> ofNonce(String nonce) {
    return awaited.values().stream().filter(command -> nonce.equals(command.nonce())).findFirst();
  }

  /// Looks at what has the nonce of a command: it is its first answer, wherever it is.
  private Optional<Sign> ofOwn(Awaited command, SeenMessage message) {
    var notice = Notice.of(message);
    if (notice.isPresent()) {
      return Optional.of(sign(command, notice.get()));
    }
    var finished = message.finishedJob();
    if (finished.isPresent() && Text.of(message.content()) instanceof Text.Finished) {
      // The picture is the first answer: nothing had to be drawn.
      return earlierJobs.contains(finished.get())
          ? Optional.empty()
          : Optional.of(done(command, message, finished.get()));
    }
    var job = message.cancellableJob().orElse(null);
    boolean isNew = !command.isStart(message.id()) || command.ambiguous();
    if (job != null) {
      earlierJobs.remove(job); // the bot may have heard it first, and taken it for somebody else's
    }
    var proven = command.provenBy(message.id(), job);
    awaited.put(command.job(), proven);
    if (!isNew || Choices.in(message).isPresent()) {
      return ofStart(proven, message);
    }
    return Optional.of(new Sign.Began(command.job(), message, job));
  }

  /// Whether it answers a request that somebody else made in the account's name: neither it nor the
  /// bot's copy of it begins a command of ours.
  private boolean isForeign(SeenMessage message) {
    if (awaited.values().stream().anyMatch(command -> command.nonce() == null)) {
      return false; // it could be that one's
    }
    foreign.add(message.id());
    if (foreign.size() > REMEMBERED) {
      foreign.remove(foreign.iterator().next());
    }
    message.cancellableJob().ifPresent(this::remember);
    return true;
  }

  /// The command or press that a notice without a nonce is about, where it can be but one. What is
  /// said of a picture that was drawn comes after a start; everything else in place of it.
  private Optional<Awaited> noticed(SeenMessage message, Notice notice) {
    boolean isOurs =
        discordUser.equals(message.invoker())
            || (message.invoker() == null && message.isEphemeral());
    if (!isOurs) {
      return Optional.empty();
    }
    var acted = message.pressed() != null ? message.pressed() : message.reference();
    var possible =
        Stream.concat(
                commandsIn(message.channel()).stream()
                    .filter(command -> acted == null || command.isStart(acted))
                    .filter(Awaited::isCommand)
                    .filter(command -> command.mayBeginWith(message)),
                acted == null ? Stream.empty() : pressesOn(acted, message.id()).stream())
            .filter(command -> command.start() == null || notice.isOfWhatWasDrawn())
            .filter(command -> !command.ambiguous())
            .toList();
    return possible.size() == 1 ? Optional.of(possible.getFirst()) : Optional.empty();
  }

  private static Sign sign(Awaited command, Notice notice) {
    return switch (notice) {
      case Notice.Queued _ -> new Sign.Queued(command.job());
      case Notice.Refusal refusal -> new Sign.Refused(command.job(), refusal);
    };
  }

  private Optional<Sign> ofStart(Awaited command, SeenMessage message) {
    var notice = Notice.of(message);
    if (notice.isPresent()) {
      return command.ambiguous() ? Optional.empty() : Optional.of(sign(command, notice.get()));
    }
    if (command.reading().isText()) {
      return Choices.in(message)
          .filter(choices -> choices.reading() == command.reading() && !command.ambiguous())
          .map(choices -> new Sign.Answered(command.job(), answer(message, choices.text())));
    }
    return ofDrawnStart(command, message);
  }

  private Optional<Sign> ofDrawnStart(Awaited command, SeenMessage message) {
    var job = message.cancellableJob().orElse(null);
    if (job != null && command.midjourneyJob() == null) {
      if (command.proven()) {
        earlierJobs.remove(job);
      }
      command = command.begunBy(null, job);
      awaited.put(command.job(), command);
      return Optional.of(new Sign.Began(command.job(), message, job));
    }
    if (command.ambiguous()) {
      return Optional.empty();
    }
    return switch (Text.of(message.content())) {
      case Text.Progressed(_, int percent, _, _) ->
          Optional.of(new Sign.Progressed(command.job(), message, percent, preview(message)));
      case Text.Stopped _ -> Optional.of(new Sign.Stopped(command.job()));
      case Text.Started _, Text.Finished _, Text.Other _ -> Optional.empty();
    };
  }

  private Optional<Sign> start(
      SeenMessage message, String user, boolean plain, List<SeenMessage> together) {
    if (!user.equals(discordUser)) {
      return Optional.empty();
    }
    var job = message.cancellableJob().orElse(null);
    if (job != null && earlierJobs.contains(job)) {
      return Optional.empty();
    }
    if (message.reference() != null || message.pressed() != null || !plain) {
      return startOfPress(message, job);
    }
    for (var command : commandsIn(message.channel())) {
      if (command.isDrawn() && command.mayBeginWith(message)) {
        // Beside a picture whose start is gone it may be either's.
        return command.start() == null
                && !command.ambiguous()
                && hasRival(command, job == null ? "" : job, together)
            ? Optional.of(ambiguous(command))
            : begin(command, message, job);
      }
    }
    if (job != null) {
      // Typed by somebody: its picture is not that of the next command there.
      remember(job);
    }
    return Optional.empty();
  }

  private Optional<Sign> begin(Awaited command, SeenMessage message, @Nullable String job) {
    if (command.start() != null) {
      if (command.proven()) {
        if (job != null) {
          remember(job); // somebody else's
        }
        return Optional.empty();
      }
      if (command.ambiguous()) {
        return Optional.empty();
      }
      // Somebody typed in the thread, or the command was taken twice.
      return Optional.of(ambiguous(command));
    }
    awaited.put(command.job(), command.begunBy(message.id(), job));
    return Optional.of(new Sign.Began(command.job(), message, job));
  }

  /// The start was missed, and is read as it was left: without a start, it was the one in its
  /// thread. What acts on another picture is a press.
  private Optional<Sign> stopped(SeenMessage message, String user, boolean plain) {
    if (message.reference() != null || message.pressed() != null || !plain) {
      return Optional.empty();
    }
    return commandsIn(message.channel()).stream()
        .filter(command -> command.isDrawn() && user.equals(discordUser))
        .filter(command -> command.mayBeginWith(message) && command.start() == null)
        .findFirst()
        .map(command -> new Sign.Stopped(command.job()));
  }

  /// The start of a press is used only where the press is certain: its message and no other press
  /// on it.
  private Optional<Sign> startOfPress(SeenMessage message, @Nullable String job) {
    var acted = message.pressed() != null ? message.pressed() : message.reference();
    if (acted == null) {
      return Optional.empty();
    }
    var presses = pressesOn(acted, message.id());
    if (presses.size() != 1 || presses.getFirst().start() != null) {
      return Optional.empty();
    }
    return begin(presses.getFirst(), message, job);
  }

  /// A first answer may be empty, and be edited into its text later.
  private Optional<Sign> deferredStart(SeenMessage message) {
    if (message.invoker() == null
        || !message.invoker().equals(discordUser)
        || !message.attachments().isEmpty()) {
      return Optional.empty();
    }
    if (message.pressed() != null) {
      return startOfPress(message, null);
    }
    return commandsIn(message.channel()).stream()
        .filter(command -> command.isCommand() && command.mayBeginWith(message))
        // It may be about to show the result of that command.
        .filter(command -> command.start() == null || !askedFor.contains(command.job()))
        .findFirst()
        .flatMap(command -> begin(command, message, null));
  }

  /// Texts whose loading was not seen: the first answer of a command or press of this account,
  /// found as it was left.
  private Optional<Sign> answered(SeenMessage message, Choices choices) {
    if (!discordUser.equals(message.invoker())) {
      return Optional.empty();
    }
    var acted = message.pressed() != null ? message.pressed() : message.reference();
    var asked =
        (acted == null
                ? commandsIn(message.channel()).stream()
                    .filter(Awaited::isCommand)
                    .filter(command -> command.mayBeginWith(message))
                : pressesOn(acted, message.id()).stream())
            .filter(command -> command.reading() == choices.reading())
            .toList();
    if (asked.size() != 1) {
      return Optional.empty();
    }
    var command = asked.getFirst();
    if (command.start() != null) {
      // Another answer began before: one of the two was typed by somebody, or taken twice.
      return begin(command, message, null);
    }
    return command.ambiguous()
        ? Optional.empty()
        : Optional.of(new Sign.Answered(command.job(), answer(message, choices.text())));
  }

  /// A picture that was to be marked is: the button that does it has turned blue.
  private Optional<Sign> marked(SeenMessage message) {
    return awaited.values().stream()
        .filter(press -> press.reading() == Reading.MARK)
        .filter(press -> press.pressed() != null && press.pressed() == message.id())
        .filter(_ -> message.buttons().stream().anyMatch(Tracker::isBlueMark))
        .findFirst()
        .map(press -> new Sign.Answered(press.job(), answer(message, "")));
  }

  private static boolean isBlueMark(SeenMessage.SeenButton button) {
    return button.blue() && button.customId().startsWith(Reading.BOOKMARK);
  }

  private Optional<Sign> finished(
      SeenMessage message, String user, Result result, List<SeenMessage> together) {
    var job = message.finishedJob().orElse(null);
    if (!user.equals(discordUser)
        || job == null
        || earlierJobs.contains(job)
        || message.answersCommand()) {
      return Optional.empty();
    }
    var proven =
        awaited.values().stream()
            .filter(command -> command.proven() && job.equals(command.midjourneyJob()))
            .findFirst();
    if (proven.isPresent()) {
      return Optional.of(done(proven.get(), message, job));
    }
    if (message.reference() != null) {
      return pressed(message.reference(), message.id(), result, job)
          .map(press -> done(press, message, job));
    }
    return imagined(message, result, job)
        .map(
            command ->
                command.midjourneyJob() == null && hasRival(command, job, together)
                    ? ambiguous(command)
                    : done(command, message, job));
  }

  private static Sign done(Awaited command, SeenMessage message, String job) {
    return new Sign.Finished(command.job(), picture(message, job), command.start() != null);
  }

  private Sign ambiguous(Awaited command) {
    awaited.put(command.job(), command.asAmbiguous());
    return new Sign.Ambiguous(command.job());
  }

  /// Whether another new picture of this account stands in the thread of a command whose own is not
  /// known: a stranger's says whose it is.
  private boolean hasRival(Awaited command, String job, List<SeenMessage> together) {
    return together.stream()
        .filter(other -> other.channel() == command.channel() && other.id() > command.floor())
        .filter(other -> other.reference() == null && !other.answersCommand())
        .filter(SeenMessage::isMidjourneys)
        .filter(this::isOwnPicture)
        .flatMap(other -> other.finishedJob().stream())
        .anyMatch(other -> !other.equals(job) && !earlierJobs.contains(other));
  }

  private boolean isOwnPicture(SeenMessage message) {
    return Text.of(message.content()) instanceof Text.Finished(var user, _, _)
        && user.equals(discordUser);
  }

  private Optional<Awaited> imagined(SeenMessage message, Result result, String job) {
    if (!(result instanceof Result.Grid)) {
      return Optional.empty();
    }
    return commandsIn(message.channel()).stream()
        .filter(Awaited::isDrawn)
        .filter(command -> message.id() > command.floor() && !command.ambiguous())
        .filter(command -> command.midjourneyJob() == null || command.midjourneyJob().equals(job))
        .findFirst();
  }

  private Optional<Awaited> pressed(long acted, long message, Result result, String job) {
    var presses =
        pressesOn(acted, message).stream()
            .filter(press -> !press.ambiguous() && press.reading().accepts(result))
            .filter(press -> press.midjourneyJob() == null || press.midjourneyJob().equals(job))
            .toList();
    return presses.size() == 1 ? Optional.of(presses.getFirst()) : Optional.empty();
  }

  private Collection<Awaited> commandsIn(long channel) {
    return awaited.values().stream().filter(command -> command.channel() == channel).toList();
  }

  private List<Awaited> pressesOn(long acted, long message) {
    return awaited.values().stream()
        .filter(press -> press.pressed() != null && press.pressed() == acted)
        .filter(press -> message > press.floor())
        .toList();
  }

  private void remember(String midjourneyJob) {
    earlierJobs.add(midjourneyJob);
    if (earlierJobs.size() > REMEMBERED) {
      earlierJobs.remove(earlierJobs.iterator().next());
    }
  }

  /// A picture was attributed: nothing else is it.
  public void remember(Picture picture) {
    remember(picture.midjourneyJob());
  }

  private static @Nullable String preview(SeenMessage message) {
    return message.attachments().isEmpty() ? null : message.attachments().getFirst().url();
  }

  private static Picture picture(SeenMessage message, String job) {
    return new Picture(
        place(message),
        job,
        message.attachments().getFirst().url(),
        message.content() == null ? "" : message.content(),
        buttons(message));
  }

  private static Answer answer(SeenMessage message, String text) {
    return new Answer(place(message), text, buttons(message));
  }

  private static DiscordMessage place(SeenMessage message) {
    return new DiscordMessage(
        Long.toUnsignedString(message.id()),
        Long.toUnsignedString(message.channel()),
        message.server(),
        message.flags());
  }

  private static List<Button> buttons(SeenMessage message) {
    return message.buttons().stream()
        .map(button -> new Button(button.label(), button.customId()))
        .toList();
  }
}
