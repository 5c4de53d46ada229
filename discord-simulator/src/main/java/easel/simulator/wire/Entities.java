package easel.simulator.wire;

import easel.simulator.cdn.Links;
import easel.simulator.http.Json;
import easel.simulator.settings.Option;
import easel.simulator.world.Account;
import easel.simulator.world.Bot;
import easel.simulator.world.Channel;
import easel.simulator.world.Guild;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Attachment;
import easel.simulator.world.Message.Components;
import easel.simulator.world.Message.Embed;
import easel.simulator.world.Message.Invocation;
import easel.simulator.world.Permission;
import easel.simulator.world.Snowflakes;
import easel.simulator.world.User;
import easel.simulator.world.World;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Discord's JSON for everything in the world.
public final class Entities {
  private static final Pattern MENTION = Pattern.compile("<@!?(\\d+)>");
  private static final int MESSAGE_CONTENT_LIMITED = 1 << 19;

  private final World world;
  private final Links links;

  public Entities(World world, Links links) {
    this.world = world;
    this.links = links;
  }

  public ObjectNode user(User user) {
    var json =
        Json.object()
            .put("id", id(user.id()))
            .put("username", user.username())
            .put("discriminator", user.isBot() ? "0001" : "0")
            .put("global_name", user.isBot() ? null : user.username());
    json.putNull("avatar");
    json.put("public_flags", 0);
    if (user.isBot()) {
      json.put("bot", true);
    }
    return json;
  }

  /// A user as it sees itself.
  public ObjectNode self(User user) {
    return user(user)
        .put("verified", true)
        .put("mfa_enabled", false)
        .put("locale", "en-US")
        .put("flags", 0)
        .put("email", user instanceof Account ? user.username() + "@example.org" : null);
  }

  public ObjectNode application(Bot bot) {
    return Json.object()
        .put("id", id(bot.id()))
        .put("name", bot.username())
        .put("description", "")
        .put("bot_public", false)
        .put("bot_require_code_grant", false)
        .put("verify_key", "00")
        .put("flags", bot.hasMessageContent() ? MESSAGE_CONTENT_LIMITED : 0);
  }

  public ObjectNode member(Guild guild, User user) {
    var json = memberWithoutUser(guild, user);
    json.set("user", user(user));
    return json;
  }

  private ObjectNode memberWithoutUser(Guild guild, User user) {
    var json = Json.object();
    var roles = json.putArray("roles");
    if (user.isBot()) {
      roles.add(id(guild.botRole()));
    }
    return json.put("joined_at", Snowflakes.time(guild.id()).toString())
        .put("deaf", false)
        .put("mute", false)
        .put("pending", false)
        .put("flags", 0)
        .putNull("nick")
        .putNull("avatar")
        .putNull("premium_since")
        .putNull("communication_disabled_until");
  }

  public ArrayNode roles(Guild guild) {
    return Json.array()
        .add(role(guild.id(), "@everyone", 0, Long.toString(Permission.OF_EVERYONE), false))
        .add(role(guild.botRole(), "Bots", 1, Long.toString(Permission.OF_BOTS), true));
  }

  private static ObjectNode role(
      long id, String name, int position, String permissions, boolean managed) {
    var json =
        Json.object()
            .put("id", id(id))
            .put("name", name)
            .put("color", 0)
            .put("hoist", false)
            .put("position", position)
            .put("permissions", permissions)
            .put("managed", managed)
            .put("mentionable", false)
            .put("flags", 0);
    json.putObject("colors").put("primary_color", 0);
    return json;
  }

  /// A guild as REST shows it.
  public ObjectNode guild(Guild guild) {
    var json =
        Json.object()
            .put("id", id(guild.id()))
            .put("name", guild.name())
            .put("owner_id", id(guild.ownerId()))
            .put("afk_timeout", 300)
            .put("verification_level", 0)
            .put("default_message_notifications", 1)
            .put("explicit_content_filter", 0)
            .put("mfa_level", 0)
            .put("nsfw_level", 0)
            .put("premium_tier", 0)
            .put("premium_progress_bar_enabled", false)
            .put("system_channel_flags", 0)
            .put("preferred_locale", "en-US")
            .put("max_members", 500_000)
            .putNull("icon")
            .putNull("splash")
            .putNull("description")
            .putNull("banner")
            .putNull("vanity_url_code");
    json.putArray("features");
    json.putArray("emojis");
    json.putArray("stickers");
    json.set("roles", roles(guild));
    return json;
  }

  /// A guild as the gateway shows it to someone who has just come.
  public ObjectNode guildForGateway(Guild guild, User viewer) {
    var json =
        guild(guild)
            .put("joined_at", Snowflakes.time(guild.id()).toString())
            .put("large", guild.memberCount() > 250)
            .put("unavailable", false)
            .put("member_count", guild.memberCount());
    var members = json.putArray("members").add(member(guild, viewer));
    members.add(member(guild, world.midjourney()));
    var channels = json.putArray("channels");
    guild.channels().forEach(channel -> channels.add(channel(channel)));
    var threads = json.putArray("threads");
    for (var thread : guild.activeThreads()) {
      if (guild.sees(viewer, thread)) {
        threads.add(thread(thread, viewer));
      }
    }
    json.putArray("guild_scheduled_events");
    json.putArray("voice_states");
    json.putArray("presences");
    json.putArray("stage_instances");
    json.putArray("soundboard_sounds");
    return json;
  }

