package easel.simulator.midjourney;

import easel.simulator.gateway.Events;
import easel.simulator.http.Json;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.Ledger;
import easel.simulator.ledger.LedgerRecord;
import easel.simulator.settings.Option;
import easel.simulator.wire.Entities;
import easel.simulator.world.Account;
import easel.simulator.world.Channel;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Message.Invocation;
import easel.simulator.world.Message.Origin;
import easel.simulator.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Posts, edits and deletes Midjourney's messages.
final class Answers {
  private static final int MOST_EPHEMERAL = 100;

  private final World world;
  private final Events events;
  private final Ledger ledger;
  private final Map<Long, Map<Long, Message>> ephemeral = new ConcurrentHashMap<>();

  Answers(World world, Events events, Ledger ledger) {
    this.world = world;
    this.events = events;
    this.ledger = ledger;
  }

  /// The first answer to an interaction, which also tells the person's sessions that there is one.
  Message first(Interaction to, Body body, @Nullable String job) {
    succeed(to);
    return post(to, body, to.nonce(), job);
  }

  /// A later message of the same interaction.
  Message later(Interaction to, Body body, @Nullable String job) {
    return post(to, body, null, job);
  }

  private Message post(Interaction to, Body body, @Nullable String nonce, @Nullable String job) {
    var invocation =
        new Invocation(to.id(), to.type(), to.account(), to.command(), to.pressed(), to.opener());
    var type = to.type() == 2 ? Message.TYPE_COMMAND_ANSWER : Message.TYPE_REPLY;
    var origin = new Origin(to.account().id(), nonce, invocation, to.pressed());
    return publish(
        new Message(world.newId(), to.channel(), world.midjourney(), type, origin, body), job);
  }

  /// A message that answers no interaction, as finals are.
  Message draft(Interaction by, Body body) {
    var pressed = by.pressed();
    return new Message(
        world.newId(),
        by.channel(),
        world.midjourney(),
        pressed == 0 ? Message.TYPE_DEFAULT : Message.TYPE_REPLY,
        new Origin(by.account().id(), null, null, pressed),
        body);
  }

  Message publish(Message message, @Nullable String job) {
    keep(message);
    note(message, "CREATE", job);
    events.messageCreated(message);
    return message;
  }

  private void keep(Message message) {
    if (message.isEphemeral()) {
      var ofAccount =
          ephemeral.computeIfAbsent(
              message.origin().invoker(), id -> new LinkedHashMap<Long, Message>());
      synchronized (ofAccount) {
        ofAccount.put(message.id(), message);
        if (ofAccount.size() > MOST_EPHEMERAL) {
          ofAccount.remove(ofAccount.keySet().iterator().next());
        }
      }
    } else {
      message.channel().keep(message, world.settings().forAll().count(Option.HISTORY_PER_CHANNEL));
    }
  }

  void edit(Message message, Body body) {
    message.edit(body);
    events.messageUpdated(message);
  }

  /// Shows the answer of a message that was only "thinking" so far.
  void fill(Message message, Body body) {
    message.fill(body);
    events.messageUpdated(message);
  }

  void delete(Message message, @Nullable String job) {
    message.channel().forget(message);
    var ofAccount = ephemeral.get(message.origin().invoker());
    if (ofAccount != null) {
      synchronized (ofAccount) {
        ofAccount.remove(message.id());
      }
    }
    note(message, "DELETE", job);
    events.messageDeleted(message);
  }

  /// The ephemeral message that only this account sees.
  @Nullable Message ephemeral(Account account, long id) {
    var ofAccount = ephemeral.get(account.id());
    if (ofAccount == null) {
      return null;
    }
    synchronized (ofAccount) {
      return ofAccount.get(id);
    }
  }

  void succeed(Interaction interaction) {
    tell("INTERACTION_SUCCESS", interaction);
  }

  void fail(Interaction interaction) {
    var json = ids(interaction).put("reason_code", 2);
    events.toUser(interaction.account().id(), "INTERACTION_FAILURE", json);
  }

  void tell(String event, Interaction interaction) {
    events.toUser(interaction.account().id(), event, ids(interaction));
  }

  static ObjectNode ids(Interaction interaction) {
    return Json.object().put("id", Entities.id(interaction.id())).put("nonce", interaction.nonce());
  }

  void clear() {
    ephemeral.clear();
  }

  private void note(Message message, String what, @Nullable String job) {
    Channel channel = message.channel();
    ledger.append(
        LedgerRecord.of(Kind.MESSAGE)
            .account(message.origin().invoker())
            .channel(channel.id(), channel.parentId())
            .message(message.id())
            .job(job)
            .outcome(what)
            .detail(message.isEphemeral() ? "ephemeral" : null));
  }
}
