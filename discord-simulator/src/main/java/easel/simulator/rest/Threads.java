package easel.simulator.rest;

import easel.simulator.gateway.Events;
import easel.simulator.http.Json;
import easel.simulator.http.Routes;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.Ledger;
import easel.simulator.ledger.LedgerRecord;
import easel.simulator.settings.Option;
import easel.simulator.wire.Entities;
import easel.simulator.world.Channel;
import easel.simulator.world.Guild;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Message.Origin;
import easel.simulator.world.Permission;
import easel.simulator.world.Snowflakes;
import easel.simulator.world.Timer;
import easel.simulator.world.User;
import easel.simulator.world.World;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

/// Calls about threads, and the clock that archives them.
public final class Threads {
  private static final Set<Integer> AUTO_ARCHIVE_MINUTES = Set.of(60, 1440, 4320, 10080);

  private final World world;
  private final Access access;
  private final Entities entities;
  private final Events events;
  private final Ledger ledger;

  public Threads(World world, Entities entities, Events events, Ledger ledger, Timer timer) {
    this.world = world;
    this.access = new Access(world);
    this.entities = entities;
    this.events = events;
    this.ledger = ledger;
    var _ = timer.every(1000, this::archiveInactive);
  }

  void addTo(Routes<Endpoint> routes) {
    var archived = "/channels/{channel}/threads/archived/";
    var members = "/channels/{channel}/thread-members";
    routes
        .add("POST", "/channels/{channel}/threads", ChannelCalls.both(this::create))
        .add("GET", archived + "public", listing(Channel.PUBLIC_THREAD))
        .add("GET", archived + "private", listing(Channel.PRIVATE_THREAD))
        .add(
            "GET",
            "/channels/{channel}/users/@me/threads/archived/private",
            listing(Channel.PRIVATE_THREAD))
        .add("GET", members, ChannelCalls.both(this::members))
        .add("PUT", members + "/{member}", ChannelCalls.both(this::join))
        .add("DELETE", members + "/{member}", ChannelCalls.both(this::leave));
  }

  private Endpoint listing(int type) {
    return ChannelCalls.both(call -> archived(call, type));
  }

