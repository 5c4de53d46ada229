package easel.simulator.midjourney;

import easel.simulator.cdn.Links;
import easel.simulator.cdn.Subject;
import easel.simulator.gateway.Events;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.Ledger;
import easel.simulator.ledger.LedgerRecord;
import easel.simulator.midjourney.Interaction.Command;
import easel.simulator.midjourney.Interaction.Form;
import easel.simulator.midjourney.Interaction.Press;
import easel.simulator.midjourney.Interaction.Region;
import easel.simulator.settings.Option;
import easel.simulator.settings.Settings;
import easel.simulator.world.Account;
import easel.simulator.world.Channel;
import easel.simulator.world.Message;
import easel.simulator.world.Timer;
import easel.simulator.world.User;
import easel.simulator.world.World;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/// The Midjourney bot, as those outside this package see it.
public final class Midjourney {
  private final World world;
  private final Timer timer;
  private final Answers answers;
  private final Studio studio;
  private final Commands commands;
  private final Presses presses;
  private final Envelopes envelopes;
  private final Forms forms;
  private final Editors editors = new Editors();
  private final Ledger ledger;
  private final Holds holds = new Holds();
  private final RefusalOrders refusals = new RefusalOrders();

  public Midjourney(World world, Events events, Ledger ledger, Timer timer, Links links) {
    this.world = world;
    this.timer = timer;
    this.ledger = ledger;
    this.answers = new Answers(world, events, ledger);
    this.studio = new Studio(world, timer, answers, ledger, links, holds, refusals);
    this.commands = new Commands(world, timer, answers, studio, refusals);
    this.forms = new Forms(world.settings());
    this.presses = new Presses(timer, answers, studio, commands, events, ledger, forms, editors);
    this.envelopes = new Envelopes(world, timer, events, answers, studio);
  }

  /// Takes an interaction: whatever comes of it is told by messages.
  public void accept(Interaction interaction) {
    if (!(interaction.act() instanceof Region)) {
      answers.tell("INTERACTION_CREATE", interaction);
    }
    var settings = settings(interaction);
    var channel = interaction.channel();
    if (channel.isArchived() && settings.is(Option.ARCHIVED_THREAD, "silent")) {
      // Its answer fails with 50083, which only Midjourney learns.
      failLater(interaction);
      return;
    }
    switch (interaction.act()) {
      case Command command -> commands.run(interaction, command, settings);
      case Press press -> presses.press(interaction, press, settings);
      case Form form -> presses.submit(interaction, form, settings);
      case Region region -> presses.mark(interaction, region, settings);
    }
  }

  /// Takes an interaction, then never answers it.
  public void stayAway(Interaction interaction) {
    answers.tell("INTERACTION_CREATE", interaction);
    failLater(interaction);
  }

  private void failLater(Interaction interaction) {
    var _ = timer.in(3000, () -> answers.fail(interaction));
  }

  private Settings settings(Interaction interaction) {
    return world.settings().of(interaction.account().id());
  }

  /// The message whose buttons an account can press: one of the channel, or one for its eyes only.
  public @Nullable Message find(Account account, Channel channel, long messageId) {
    var message = channel.message(messageId);
    return message == null ? answers.ephemeral(account, messageId) : message;
  }

  /// The form that an interaction has opened, if it is open for this account.
  public @Nullable OpenForm form(Account account, long opener) {
    return forms.find(account, opener);
  }

  /// Closes a form, since it was sent.
  ///
  /// @return whether it was still open
  public boolean close(long opener) {
    return forms.close(opener);
  }

  /// Takes a region that was marked in an editor, once. The ledger has every try.
  ///
  /// @param mask the name under which the mask is kept
  /// @return whether the editor was open
  public boolean mark(String token, String prompt, String mask) {
    var editor = editors.find(token);
    if (editor == null) {
      return false;
    }
    var interaction = marking(editor, prompt);
    var isOpen = editors.close(token);
    ledger.append(marked(interaction, mask, isOpen ? "200" : "404", isOpen));
    if (isOpen) {
      accept(interaction);
    }
    return isOpen;
  }

  /// Notes that a region was marked of which nothing will come.
  ///
  /// @param outcome what became of the request
  public void lose(String token, String prompt, String mask, String outcome) {
    var editor = editors.find(token);
    if (editor != null) {
      ledger.append(marked(marking(editor, prompt), mask, outcome, false));
    }
  }

  /// The account that an editor was opened for, 0 if there was no such editor.
  public long accountOf(String token) {
    var editor = editors.find(token);
    return editor == null ? 0 : editor.opener().account().id();
  }

  private Interaction marking(OpenEditor editor, String prompt) {
    var opener = editor.opener();
    return new Interaction(
        world.newId(),
        opener.account(),
        opener.channel(),
        null,
        System.nanoTime(),
        new Region(editor, prompt));
  }

  private static LedgerRecord marked(
      Interaction marking, String mask, String outcome, boolean taken) {
    return record(Kind.INTERACTION, marking)
        .opener(marking.opener())
        .picture(mask)
        .outcome(outcome)
        .taken(taken);
  }

  /// A person has put a reaction on a message: a cross on its own running job cancels it, an
  /// envelope on its own finished picture has it sent with its seed.
  public void reacted(User user, Message message, String emoji) {
    if (emoji.startsWith("✉") && user instanceof Account account) {
      envelopes.put(account, message);
    }
    if (emoji.startsWith("❌")) {
      var job = studio.startedBy(message);
      if (job != null && job.account() == user) {
        var _ = timer.in(0, () -> studio.stop(job));
      }
    }
  }

  /// What the picture of a job shows, or will show.
  public @Nullable Subject subject(String job) {
    return studio.subject(job);
  }

  public void hold(long account, String promptContains) {
    holds.add(new Holds.Filter(account, promptContains));
  }

  /// Lets held jobs finish.
  ///
  /// @param count how many of the oldest; null for all, which also ends the hold
  /// @return how many were let go
  public int release(long account, String promptContains, @Nullable Integer count) {
    var filter = new Holds.Filter(account, promptContains);
    if (count == null) {
      holds.end(filter);
    }
    return studio.release(filter, count == null ? Integer.MAX_VALUE : count);
  }

  /// Orders that requests be refused.
  public void order(RefusalOrder order) {
    refusals.add(order);
  }

  public List<RefusalOrder> orderedRefusals() {
    return refusals.all();
  }

  public void clearRefusals() {
    refusals.clear();
  }

  public ArrayNode openJobs(long account) {
    return studio.openJobs(account);
  }

  public void clear() {
    holds.clear();
    refusals.clear();
    studio.clear();
    answers.clear();
    presses.clear();
  }

  static LedgerRecord record(Kind kind, Interaction interaction) {
    var channel = interaction.channel();
    return LedgerRecord.of(kind)
        .account(interaction.account().id())
        .channel(channel.id(), channel.parentId())
        .type(interaction.type())
        .command(interaction.command())
        .prompt(interaction.prompt())
        .customId(interaction.customId())
        .message(interaction.pressed())
        .nonce(interaction.nonce());
  }
}
