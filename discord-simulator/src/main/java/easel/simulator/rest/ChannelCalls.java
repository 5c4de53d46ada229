package easel.simulator.rest;

import easel.simulator.cdn.Uploads;
import easel.simulator.cdn.Uploads.Upload;
import easel.simulator.gateway.Events;
import easel.simulator.http.Json;
import easel.simulator.http.Routes;
import easel.simulator.midjourney.Midjourney;
import easel.simulator.rest.Endpoint.Who;
import easel.simulator.settings.Option;
import easel.simulator.wire.Entities;
import easel.simulator.wire.View;
import easel.simulator.world.Channel;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Attachment;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Message.Components;
import easel.simulator.world.Message.Origin;
import easel.simulator.world.Permission;
import easel.simulator.world.User;
import easel.simulator.world.World;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Calls about channels and the messages in them.
public final class ChannelCalls {
  private final World world;
  private final Access access;
  private final Entities entities;
  private final Events events;
  private final Midjourney midjourney;
  private final Uploads uploads;
  private final Threads threads;
  private final String uploadUrl;

  /// @param uploadUrl where upload slots are
  public ChannelCalls(
      World world,
      Entities entities,
      Events events,
      Midjourney midjourney,
      Uploads uploads,
      Threads threads,
      String uploadUrl) {
    this.world = world;
    this.access = new Access(world);
    this.entities = entities;
    this.events = events;
    this.midjourney = midjourney;
    this.uploads = uploads;
    this.threads = threads;
    this.uploadUrl = uploadUrl;
  }

  void addTo(Routes<Endpoint> routes) {
    var messages = "/channels/{channel}/messages";
    routes
        .add("GET", "/channels/{channel}", both(this::channel))
        .add("PATCH", "/channels/{channel}", both(this::change))
        .add("DELETE", "/channels/{channel}", both(this::delete))
        .add("GET", messages, both(this::history))
        .add("POST", messages, both(this::post))
        .add("GET", messages + "/{message}", new Endpoint(Who.BOT_ONLY, this::message))
        .add("DELETE", messages + "/{message}", both(this::deleteMessage))
        .add("PUT", messages + "/{message}/reactions/{emoji}/@me", both(this::react))
        .add("POST", "/channels/{channel}/typing", both(this::type))
        .add("POST", "/channels/{channel}/attachments", both(this::uploadSlots));
    threads.addTo(routes);
  }

  static Endpoint both(Endpoint.Handler handler) {
    return new Endpoint(Who.BOTH, handler);
  }

  private Answer channel(Call call) throws ApiError {
    return Answer.ok(entities.channel(access.channel(call.id("channel"), call.user())));
  }

  private Answer change(Call call) throws ApiError {
    var channel = access.channel(call.id("channel"), call.user());
    if (channel.isThread()) {
      return threads.change(channel, call);
    }
    Access.require(Permission.MANAGE_CHANNELS, call.user(), channel);
    channel.rename(Json.text(call.body(), "name", channel.name()));
    events.channelUpdated(channel);
    return Answer.ok(entities.channel(channel));
  }

  private Answer delete(Call call) throws ApiError {
    var channel = access.channel(call.id("channel"), call.user());
    if (channel.isThread()) {
      return threads.delete(channel, call.user());
    }
    Access.require(Permission.MANAGE_CHANNELS, call.user(), channel);
    var json = entities.channel(channel);
    world.remove(channel);
    events.channelDeleted(channel);
    return Answer.ok(json);
  }

  private Answer history(Call call) throws ApiError {
    var user = call.user();
    var channel = access.channel(call.id("channel"), user);
    var exchange = call.exchange();
    var limit = (int) Json.id(exchange.query("limit", "50"));
    if (limit < 1 || limit > 100) {
      throw ApiError.invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.");
    }
    var found = Json.array();
    if (channel.guild().may(user, Permission.READ_MESSAGE_HISTORY, channel)) {
      var before = exchange.query("before");
      var after = exchange.query("after");
      var around = exchange.query("around");
      List<Message> messages;
      if (before != null) {
        messages = channel.before(Json.id(before), limit);
      } else if (after != null) {
        messages = channel.after(Json.id(after), limit);
      } else if (around != null) {
        messages = channel.around(Json.id(around), limit);
      } else {
        messages = channel.newest(limit);
      }
      messages.forEach(message -> found.add(show(message, user)));
    }
    return Answer.ok(found);
  }

  private ObjectNode show(Message message, User to) {
    var json = entities.message(message, to.isBot() ? View.BOT : View.PERSON);
    // REST leaves out what the channel already says.
    json.remove("guild_id");
    json.remove("member");
    return json;
  }

