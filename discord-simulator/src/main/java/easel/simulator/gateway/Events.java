package easel.simulator.gateway;

import easel.simulator.http.Json;
import easel.simulator.settings.Option;
import easel.simulator.wire.Entities;
import easel.simulator.wire.View;
import easel.simulator.world.Channel;
import easel.simulator.world.Guild;
import easel.simulator.world.Message;
import easel.simulator.world.User;
import easel.simulator.world.World;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Tells sessions what happened: each the events that its user may see, in the form in which it
/// sees them. An event is made into JSON once for each form, not once for each session.
public final class Events {
  private final Gateway gateway;
  private final World world;
  private final Entities entities;

  public Events(Gateway gateway, World world, Entities entities) {
    this.gateway = gateway;
    this.world = world;
    this.entities = entities;
  }

  public void messageCreated(Message message) {
    tell("MESSAGE_CREATE", message, view -> entities.message(message, view));
  }

  public void messageUpdated(Message message) {
    var partial = world.settings().of(message.origin().invoker()).flag(Option.PARTIAL_UPDATES);
    tell(
        "MESSAGE_UPDATE",
        message,
        view -> {
          var json = entities.message(message, view);
          json.remove("nonce");
          if (partial) {
            json.retain(
                "id",
                "channel_id",
                "guild_id",
                "content",
                "edited_timestamp",
                "flags",
                "attachments",
                "embeds",
                "components");
          }
          return json;
        });
  }

  public void messageDeleted(Message message) {
    tell(
        "MESSAGE_DELETE",
        message,
        _ ->
            Entities.inGuild(
                Json.object()
                    .put("id", Entities.id(message.id()))
                    .put("channel_id", Entities.id(message.channel().id())),
                message.channel()));
  }

  private void tell(String name, Message message, Function<View, ObjectNode> form) {
    var forms = new EnumMap<View, byte[]>(View.class);
    var invoker = message.origin().invoker();
    var channel = message.channel();
    // An ephemeral message is for the person who asked, and for nobody else.
    var audience =
        message.isEphemeral() ? gateway.sessions().of(invoker) : sessionsIn(channel.guild());
    var intent = channel.isDirect() ? Intents.DIRECT_MESSAGES : Intents.GUILD_MESSAGES;
    for (var session : audience) {
      var user = session.user();
      if (session.wants(intent) && channel.guild().sees(user, channel)) {
        var view = view(session, message);
        session.send(name, forms.computeIfAbsent(view, v -> Json.bytes(form.apply(v))));
      }
    }
  }

  private Collection<GatewaySession> sessionsIn(Guild guild) {
    return guild.isDirect()
        ? guild.members().stream()
            .flatMap(member -> gateway.sessions().of(member.id()).stream())
            .toList()
        : gateway.sessions().in(guild.id());
  }

  private static View view(GatewaySession session, Message message) {
    var user = session.user();
    if (!user.isBot()) {
      return user.id() == message.origin().invoker() ? View.INVOKER : View.PERSON;
    }
    return session.wants(Intents.MESSAGE_CONTENT) || user == message.author()
        ? View.BOT
        : View.BLIND_BOT;
  }

  /// Tells all sessions of one user, such as what only people are told of their interactions.
  public void toUser(long user, String name, ObjectNode data) {
    var sessions = gateway.sessions().of(user);
    if (!sessions.isEmpty()) {
      var bytes = Json.bytes(data);
      sessions.forEach(session -> session.send(name, bytes));
    }
  }

  public void reactionAdded(Message message, User by, String emoji) {
    var channel = message.channel();
    var json =
        Json.object()
            .put("user_id", Entities.id(by.id()))
            .put("channel_id", Entities.id(channel.id()))
            .put("message_id", Entities.id(message.id()))
            .put("burst", false)
            .put("type", 0);
    Entities.inGuild(json, channel);
    json.putObject("emoji").put("name", emoji).putNull("id");
    if (!channel.isDirect()) {
      json.set("member", entities.member(channel.guild(), by));
    }
    toViewers("MESSAGE_REACTION_ADD", Intents.GUILD_MESSAGE_REACTIONS, channel, _ -> json);
  }

