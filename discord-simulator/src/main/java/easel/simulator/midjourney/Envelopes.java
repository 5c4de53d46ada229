package easel.simulator.midjourney;

import easel.simulator.gateway.Events;
import easel.simulator.midjourney.Results.Result;
import easel.simulator.settings.Option;
import easel.simulator.world.Account;
import easel.simulator.world.Channel;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Message.Components;
import easel.simulator.world.Message.Origin;
import easel.simulator.world.Timer;
import easel.simulator.world.World;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sends a finished picture with its job's id and seed to who has put an envelope on it.
final class Envelopes {
  private static final Pattern JOB_IN_NAME = Pattern.compile("([0-9a-f-]{36})\\.\\w+$");
  private static final Pattern SEED = Pattern.compile("--seed (\\d+)");

  private final World world;
  private final Timer timer;
  private final Events events;
  private final Answers answers;
  private final Studio studio;

  Envelopes(World world, Timer timer, Events events, Answers answers, Studio studio) {
    this.world = world;
    this.timer = timer;
    this.events = events;
    this.answers = answers;
    this.studio = studio;
  }

  /// Does nothing on what is not a finished picture of the account's own.
  void put(Account account, Message message) {
    var job = jobOf(message);
    var result = job == null ? null : studio.result(job);
    if (job == null || result == null || result.account() != account.id()) {
      return;
    }
    var waiting = world.settings().of(account.id()).number(Option.WAITING_MS);
    var _ = timer.in(waiting, () -> send(account, job, result));
  }

  private static @Nullable String jobOf(Message message) {
    for (var attachment : message.body().attachments()) {
      var job = JOB_IN_NAME.matcher(attachment.filename());
      if (job.find()) {
        return job.group(1);
      }
    }
    return null;
  }

  private void send(Account account, String job, Result result) {
    var text = "**%s**\n**Job ID**: %s\n**seed** %d".formatted(result.prompt(), job, seed(result));
    var body =
        new Body(
            text, 0, studio.shown(job, result, account).attachments(), List.of(), Components.NONE);
    answers.publish(
        new Message(
            world.newId(),
            directOf(account),
            world.midjourney(),
            Message.TYPE_DEFAULT,
            new Origin(account.id(), null, null, 0),
            body),
        job);
  }

  private Channel directOf(Account account) {
    var begun = world.direct(account);
    if (begun != null) {
      return begun;
    }
    var direct = world.addDirect(account);
    events.channelCreated(direct);
    return direct;
  }

  /// The seed that the prompt asks for, else one that is always the same for the picture.
  private static long seed(Result result) {
    var asked = SEED.matcher(result.prompt());
    return asked.find()
        ? Long.parseLong(asked.group(1))
        : Integer.toUnsignedLong(result.subject().seed().hashCode() * 0x9E3779B9);
  }
}
