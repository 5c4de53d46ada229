package easel.simulator.control;

import easel.simulator.control.ControlApi.Handler;
import easel.simulator.control.ControlApi.Result;
import easel.simulator.gateway.Events;
import easel.simulator.gateway.Gateway;
import easel.simulator.http.Exchange;
import easel.simulator.http.Json;
import easel.simulator.http.Json.BadJson;
import easel.simulator.http.Routes;
import easel.simulator.http.Routes.Match;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.Ledger;
import easel.simulator.ledger.LedgerRecord;
import easel.simulator.midjourney.Interaction;
import easel.simulator.midjourney.Interaction.Command;
import easel.simulator.midjourney.Midjourney;
import easel.simulator.settings.Option;
import easel.simulator.world.Account;
import easel.simulator.world.Block;
import easel.simulator.world.Bot;
import easel.simulator.world.Channel;
import easel.simulator.world.Guild;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Message.Components;
import easel.simulator.world.Message.Origin;
import easel.simulator.world.Midjourneyer;
import easel.simulator.world.Mode;
import easel.simulator.world.Permission;
import easel.simulator.world.Plan;
import easel.simulator.world.User;
import easel.simulator.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes and changes guilds, channels, bots and accounts, and lets people do things by hand.
public final class Inhabitants {
  private final World world;
  private final Events events;
  private final Gateway gateway;
  private final Midjourney midjourney;
  private final Ledger ledger;

  public Inhabitants(
      World world, Events events, Gateway gateway, Midjourney midjourney, Ledger ledger) {
    this.world = world;
    this.events = events;
    this.gateway = gateway;
    this.midjourney = midjourney;
    this.ledger = ledger;
  }

  void addTo(Routes<Handler> routes) {
    routes
        .add("GET", "/control/world", (_, _) -> ControlApi.ok(world()))
        .add("POST", "/control/bots", (exchange, _) -> addBot(exchange))
        .add("POST", "/control/guilds", (exchange, _) -> addGuild(exchange))
        .add("PUT", "/control/guilds/{guild}/members/{user}", (_, route) -> invite(route))
        .add("DELETE", "/control/guilds/{guild}/members/{user}", (_, route) -> throwOut(route))
        .add("POST", "/control/channels", (exchange, _) -> addChannel(exchange))
        .add("DELETE", "/control/channels/{channel}", (_, route) -> deleteChannel(route))
        .add(
            "DELETE",
            "/control/channels/{channel}/messages/{message}",
            (_, route) -> deleteMessage(route))
        .add(
            "DELETE",
            "/control/channels/{channel}/messages/{message}/buttons",
            (_, route) -> takeButtonsAway(route))
        .add("POST", "/control/accounts", (exchange, _) -> addAccount(exchange))
        .add("PATCH", "/control/accounts/{account}", this::changeAccount)
        .add("POST", "/control/accounts/{account}/type", this::typeCommand)
        .add("PATCH", "/control/permissions", (exchange, _) -> changePermissions(exchange))
        .add("POST", "/control/messages", (exchange, _) -> say(exchange));
  }

  private JsonNode world() {
    var json = Json.object().put("applicationId", id(Midjourneyer.ID));
    json.set("bot", bot(world.defaultBot()));
    var guilds = json.putArray("guilds");
    for (var guild : world.guilds()) {
      var shown = guilds.addObject().put("id", id(guild.id())).put("name", guild.name());
      var channels = shown.putArray("channels");
      guild.channels().forEach(channel -> channels.add(id(channel.id())));
      var threads = shown.putArray("activeThreads");
      guild.activeThreads().forEach(thread -> threads.add(id(thread.id())));
    }
    var accounts = json.putArray("accounts");
    world.accounts().forEach(account -> accounts.add(account(account)));
    return json;
  }

  private static ObjectNode bot(Bot bot) {
    return Json.object()
        .put("id", id(bot.id()))
        .put("token", bot.token())
        .put("username", bot.username());
  }

  private static ObjectNode account(Account account) {
    var blocked = account.blocked();
    var json =
        Json.object()
            .put("userId", id(account.id()))
            .put("username", account.username())
            .put("token", account.token())
            .put("plan", account.plan().name())
            .put("mode", account.mode().key())
            .put("remix", account.remixes())
            .put("fastHours", account.fastHours())
            .put("blocked", blocked == null ? null : blocked.why().name());
    json.set("guildIds", Json.strings(account.guilds().stream().map(Inhabitants::id).toList()));
    return json;
  }

