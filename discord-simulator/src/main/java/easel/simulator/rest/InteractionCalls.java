package easel.simulator.rest;

import easel.simulator.cdn.Links;
import easel.simulator.cdn.Uploads;
import easel.simulator.fault.Fault;
import easel.simulator.fault.FaultKind;
import easel.simulator.http.Json;
import easel.simulator.http.Routes;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.LedgerRecord;
import easel.simulator.midjourney.Interaction;
import easel.simulator.midjourney.Interaction.Act;
import easel.simulator.midjourney.Interaction.Command;
import easel.simulator.midjourney.Interaction.Form;
import easel.simulator.midjourney.Interaction.Press;
import easel.simulator.midjourney.Midjourney;
import easel.simulator.midjourney.MidjourneyCommand;
import easel.simulator.midjourney.OpenForm;
import easel.simulator.rest.Endpoint.Who;
import easel.simulator.settings.Option;
import easel.simulator.world.Account;
import easel.simulator.world.Block;
import easel.simulator.world.Channel;
import easel.simulator.world.Midjourneyer;
import easel.simulator.world.Permission;
import easel.simulator.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// POST /interactions: checks what Discord checks, then gives it to Midjourney.
public final class InteractionCalls {
  private static final int LONGEST_NONCE = 25;
  private static final int MOST_NONCES = 50_000;

  private final World world;
  private final Access access;
  private final Midjourney midjourney;
  private final Links links;
  private final Uploads uploads;
  private final Set<String> nonces = new LinkedHashSet<>();

  public InteractionCalls(World world, Midjourney midjourney, Links links, Uploads uploads) {
    this.world = world;
    this.access = new Access(world);
    this.midjourney = midjourney;
    this.links = links;
    this.uploads = uploads;
  }

  void addTo(Routes<Endpoint> routes) {
    routes.add(
        "POST",
        "/interactions",
        new Endpoint(
            Who.PERSON_ONLY,
            _ -> {
              throw new IllegalStateException("expected interactions to come with a receipt");
            }));
  }

  /// Whether it fills in a form.
  static boolean isForm(Call call) {
    try {
      return call.body().path("type").asInt(0) == 5;
    } catch (ApiError notJson) {
      return false;
    }
  }

  /// The ledger's entry for what was sent, however wrong it may be.
  LedgerRecord entry(Call call, long receivedNanos) {
    var entry = LedgerRecord.of(Kind.INTERACTION, receivedNanos).account(call.user().id());
    try {
      return describe(entry, call.body());
    } catch (ApiError notJson) {
      return entry.detail("not JSON");
    }
  }

  private LedgerRecord describe(LedgerRecord entry, ObjectNode body) {
    var channel = world.channel(Json.id(body, "channel_id"));
    var data = body.path("data");
    var type = body.path("type").asInt(0);
    return entry
        .channel(Json.id(body, "channel_id"), channel == null ? 0 : channel.parentId())
        .type(type)
        .command(type == 2 ? fullName(data) : null)
        .prompt(type == 5 ? firstValue(data) : optionText(data, "prompt"))
        .customId(Json.text(data, "custom_id"))
        .opener(type == 5 ? Json.id(data, "id") : 0)
        .message(Json.id(body, "message_id"))
        .picture(given(data))
        .nonce(Json.text(body, "nonce"));
  }

  /// The names of what was uploaded for it, in their order, or the link that stands in their place;
  /// null for none.
  private static @Nullable String given(JsonNode data) {
    var names = new ArrayList<String>();
    for (var attachment : data.path("attachments")) {
      names.add(Json.text(attachment, "uploaded_filename", ""));
    }
    return names.isEmpty() ? optionText(data, "link") : String.join(" ", names);
  }

  private static @Nullable String optionText(JsonNode data, String name) {
    for (var option : data.path("options")) {
      if (name.equals(Json.text(option, "name"))) {
        return Json.text(option, "value");
      }
    }
    return null;
  }

  private static @Nullable String firstValue(JsonNode data) {
    return Json.text(data.path("components").path(0).path("components").path(0), "value");
  }

  private static String fullName(JsonNode data) {
    var name = Json.text(data, "name", "");
    var first = data.path("options").path(0);
    return first.path("type").asInt(0) == 1 ? name + " " + Json.text(first, "name", "") : name;
  }

  Answer answer(Call call, Receipt receipt, @Nullable Fault fault) throws ApiError {
    if (!(call.user() instanceof Account account)) {
      throw ApiError.of(403, 20001, "Bots cannot use this endpoint");
    }
    var blocked = account.blocked();
    if (blocked != null && blocked.why() == Block.UNVERIFIED) {
      throw ApiError.of(
          403, 40002, "You need to verify your account in order to perform this action.");
    }
    var body = call.body();
    var nonce = Json.text(body, "nonce");
    if (nonce != null && nonce.length() > LONGEST_NONCE) {
      throw ApiError.invalid("nonce", "BASE_TYPE_BAD_LENGTH", "Must be 25 or fewer in length.");
    }
    var applicationId = Json.id(body, "application_id");
    if (applicationId != Midjourneyer.ID) {
      throw ApiError.of(404, 10002, "Unknown Application");
    }
    var channel = access.channel(Json.id(body, "channel_id"), account);
    Access.require(Permission.USE_APPLICATION_COMMANDS, account, channel);
    if (channel.isArchived()
        && world.settings().of(account.id()).is(Option.ARCHIVED_THREAD, "refuse")) {
      throw ApiError.archived();
    }
    var act = act(body, account, channel);
    var interaction =
        new Interaction(world.newId(), account, channel, nonce, System.nanoTime(), act);
    receipt.taken(fault != null && fault.kind() == FaultKind.CUT_AFTER ? "CUT" : "204");
    give(interaction, fault != null && fault.kind() == FaultKind.SILENT);
    return Answer.NO_CONTENT;
  }