  /// A channel, or a thread as someone sees it who is not in it.
  public ObjectNode channel(Channel channel) {
    var parent = channel.parent();
    if (parent != null) {
      return thread(channel, parent);
    }
    if (channel.isDirect()) {
      return direct(channel);
    }
    var json =
        Json.object()
            .put("id", id(channel.id()))
            .put("type", channel.type())
            .put("guild_id", id(channel.guild().id()))
            .put("name", channel.name())
            .put("position", 0)
            .put("nsfw", false)
            .put("rate_limit_per_user", 0)
            .put("flags", 0)
            .put("last_message_id", nullableId(channel.lastMessageId()))
            .putNull("topic")
            .putNull("parent_id");
    var overwrites = json.putArray("permission_overwrites");
    channel
        .denials()
        .forEach(
            (user, denied) ->
                overwrites
                    .addObject()
                    .put("id", id(user))
                    .put("type", 1)
                    .put("allow", "0")
                    .put("deny", Long.toString(denied)));
    return json;
  }

  /// Direct messages as the account sees them; Midjourney itself never looks.
  private ObjectNode direct(Channel channel) {
    var json =
        Json.object()
            .put("id", id(channel.id()))
            .put("type", channel.type())
            .put("flags", 0)
            .put("last_message_id", nullableId(channel.lastMessageId()));
    json.putArray("recipients").add(user(world.midjourney()));
    return json;
  }

  /// Adds the id of the guild that the channel is in, if it is in one.
  public static ObjectNode inGuild(ObjectNode json, Channel channel) {
    var guild = channel.guild();
    return guild.isDirect() ? json : json.put("guild_id", id(guild.id()));
  }

  /// A thread with the viewer's own membership, if it has one.
  public ObjectNode thread(Channel thread, User viewer) {
    var json = channel(thread);
    if (thread.threadMembers().contains(viewer.id())) {
      json.set("member", threadMember(thread, viewer));
    }
    return json;
  }

  public ObjectNode threadMember(Channel thread, User user) {
    return Json.object()
        .put("id", id(thread.id()))
        .put("user_id", id(user.id()))
        .put("join_timestamp", Snowflakes.time(thread.id()).toString())
        .put("flags", 1);
  }

  private ObjectNode thread(Channel thread, Channel parent) {
    var state = thread.state();
    var json =
        Json.object()
            .put("id", id(thread.id()))
            .put("type", thread.type())
            .put("guild_id", id(thread.guild().id()))
            .put("parent_id", id(parent.id()))
            .put("owner_id", id(thread.ownerId()))
            .put("name", thread.name())
            .put("last_message_id", nullableId(thread.lastMessageId()))
            .put("message_count", 0)
            .put("total_message_sent", 0)
            .put("member_count", thread.threadMembers().size())
            .put("rate_limit_per_user", 0)
            .put("flags", 0);
    var metadata =
        json.putObject("thread_metadata")
            .put("archived", state.archived())
            .put("locked", state.locked())
            .put("auto_archive_duration", state.autoArchiveMinutes())
            .put("archive_timestamp", state.changedAt().toString())
            .put("create_timestamp", Snowflakes.time(thread.id()).toString());
    if (thread.type() == Channel.PRIVATE_THREAD) {
      metadata.put("invitable", true);
    }
    return json;
  }

  public ObjectNode message(Message message, View view) {
    var json = messageWithoutReferenced(message, view);
    var reference = message.origin().reference();
    if (reference != 0 && message.type() == Message.TYPE_REPLY) {
      var referenced = message.channel().message(reference);
      if (referenced == null) {
        json.putNull("referenced_message");
      } else {
        json.set("referenced_message", messageWithoutReferenced(referenced, view));
      }
    }
    return json;
  }