  private Answer create(Call call) throws ApiError {
    var user = call.user();
    var parent = access.channel(call.id("channel"), user);
    if (parent.isThread()) {
      throw ApiError.of(400, 50024, "Cannot execute action on this channel type");
    }
    var body = call.body();
    var type = body.path("type").asInt(Channel.PRIVATE_THREAD);
    if (type != Channel.PUBLIC_THREAD && type != Channel.PRIVATE_THREAD) {
      throw ApiError.invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {10, 11, 12}.");
    }
    Access.require(
        type == Channel.PUBLIC_THREAD
            ? Permission.CREATE_PUBLIC_THREADS
            : Permission.CREATE_PRIVATE_THREADS,
        user,
        parent);
    var name = Json.text(body, "name", "");
    if (name.isEmpty() || name.length() > 100) {
      throw ApiError.invalid(
          "name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
    }
    var minutes = minutes(body.path("auto_archive_duration").asInt(4320));
    requireRoom(parent.guild());
    var thread = world.addThread(parent, type, user, name, minutes);
    note(thread, user.id(), "CREATED");
    events.threadCreated(thread);
    if (type == Channel.PUBLIC_THREAD) {
      announce(thread, parent, user);
    }
    return Answer.created(entities.thread(thread, user));
  }

  private void announce(Channel thread, Channel parent, User user) {
    var announcement =
        new Message(
            world.newId(),
            parent,
            user,
            Message.TYPE_THREAD_CREATED,
            new Origin(user.id(), null, null, thread.id()),
            Body.text(thread.name()));
    parent.keep(announcement, world.settings().forAll().count(Option.HISTORY_PER_CHANNEL));
    events.messageCreated(announcement);
  }

  private static int minutes(int minutes) throws ApiError {
    if (!AUTO_ARCHIVE_MINUTES.contains(minutes)) {
      throw ApiError.invalid(
          "auto_archive_duration",
          "BASE_TYPE_CHOICES",
          "Value must be one of {60, 1440, 4320, 10080}.");
    }
    return minutes;
  }

  private void requireRoom(Guild guild) throws ApiError {
    if (guild.activeThreads().size()
        >= world.settings().forAll().number(Option.ACTIVE_THREADS_LIMIT)) {
      throw ApiError.of(400, 160006, "Maximum number of active threads reached");
    }
  }

  Answer change(Channel thread, Call call) throws ApiError {
    var user = call.user();
    var body = call.body();
    var isModerator = thread.guild().may(user, Permission.MANAGE_THREADS, thread);
    var wasArchived = thread.state().archived();
    var archived = body.path("archived").asBoolean(wasArchived);
    if (wasArchived && archived) {
      throw ApiError.archived();
    }
    var onlyWakes = body.size() == 1 && body.has("archived") && !archived;
    if (onlyWakes) {
      Access.require(Permission.SEND_MESSAGES_IN_THREADS, user, thread);
      if (thread.state().locked() && !isModerator) {
        throw ApiError.noPermission();
      }
    } else if (!isModerator && thread.ownerId() != user.id()) {
      throw ApiError.noPermission();
    }
    if (wasArchived && !archived) {
      requireRoom(thread.guild());
    }
    var state = thread.state().archived(archived);
    if (body.has("locked")) {
      state = state.locked(body.path("locked").asBoolean(false));
    }
    if (body.has("auto_archive_duration")) {
      state = state.autoArchive(minutes(body.path("auto_archive_duration").asInt(0)));
    }
    thread.change(state);
    if (archived != wasArchived) {
      note(thread, user.id(), archived ? "ARCHIVED" : "WOKEN");
    }
    thread.rename(Json.text(body, "name", thread.name()));
    events.threadUpdated(thread, wasArchived && !archived);
    return Answer.ok(entities.thread(thread, user));
  }

  /// Takes a thread out of the archive because someone speaks in it.
  void wake(Channel channel) throws ApiError {
    if (!channel.isArchived()) {
      return;
    }
    if (channel.state().locked()) {
      throw ApiError.archived();
    }
    requireRoom(channel.guild());
    channel.change(channel.state().archived(false));
    note(channel, 0, "WOKEN");
    events.threadUpdated(channel, true);
  }

  Answer delete(Channel thread, User user) throws ApiError {
    Access.require(Permission.MANAGE_THREADS, user, thread);
    var json = entities.channel(thread);
    world.remove(thread);
    note(thread, user.id(), "DELETED");
    events.threadDeleted(thread);
    return Answer.ok(json);
  }

  private Answer archived(Call call, int type) throws ApiError {
    var user = call.user();
    var parent = access.channel(call.id("channel"), user);
    Access.require(Permission.READ_MESSAGE_HISTORY, user, parent);
    var limit = (int) Json.id(call.exchange().query("limit", "50"));
    var before = call.exchange().query("before");
    var latest = before == null ? Instant.MAX : Instant.parse(before);
    var found =
        parent.guild().threads().stream()
            .filter(thread -> thread.parentId() == parent.id() && thread.type() == type)
            .filter(thread -> thread.isArchived() && parent.guild().sees(user, thread))
            .filter(thread -> thread.state().changedAt().isBefore(latest))
            .sorted(Comparator.comparing((Channel thread) -> thread.state().changedAt()).reversed())
            .limit(limit + 1L)
            .toList();
    var json = Json.object();
    var threads = json.putArray("threads");
    var members = json.putArray("members");
    for (var thread : found.subList(0, Math.min(limit, found.size()))) {
      threads.add(entities.channel(thread));
      if (thread.threadMembers().contains(user.id())) {
        members.add(entities.threadMember(thread, user));
      }
    }
    return Answer.ok(json.put("has_more", found.size() > limit));
  }

  private Answer members(Call call) throws ApiError {
    var thread = access.channel(call.id("channel"), call.user());
    var members = Json.array();
    for (var id : thread.threadMembers()) {
      var user = world.user(id);
      if (user != null) {
        members.add(entities.threadMember(thread, user));
      }
    }
    return Answer.ok(members);
  }

  private Answer join(Call call) throws ApiError {
    var thread = access.channel(call.id("channel"), call.user());
    if (thread.isArchived()) {
      throw ApiError.archived();
    }
    var member = memberOf(call, thread);
    if (thread.threadMembers().add(member.id())) {
      events.threadMembersUpdated(thread, Set.of(member.id()), Set.of());
    }
    return Answer.NO_CONTENT;
  }

  private Answer leave(Call call) throws ApiError {
    var thread = access.channel(call.id("channel"), call.user());
    var member = memberOf(call, thread);
    if (thread.threadMembers().remove(member.id())) {
      events.threadMembersUpdated(thread, Set.of(), Set.of(member.id()));
    }
    return Answer.NO_CONTENT;
  }

  private static User memberOf(Call call, Channel thread) throws ApiError {
    var member =
        call.route().parameter("member").equals("@me")
            ? call.user()
            : thread.guild().member(call.id("member"));
    if (member == null) {
      throw ApiError.of(404, 10013, "Unknown User");
    }
    return member;
  }

  private void archiveInactive() {
    var minuteMs = world.settings().forAll().number(Option.AUTO_ARCHIVE_MINUTE_MS);
    var now = Instant.now();
    for (var guild : world.guilds()) {
      for (var thread : guild.activeThreads()) {
        if (activeUntil(thread, minuteMs).isBefore(now)) {
          thread.change(thread.state().archived(true));
          note(thread, 0, "ARCHIVED");
          events.threadUpdated(thread, false);
        }
      }
    }
  }

  /// @param by 0 where nobody asked for it
  private void note(Channel thread, long by, String what) {
    ledger.append(
        LedgerRecord.of(Kind.THREAD)
            .account(by)
            .channel(thread.id(), thread.parentId())
            .outcome(what));
  }

  private static Instant activeUntil(Channel thread, long minuteMs) {
    var state = thread.state();
    var said =
        thread.lastMessageId() == 0 ? Instant.EPOCH : Snowflakes.time(thread.lastMessageId());
    var last = said.isAfter(state.changedAt()) ? said : state.changedAt();
    return last.plusMillis(state.autoArchiveMinutes() * minuteMs);
  }
}