  private Result addBot(Exchange exchange) throws BadJson {
    var body = Json.parse(exchange.body());
    var bot =
        world.addBot(
            Json.text(body, "username", "bot"),
            Json.text(body, "token"),
            body.path("messageContent").asBoolean(true),
            guildsOf(body));
    return ControlApi.created(bot(bot));
  }

  private Collection<Guild> guildsOf(ObjectNode body) {
    if (!body.path("guildIds").isArray()) {
      return world.guilds();
    }
    var guilds = new ArrayList<Guild>();
    for (var guildId : body.path("guildIds")) {
      guilds.add(guild(Json.id(guildId.asString())));
    }
    return guilds;
  }

  private Guild guild(long guildId) {
    var guild = world.guild(guildId);
    if (guild == null) {
      throw new NoSuchElementException("expected the id of a guild, got: " + guildId);
    }
    return guild;
  }

  private Channel channel(long channelId) {
    var channel = world.channel(channelId);
    if (channel == null) {
      throw new NoSuchElementException("expected the id of a channel, got: " + channelId);
    }
    return channel;
  }

  private Account account(long userId) {
    var account = world.account(userId);
    if (account == null) {
      throw new NoSuchElementException("expected the user id of an account, got: " + userId);
    }
    return account;
  }

  private Result addGuild(Exchange exchange) throws BadJson {
    var body = Json.parse(exchange.body());
    var guild = world.addGuild(Json.text(body, "name", "Guild"), world.defaultBot());
    events.guildJoined(guild, world.defaultBot());
    var first = guild.channels().iterator().next();
    return ControlApi.created(
        Json.object().put("id", id(guild.id())).put("channelId", id(first.id())));
  }

  private Result invite(Match<Handler> route) {
    var guild = guild(route.id("guild"));
    var user = world.user(route.id("user"));
    if (user == null) {
      throw new NoSuchElementException(
          "expected the id of a bot or an account, got: " + id(route.id("user")));
    }
    if (guild.member(user.id()) == null) {
      guild.join(user);
      events.guildJoined(guild, user);
    }
    return ControlApi.done();
  }

  private Result throwOut(Match<Handler> route) {
    var guild = guild(route.id("guild"));
    var member = guild.member(route.id("user"));
    if (member == null) {
      throw new NoSuchElementException(
          "expected the id of a member of the guild, got: " + id(route.id("user")));
    }
    guild.leave(member);
    events.guildLeft(guild, member);
    return ControlApi.done();
  }

  private Result addChannel(Exchange exchange) throws BadJson {
    var body = Json.parse(exchange.body());
    var guildId = Json.id(body, "guildId");
    var guild = guildId == 0 ? world.guilds().iterator().next() : guild(guildId);
    var channel = world.addChannel(guild, Json.text(body, "name", "channel"));
    events.channelCreated(channel);
    return ControlApi.created(
        Json.object().put("id", id(channel.id())).put("guildId", id(guild.id())));
  }

  private Result deleteChannel(Match<Handler> route) {
    var channel = channel(route.id("channel"));
    world.remove(channel);
    if (channel.isThread()) {
      events.threadDeleted(channel);
    } else {
      events.channelDeleted(channel);
    }
    return ControlApi.done();
  }

  private Message message(Match<Handler> route) {
    var message = channel(route.id("channel")).message(route.id("message"));
    if (message == null) {
      throw new NoSuchElementException(
          "expected the id of a message of the channel, got: " + id(route.id("message")));
    }
    return message;
  }

  private Result deleteMessage(Match<Handler> route) {
    var message = message(route);
    message.channel().forget(message);
    events.messageDeleted(message);
    return ControlApi.done();
  }

  private Result takeButtonsAway(Match<Handler> route) {
    var message = message(route);
    message.edit(message.body().with(Components.NONE));
    events.messageUpdated(message);
    return ControlApi.done();
  }

  private Result addAccount(Exchange exchange) throws BadJson {
    var body = Json.parse(exchange.body());
    var account =
        world.addAccount(
            Json.text(body, "username"),
            Json.text(body, "token"),
            plan(Json.text(body, "plan", "STANDARD")),
            Mode.named(Json.text(body, "mode", "fast")),
            guildsOf(body));
    account.remix(body.path("remix").asBoolean(false));
    return ControlApi.created(account(account));
  }

  private static Plan plan(String name) {
    try {
      return Plan.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected plan to be one of %s, got: '%s'".formatted(List.of(Plan.values()), name), e);
    }
  }