  public void channelCreated(Channel channel) {
    toViewers("CHANNEL_CREATE", Intents.GUILDS, channel, _ -> entities.channel(channel));
  }

  /// Told to all members: who has just lost sight of a channel must hear of it.
  public void channelUpdated(Channel channel) {
    toMembers("CHANNEL_UPDATE", channel.guild(), entities.channel(channel));
  }

  public void channelDeleted(Channel channel) {
    toMembers("CHANNEL_DELETE", channel.guild(), entities.channel(channel));
  }

  public void threadCreated(Channel thread) {
    toViewers(
        "THREAD_CREATE",
        Intents.GUILDS,
        thread,
        user -> entities.thread(thread, user).put("newly_created", true));
  }

  /// @param woken whether it came out of the archive, which also tells members of their membership
  public void threadUpdated(Channel thread, boolean woken) {
    toViewers("THREAD_UPDATE", Intents.GUILDS, thread, _ -> entities.channel(thread));
    if (woken) {
      for (var userId : thread.threadMembers()) {
        var user = world.user(userId);
        if (user != null) {
          threadMemberUpdated(thread, user);
        }
      }
    }
  }

  public void threadMemberUpdated(Channel thread, User user) {
    toUser(
        user.id(),
        "THREAD_MEMBER_UPDATE",
        entities.threadMember(thread, user).put("guild_id", Entities.id(thread.guild().id())));
  }

  public void threadMembersUpdated(Channel thread, Set<Long> added, Set<Long> removed) {
    var json =
        Json.object()
            .put("id", Entities.id(thread.id()))
            .put("guild_id", Entities.id(thread.guild().id()))
            .put("member_count", thread.threadMembers().size());
    var addedMembers = json.putArray("added_members");
    for (var userId : added) {
      var user = world.user(userId);
      if (user != null) {
        var member = entities.threadMember(thread, user);
        member.set("member", entities.member(thread.guild(), user));
        addedMembers.add(member);
      }
    }
    json.set("removed_member_ids", Json.strings(removed.stream().map(Entities::id).toList()));
    toViewers("THREAD_MEMBERS_UPDATE", Intents.GUILDS, thread, _ -> json);
  }

  public void threadDeleted(Channel thread) {
    var json =
        Json.object()
            .put("id", Entities.id(thread.id()))
            .put("guild_id", Entities.id(thread.guild().id()))
            .put("parent_id", Entities.id(thread.parentId()))
            .put("type", thread.type());
    toViewers("THREAD_DELETE", Intents.GUILDS, thread, _ -> json);
  }

  /// A user has joined the guild: its sessions learn of it.
  public void guildJoined(Guild guild, User user) {
    for (var session : gateway.sessions().of(user.id())) {
      gateway.sessions().join(guild.id(), session);
      session.send("GUILD_CREATE", Json.bytes(entities.guildForGateway(guild, user)));
    }
  }

  /// A user was thrown out of the guild: its sessions learn of that and hear nothing more of it.
  public void guildLeft(Guild guild, User user) {
    for (var session : gateway.sessions().of(user.id())) {
      gateway.sessions().leave(guild.id(), session);
      session.send("GUILD_DELETE", Json.bytes(Json.object().put("id", Entities.id(guild.id()))));
    }
  }

  private void toViewers(
      String name, int intent, Channel channel, Function<User, ObjectNode> form) {
    for (var session : sessionsIn(channel.guild())) {
      if (session.wants(intent) && channel.guild().sees(session.user(), channel)) {
        session.send(name, Json.bytes(form.apply(session.user())));
      }
    }
  }

  private void toMembers(String name, Guild guild, ObjectNode json) {
    var bytes = Json.bytes(json);
    for (var session : gateway.sessions().in(guild.id())) {
      if (session.wants(Intents.GUILDS)) {
        session.send(name, bytes);
      }
    }
  }
}