  private Answer message(Call call) throws ApiError {
    var channel = access.channel(call.id("channel"), call.user());
    return Answer.ok(show(find(channel, call.id("message")), call.user()));
  }

  private static Message find(Channel channel, long id) throws ApiError {
    var message = channel.message(id);
    if (message == null) {
      throw ApiError.unknownMessage();
    }
    return message;
  }

  private Answer deleteMessage(Call call) throws ApiError {
    var channel = access.channel(call.id("channel"), call.user());
    var message = find(channel, call.id("message"));
    if (message.author() != call.user()) {
      Access.require(Permission.MANAGE_MESSAGES, call.user(), channel);
    }
    channel.forget(message);
    events.messageDeleted(message);
    return Answer.NO_CONTENT;
  }

  private Answer post(Call call) throws ApiError {
    var channel = access.channel(call.id("channel"), call.user());
    Access.require(
        channel.isThread() ? Permission.SEND_MESSAGES_IN_THREADS : Permission.SEND_MESSAGES,
        call.user(),
        channel);
    var body = call.body();
    var content = Json.text(body, "content", "");
    var attachments = attachments(call, body);
    if (content.isBlank() && attachments.isEmpty()) {
      throw ApiError.of(400, 50006, "Cannot send an empty message");
    }
    if (content.length() > 2000) {
      throw ApiError.invalid("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.");
    }
    var nonce = Json.text(body, "nonce");
    var message = say(channel, call.user(), content, attachments, nonce);
    return Answer.ok(entities.message(message, View.INVOKER));
  }

  /// Posts what a person or bot says; in a thread that also takes it out of the archive.
  private Message say(
      Channel channel,
      User author,
      String content,
      List<Attachment> attachments,
      @Nullable String nonce)
      throws ApiError {
    threads.wake(channel);
    var message =
        new Message(
            world.newId(),
            channel,
            author,
            Message.TYPE_DEFAULT,
            new Origin(author.id(), nonce, null, 0),
            new Body(content, 0, attachments, List.of(), Components.NONE));
    channel.keep(message, world.settings().forAll().count(Option.HISTORY_PER_CHANNEL));
    events.messageCreated(message);
    return message;
  }

  private List<Attachment> attachments(Call call, ObjectNode body) throws ApiError {
    var attachments = new ArrayList<Attachment>();
    for (var named : body.path("attachments")) {
      var slot = Json.text(named, "uploaded_filename", "");
      if (!slot.isEmpty()) {
        var upload = uploads.get(slot);
        if (upload == null) {
          throw ApiError.invalid(
              "attachments", "ATTACHMENT_NOT_FOUND", "The uploaded file was not found.");
        }
        attachments.add(attach(Json.text(named, "filename", "image.png"), upload));
      }
    }
    for (var part : call.parts()) {
      var filename = part.filename();
      if (filename != null) {
        attachments.add(attach(filename, new Upload(part.contentType(), part.content())));
      }
    }
    return attachments;
  }

  private Attachment attach(String filename, Upload upload) {
    var attachment = Attachments.of(world.newId(), filename, upload.content().length, false);
    uploads.put(Long.toString(attachment.id()), upload);
    return attachment;
  }

  private Answer react(Call call) throws ApiError {
    var channel = access.channel(call.id("channel"), call.user());
    Access.require(Permission.ADD_REACTIONS, call.user(), channel);
    var message = find(channel, call.id("message"));
    var emoji = URLDecoder.decode(call.route().parameter("emoji"), StandardCharsets.UTF_8);
    events.reactionAdded(message, call.user(), emoji);
    midjourney.reacted(call.user(), message, emoji);
    return Answer.NO_CONTENT;
  }

  private Answer type(Call call) throws ApiError {
    access.channel(call.id("channel"), call.user());
    return Answer.NO_CONTENT;
  }

  private Answer uploadSlots(Call call) throws ApiError {
    access.channel(call.id("channel"), call.user());
    var json = Json.object();
    var slots = json.putArray("attachments");
    for (var file : call.body().path("files")) {
      var name = world.newId() + "/" + Attachments.safe(Json.text(file, "filename", "image.png"));
      var slot = slots.addObject();
      var id = file.get("id");
      slot.put("id", id == null || !id.isIntegralNumber() ? (int) Json.id(file, "id") : id.asInt())
          .put("upload_url", uploadUrl + "/upload/" + name + "?upload_id=1")
          .put("upload_filename", name);
    }
    return Answer.ok(json);
  }
}