  private Result changeAccount(Exchange exchange, Match<Handler> route) throws BadJson {
    var account = account(route.id("account"));
    var changes = Json.parse(exchange.body());
    var time = changes.remove("blockedForMs");
    if (time != null && (!time.isIntegralNumber() || block(changes.path("blocked")) == null)) {
      throw new IllegalArgumentException(
          "expected blockedForMs to be milliseconds, beside blocked, got: " + changes);
    }
    for (var property : changes.properties()) {
      change(account, property.getKey(), property.getValue());
    }
    var blocked = account.blocked();
    if (time != null && blocked != null) {
      account.block(blocked.why(), Instant.now().plusMillis(time.longValue()));
    }
    return ControlApi.ok(account(account));
  }

  private void change(Account account, String name, JsonNode value) {
    switch (name) {
      case "token" -> changeToken(account, value.asString());
      case "revoked" -> {
        if (value.asBoolean()) {
          changeToken(account, null);
        }
      }
      case "plan" -> account.subscribe(plan(value.asString()));
      case "mode" -> account.workIn(Mode.named(value.asString()));
      case "remix" -> account.remix(value.asBoolean());
      case "stealth" -> account.stealth(value.asBoolean());
      case "blocked" -> {
        var block = block(value);
        if (block == null) {
          account.unblock();
        } else {
          account.block(block, null);
        }
      }
      case "fastHours" -> account.fastHours(value.asDouble());
      default ->
          throw new IllegalArgumentException(
              "expected one of [token, revoked, plan, mode, remix, stealth, blocked, blockedForMs, fastHours], got: '"
                  + name
                  + "'");
    }
  }

  private void changeToken(User user, @Nullable String token) {
    world.changeToken(user, token);
    gateway.expel(user);
  }

  private static @Nullable Block block(JsonNode value) {
    if (value.isNull() || value.isBoolean() || value.isMissingNode()) {
      return value.asBoolean(false) ? Block.BLOCKED : null;
    }
    try {
      return Block.valueOf(value.asString());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected blocked to be true, false or one of %s, got: %s"
              .formatted(List.of(Block.values()), value),
          e);
    }
  }

  private Result changePermissions(Exchange exchange) throws BadJson {
    var body = Json.parse(exchange.body());
    var user = world.user(Json.id(body, "botId"));
    if (user == null) {
      throw new NoSuchElementException("expected the id of a bot, got: " + body.get("botId"));
    }
    var denied = EnumSet.noneOf(Permission.class);
    for (var name : body.path("deny")) {
      denied.add(permission(name.asString()));
    }
    var channel = channel(Json.id(body, "channelId"));
    channel.deny(user.id(), Permission.bits(denied));
    events.channelUpdated(channel);
    return ControlApi.ok(body);
  }

  private static Permission permission(String name) {
    try {
      return Permission.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "expected permissions of %s, got: '%s'".formatted(List.of(Permission.values()), name), e);
    }
  }

  private Result say(Exchange exchange) throws BadJson {
    var body = Json.parse(exchange.body());
    var channel = channel(Json.id(body, "channelId"));
    var account = account(Json.id(body, "accountId"));
    if (channel.isArchived()) {
      channel.change(channel.state().archived(false));
      events.threadUpdated(channel, true);
    }
    var message =
        new Message(
            world.newId(),
            channel,
            account,
            Message.TYPE_DEFAULT,
            Origin.NONE,
            Body.text(Json.text(body, "content", "")));
    channel.keep(message, world.settings().forAll().count(Option.HISTORY_PER_CHANNEL));
    events.messageCreated(message);
    return ControlApi.created(Json.object().put("id", id(message.id())));
  }

  private Result typeCommand(Exchange exchange, Match<Handler> route) throws BadJson {
    var account = account(route.id("account"));
    var body = Json.parse(exchange.body());
    var channel = channel(Json.id(body, "channelId"));
    var prompt = Json.text(body, "prompt", "");
    var interaction =
        new Interaction(
            world.newId(),
            account,
            channel,
            null,
            System.nanoTime(),
            new Command("imagine", Map.of("prompt", prompt), List.of()));
    ledger.append(
        LedgerRecord.of(Kind.INTERACTION)
            .account(account.id())
            .channel(channel.id(), channel.parentId())
            .type(2)
            .command("imagine")
            .prompt(prompt)
            .outcome("204")
            .taken(true)
            .detail("by hand"));
    midjourney.accept(interaction);
    return ControlApi.created(Json.object().put("id", id(interaction.id())));
  }

  private static String id(long id) {
    return ControlApi.id(id);
  }
}
