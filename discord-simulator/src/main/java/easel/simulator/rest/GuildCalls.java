package easel.simulator.rest;

import easel.simulator.gateway.Events;
import easel.simulator.gateway.Gateway;
import easel.simulator.http.Json;
import easel.simulator.http.Routes;
import easel.simulator.midjourney.MidjourneyCommand;
import easel.simulator.rest.Endpoint.Who;
import easel.simulator.wire.Entities;
import easel.simulator.world.Account;
import easel.simulator.world.Bot;
import easel.simulator.world.Midjourneyer;
import easel.simulator.world.User;
import easel.simulator.world.World;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/// Calls about users, guilds, applications, direct messages, and where the gateway is.
public final class GuildCalls {
  private final World world;
  private final Access access;
  private final Entities entities;
  private final Events events;
  private final Gateway gateway;

  public GuildCalls(World world, Entities entities, Events events, Gateway gateway) {
    this.world = world;
    this.access = new Access(world);
    this.entities = entities;
    this.events = events;
    this.gateway = gateway;
  }

  void addTo(Routes<Endpoint> routes) {
    routes
        .add("GET", "/gateway", new Endpoint(Who.ANYONE, _ -> gatewayUrl()))
        .add("GET", "/gateway/bot", new Endpoint(Who.BOT_ONLY, this::gatewayForBots))
        .add("GET", "/users/@me", both(call -> Answer.ok(entities.self(call.user()))))
        .add("GET", "/users/@me/guilds", both(this::guilds))
        .add("GET", "/users/@me/channels", person(this::directMessages))
        .add("POST", "/users/@me/channels", person(this::beginDirectMessages))
        .add("GET", "/users/@me/application-command-index", person(this::commandIndex))
        .add("GET", "/guilds/{guild}/application-command-index", person(this::commandIndex))
        .add("GET", "/channels/{channel}/application-command-index", person(this::commandIndex))
        .add("GET", "/applications/@me", new Endpoint(Who.BOT_ONLY, this::ownApplication))
        .add("GET", "/oauth2/applications/@me", new Endpoint(Who.BOT_ONLY, this::ownApplication))
        .add(
            "GET",
            "/applications/{application}/commands",
            new Endpoint(Who.BOT_ONLY, GuildCalls::ownCommands))
        .add("GET", "/guilds/{guild}", both(this::guild))
        .add("GET", "/guilds/{guild}/channels", both(this::channels))
        .add("GET", "/guilds/{guild}/roles", both(this::roles))
        .add("GET", "/guilds/{guild}/threads/active", both(this::activeThreads))
        .add("GET", "/guilds/{guild}/members/{member}", both(this::member));
  }

  private static Endpoint both(Endpoint.Handler handler) {
    return new Endpoint(Who.BOTH, handler);
  }

  private static Endpoint person(Endpoint.Handler handler) {
    return new Endpoint(Who.PERSON_ONLY, handler);
  }

  private Answer gatewayUrl() {
    return Answer.ok(Json.object().put("url", gateway.url()));
  }

  private Answer gatewayForBots(Call call) {
    var json = Json.object().put("url", gateway.url()).put("shards", 1);
    var user = call.user().id();
    json.putObject("session_start_limit")
        .put("total", 1000)
        .put("remaining", gateway.identifies().remaining(user))
        .put("reset_after", gateway.identifies().resetAfterMs(user))
        .put("max_concurrency", 1);
    return Answer.ok(json);
  }

  private Answer guilds(Call call) {
    var guilds = Json.array();
    for (var id : call.user().guilds()) {
      var guild = world.guild(id);
      if (guild != null) {
        guilds
            .addObject()
            .put("id", Entities.id(guild.id()))
            .put("name", guild.name())
            .put("owner", guild.ownerId() == call.user().id())
            .put("permissions", "0")
            .putNull("icon")
            .putArray("features");
      }
    }
    return Answer.ok(guilds);
  }

  private Answer directMessages(Call call) throws ApiError {
    var direct = world.direct(person(call));
    return Answer.ok(direct == null ? Json.array() : Json.array(List.of(entities.channel(direct))));
  }

  private Answer beginDirectMessages(Call call) throws ApiError {
    var account = person(call);
    var recipients = call.body().path("recipients");
    var recipient = recipients.size() == 1 ? Json.id(recipients.path(0).asString("")) : 0;
    if (recipient != Midjourneyer.ID) {
      throw ApiError.of(400, 50033, "Invalid Recipient(s)");
    }
    var begun = world.direct(account);
    var direct = world.addDirect(account);
    if (begun == null) {
      events.channelCreated(direct);
    }
    return Answer.ok(entities.channel(direct));
  }

  private static Account person(Call call) throws ApiError {
    if (call.user() instanceof Account account) {
      return account;
    }
    throw ApiError.of(403, 20001, "Bots cannot use this endpoint");
  }

  private Answer commandIndex(Call call) {
    var settings = world.settings().of(call.user().id());
    var index = Json.object();
    index
        .putArray("applications")
        .addObject()
        .put("id", Entities.id(Midjourneyer.ID))
        .put("name", "Midjourney Bot")
        .put("description", "")
        .set("bot", entities.user(world.midjourney()));
    var commands = index.putArray("application_commands");
    for (var command : MidjourneyCommand.values()) {
      commands.add(command.toJson(settings));
    }
    return Answer.ok(index.put("version", Entities.id(Midjourneyer.ID)));
  }

  private Answer ownApplication(Call call) throws ApiError {
    if (!(call.user() instanceof Bot bot)) {
      throw ApiError.of(403, 20002, "Only bots can use this endpoint");
    }
    return Answer.ok(entities.application(bot));
  }

  private static Answer ownCommands(Call call) throws ApiError {
    if (call.id("application") != call.user().id()) {
      throw ApiError.of(
          403, 20012, "You are not authorized to perform this action on this application");
    }
    return Answer.ok(Json.array());
  }

  private Answer guild(Call call) throws ApiError {
    return Answer.ok(entities.guild(access.guild(call.id("guild"), call.user())));
  }

  private Answer channels(Call call) throws ApiError {
    var guild = access.guild(call.id("guild"), call.user());
    return Answer.ok(Json.array(guild.channels().stream().map(entities::channel).toList()));
  }

  private Answer roles(Call call) throws ApiError {
    return Answer.ok(entities.roles(access.guild(call.id("guild"), call.user())));
  }

  private Answer activeThreads(Call call) throws ApiError {
    var guild = access.guild(call.id("guild"), call.user());
    var json = Json.object();
    ArrayNode threads = json.putArray("threads");
    ArrayNode members = json.putArray("members");
    for (var thread : guild.activeThreads().reversed()) {
      if (guild.sees(call.user(), thread)) {
        threads.add(entities.channel(thread));
        if (thread.threadMembers().contains(call.user().id())) {
          members.add(entities.threadMember(thread, call.user()));
        }
      }
    }
    return Answer.ok(json);
  }

  private Answer member(Call call) throws ApiError {
    var guild = access.guild(call.id("guild"), call.user());
    User member =
        call.route().parameter("member").equals("@me")
            ? call.user()
            : guild.member(call.id("member"));
    if (member == null) {
      throw ApiError.of(404, 10007, "Unknown Member");
    }
    return Answer.ok(entities.member(guild, member));
  }
}