  private ObjectNode messageWithoutReferenced(Message message, View view) {
    var channel = message.channel();
    var guild = channel.guild();
    var origin = message.origin();
    var body = message.body();
    var edited = message.edited();
    var blind = view == View.BLIND_BOT;
    var json =
        Json.object()
            .put("id", id(message.id()))
            .put("type", message.type())
            .put("channel_id", id(channel.id()))
            .put("channel_type", channel.type())
            .put("content", blind ? "" : body.content())
            .put("timestamp", Snowflakes.time(message.id()).toString())
            .put("edited_timestamp", edited == null ? null : edited.toString())
            .put("flags", body.flags())
            .put("tts", false)
            .put("pinned", false)
            .put("mention_everyone", false);
    inGuild(json, channel);
    json.set("author", user(message.author()));
    if (!guild.isDirect()) {
      json.set("member", memberWithoutUser(guild, message.author()));
    }
    json.set("mentions", blind ? Json.array() : mentions(body.content()));
    json.putArray("mention_roles");
    var attachments = json.putArray("attachments");
    var embeds = json.putArray("embeds");
    if (!blind) {
      body.attachments().forEach(a -> attachments.add(attachment(channel, a)));
      body.embeds().forEach(embed -> embeds.add(embed(channel, embed)));
    }
    json.set("components", blind ? Json.array() : components(body.components()));
    if (message.author() == world.midjourney()) {
      json.put("application_id", id(message.author().id()));
    }
    if (origin.nonce() != null && showsNonce(view)) {
      json.put("nonce", origin.nonce());
    }
    var invocation = origin.invocation();
    if (invocation != null) {
      json.set("interaction_metadata", metadata(guild, invocation, view));
      if (invocation.command() != null) {
        json.set("interaction", interaction(invocation));
      }
    }
    if (message.type() == Message.TYPE_THREAD_CREATED) {
      json.putObject("message_reference")
          .put("type", 0)
          .put("channel_id", id(origin.reference()))
          .put("guild_id", id(guild.id()));
    } else if (origin.reference() != 0) {
      inGuild(
          json.putObject("message_reference")
              .put("type", 0)
              .put("message_id", id(origin.reference()))
              .put("channel_id", id(channel.id())),
          channel);
    }
    return json;
  }

  private boolean showsNonce(View view) {
    return view == View.INVOKER
        || (view != View.PERSON && world.settings().forAll().flag(Option.NONCE_FOR_BOTS));
  }

  private ArrayNode mentions(String content) {
    var mentions = Json.array();
    var matcher = MENTION.matcher(content);
    while (matcher.find()) {
      var mentioned = world.user(Json.id(matcher.group(1)));
      if (mentioned != null) {
        mentions.add(user(mentioned));
      }
    }
    return mentions;
  }

  private ObjectNode metadata(Guild guild, Invocation invocation, View view) {
    var json = metadata(guild, invocation.id(), invocation.type(), invocation.user());
    if (invocation.opener() != 0) {
      json.set(
          "triggering_interaction_metadata",
          metadata(guild, invocation.opener(), 3, invocation.user())
              .put("interacted_message_id", id(invocation.pressed())));
    } else if (invocation.pressed() != 0) {
      json.put("interacted_message_id", id(invocation.pressed()));
    }
    if (invocation.command() != null && (view == View.INVOKER || view == View.PERSON)) {
      json.put("name", invocation.command());
    }
    return json;
  }

  private ObjectNode metadata(Guild guild, long interaction, int type, User user) {
    var json = Json.object().put("id", id(interaction)).put("type", type);
    json.set("user", user(user));
    json.putObject("authorizing_integration_owners").put("0", id(guild.id()));
    return json;
  }

  private ObjectNode interaction(Invocation invocation) {
    var json =
        Json.object()
            .put("id", id(invocation.id()))
            .put("type", invocation.type())
            .put("name", invocation.command());
    json.set("user", user(invocation.user()));
    return json;
  }

  public ObjectNode attachment(Channel channel, Attachment attachment) {
    var url = links.of(channel, attachment);
    var json =
        Json.object()
            .put("id", id(attachment.id()))
            .put("filename", attachment.filename())
            .put("size", attachment.size())
            .put("url", url)
            .put("proxy_url", url)
            .put("width", attachment.width())
            .put("height", attachment.height())
            .put("content_type", attachment.contentType())
            .put("content_scan_version", 0);
    if (attachment.ephemeral()) {
      json.put("ephemeral", true);
    }
    return json;
  }

  private ObjectNode embed(Channel channel, Embed embed) {
    var json = Json.object().put("type", "rich").put("color", embed.color());
    if (embed.title() != null) {
      json.put("title", embed.title());
    }
    if (embed.description() != null) {
      json.put("description", embed.description());
    }
    var image = embed.image();
    if (image != null) {
      var url = links.of(channel, image);
      json.putObject("image")
          .put("url", url)
          .put("proxy_url", url)
          .put("width", image.width())
          .put("height", image.height());
    }
    if (embed.footer() != null) {
      json.putObject("footer").put("text", embed.footer());
    }
    return json;
  }

  static ArrayNode components(Components components) {
    var rows = Json.array();
    for (var row : components.rows()) {
      var buttons = rows.addObject().put("type", 1).putArray("components");
      for (var button : row) {
        var json = buttons.addObject().put("type", 2).put("style", button.style());
        if (button.label() != null) {
          json.put("label", button.label());
        }
        if (button.emoji() != null) {
          json.putObject("emoji").put("name", button.emoji());
        }
        if (button.customId() != null) {
          json.put("custom_id", button.customId());
        }
        if (button.url() != null) {
          json.put("url", button.url());
        }
      }
    }
    return rows;
  }

  public static String id(long id) {
    return Long.toUnsignedString(id);
  }

  private static @Nullable String nullableId(long id) {
    return id == 0 ? null : id(id);
  }
}