  private void give(Interaction interaction, boolean silent) {
    if (silent) {
      midjourney.stayAway(interaction);
    } else if (!isRepeated(interaction)) {
      midjourney.accept(interaction);
    }
  }

  /// Whether the nonce was seen before and such repetitions are ignored.
  private boolean isRepeated(Interaction interaction) {
    var account = interaction.account().id();
    if (interaction.nonce() == null
        || world.settings().of(account).is(Option.REPEATED_NONCE, "accept")) {
      return false;
    }
    synchronized (nonces) {
      if (nonces.size() > MOST_NONCES) {
        nonces.remove(nonces.iterator().next());
      }
      return !nonces.add(account + ":" + interaction.nonce());
    }
  }

  private Act act(ObjectNode body, Account account, Channel channel) throws ApiError {
    var data = body.path("data");
    return switch (body.path("type").asInt(0)) {
      case 2 -> command(data, account, channel);
      case 3 -> press(body, data, account, channel);
      case 5 -> form(data, account, channel);
      default ->
          throw ApiError.invalid("type", "BASE_TYPE_CHOICES", "Value must be one of {2, 3, 4, 5}.");
    };
  }

  private Command command(JsonNode data, Account account, Channel channel) throws ApiError {
    var command = MidjourneyCommand.withId(Json.id(data, "id")).orElse(null);
    if (command == null) {
      throw ApiError.of(404, 10063, "Unknown application command");
    }
    if (!command.version(world.settings().of(account.id())).equals(Json.text(data, "version"))) {
      throw ApiError.invalid(
          "data",
          "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION",
          "This command is outdated, please try again in a few minutes");
    }
    var options = new HashMap<String, String>();
    var pictures = new ArrayList<String>();
    for (var option : data.path("options")) {
      var name = Json.text(option, "name", "");
      if (option.path("type").asInt(0) == 11) {
        pictures.add(picture(data, Json.text(option, "value", ""), channel));
      } else {
        options.put(name, Json.text(option, "value", ""));
      }
    }
    if ((command == MidjourneyCommand.IMAGINE || command == MidjourneyCommand.SHORTEN)
        && !options.containsKey("prompt")) {
      throw ApiError.invalid(
          "data.options", "APPLICATION_COMMAND_OPTIONS_REQUIRED", "prompt is required");
    }
    return new Command(fullName(data), options, pictures);
  }

  /// The address of an uploaded picture that an option names.
  private String picture(JsonNode data, String value, Channel channel) throws ApiError {
    for (var attachment : data.path("attachments")) {
      if (value.equals(Json.text(attachment, "id"))) {
        var slot = Json.text(attachment, "uploaded_filename", "");
        var upload = uploads.get(slot);
        if (upload == null) {
          break;
        }
        var filename = Json.text(attachment, "filename", "image.png");
        var kept = Attachments.of(world.newId(), filename, upload.content().length, true);
        uploads.put(Long.toString(kept.id()), upload);
        return links.of(channel, kept);
      }
    }
    throw ApiError.invalid(
        "data.attachments", "ATTACHMENT_NOT_FOUND", "The uploaded file was not found.");
  }

  private Press press(ObjectNode body, JsonNode data, Account account, Channel channel)
      throws ApiError {
    var message = midjourney.find(account, channel, Json.id(body, "message_id"));
    var flags = body.path("message_flags").asInt(0);
    if (message == null
        || message.channel() != channel
        || message.author() != world.midjourney()
        || message.isEphemeral() != ((flags & 64) != 0)) {
      throw ApiError.unknownMessage();
    }
    var customId = Json.text(data, "custom_id", "");
    if (!message.body().components().has(customId)) {
      throw ApiError.invalid(
          "data.custom_id", "COMPONENT_VALIDATION_FAILED", "Component validation failed");
    }
    return new Press(message, customId);
  }

  private Form form(JsonNode data, Account account, Channel channel) throws ApiError {
    var opener = Json.id(data, "id");
    var open = midjourney.form(account, opener);
    if (open == null || open.press().message().channel() != channel) {
      throw ApiError.unknownInteraction();
    }
    if (!open.customId().equals(Json.text(data, "custom_id"))) {
      throw ApiError.invalid(
          "data.custom_id", "COMPONENT_VALIDATION_FAILED", "Component validation failed");
    }
    var text = filledIn(data, open);
    // Only a form in which nothing is wrong is sent, and only once.
    if (!midjourney.close(opener)) {
      throw ApiError.unknownInteraction();
    }
    return new Form(open, text);
  }

  private static String filledIn(JsonNode data, OpenForm open) throws ApiError {
    var text = "";
    for (var row : data.path("components")) {
      for (var field : row.path("components")) {
        if (!open.field().equals(Json.text(field, "custom_id"))) {
          throw ApiError.invalid(
              "data.components", "COMPONENT_VALIDATION_FAILED", "Component validation failed");
        }
        text = Json.text(field, "value", "");
      }
    }
    if (text.isBlank()) {
      throw ApiError.invalid("data.components", "BASE_TYPE_REQUIRED", "This field is required");
    }
    if (text.length() > OpenForm.LONGEST_TEXT) {
      throw ApiError.invalid(
          "data.components", "BASE_TYPE_MAX_LENGTH", "Must be 4000 or fewer in length.");
    }
    return text;
  }

  public void clear() {
    synchronized (nonces) {
      nonces.clear();
    }
  }
}
