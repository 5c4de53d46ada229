package easel.worker.track;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A message as the gateway or the history shows it.
///
/// @param author null where an update does not say
/// @param content null where an update does not say
/// @param reference the message it answers to, such as the one whose button was pressed
/// @param invoker who gave the command that it is the first answer to
/// @param pressed the message whose button it is the first answer to
/// @param command the name of the command that it is the first answer to; null where it does not
///   say
/// @param nonce that of the request that it is the first answer to; only the account itself hears
///   it
public record SeenMessage(
    long id,
    long channel,
    String server,
    int flags,
    @Nullable String author,
    @Nullable String content,
    List<Attachment> attachments,
    List<SeenButton> buttons,
    @Nullable Long reference,
    @Nullable String invoker,
    @Nullable Long pressed,
    List<Embed> embeds,
    @Nullable String command,
    @Nullable String nonce) {
  /// Midjourney and its sibling niji.
  private static final Set<String> MIDJOURNEY = Set.of("936929561302675456", "1022952195194359889");

  private static final Pattern JOB_ID =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final String CANCEL = "MJ::CancelJob::ByJobid::";

  /// Of a message that the account alone sees.
  public static final int EPHEMERAL = 64;

  private static final int LOADING = 128;
  private static final int BLUE = 1;

  public SeenMessage {
    attachments = List.copyOf(attachments);
    buttons = List.copyOf(buttons);
    embeds = List.copyOf(embeds);
  }

  /// A message as a bot sees it.
  public SeenMessage(
      long id,
      long channel,
      String server,
      int flags,
      @Nullable String author,
      @Nullable String content,
      List<Attachment> attachments,
      List<SeenButton> buttons,
      @Nullable Long reference,
      @Nullable String invoker,
      @Nullable Long pressed,
      List<Embed> embeds,
      @Nullable String command) {
    this(
        id,
        channel,
        server,
        flags,
        author,
        content,
        attachments,
        buttons,
        reference,
        invoker,
        pressed,
        embeds,
        command,
        null);
  }

  public record Attachment(String filename, String url) {}

  /// @param label its text, or its emoji where it has no text
  /// @param blue whether it is drawn as one that was pressed
  public record SeenButton(String label, String customId, boolean blue) {}

  /// @param title empty where there is none
  /// @param description empty where there is none
  /// @param color 0 where there is none
  public record Embed(String title, String description, int color) {
    /// One that is nothing but text.
    public Embed(String description) {
      this("", description, 0);
    }
  }

  /// Whether it is of Midjourney, as far as it says whose it is.
  public boolean isMidjourneys() {
    return author == null || MIDJOURNEY.contains(author);
  }

  /// Whether only the account itself sees it; then nothing can be told from its absence.
  public boolean isEphemeral() {
    return (flags & EPHEMERAL) != 0;
  }

  /// Whether it is the first answer to a command: finished pictures never are, but for those that
  /// are shown once more.
  boolean answersCommand() {
    return (command != null || invoker != null) && pressed == null && reference == null;
  }

  /// Whether it only says that an answer is being thought of.
  boolean isLoading() {
    return (flags & LOADING) != 0;
  }

  /// Midjourney's job id in the button that cancels it: what a first answer shows.
  public Optional<String> cancellableJob() {
    return buttons.stream()
        .map(SeenButton::customId)
        .filter(customId -> customId.startsWith(CANCEL))
        .map(customId -> customId.substring(CANCEL.length()))
        .findFirst();
  }

  /// Midjourney's job id in the name of the finished picture.
  public Optional<String> finishedJob() {
    return attachments.stream()
        .map(Attachment::filename)
        .filter(name -> !name.contains("_grid_0.") && !name.contains("_step_"))
        .flatMap(name -> lastJobId(name).stream())
        .findFirst();
  }

  private static Optional<String> lastJobId(String text) {
    return JOB_ID.matcher(text).results().reduce((_, last) -> last).map(match -> match.group());
  }

  /// Reads Discord's JSON of a message. What is missing from an update stays unknown.
  public static SeenMessage read(Map<?, ?> json) {
    var metadata = object(json.get("interaction_metadata"));
    return new SeenMessage(
        id(json.get("id")),
        id(json.get("channel_id")),
        text(json.get("guild_id"), ""),
        json.get("flags") instanceof Number flags ? flags.intValue() : 0,
        nullableText(object(json.get("author")).get("id")),
        nullableText(json.get("content")),
        list(json.get("attachments")).stream()
            .map(
                attachment ->
                    new Attachment(
                        text(attachment.get("filename"), ""), text(attachment.get("url"), "")))
            .toList(),
        list(json.get("components")).stream()
            .flatMap(row -> list(row.get("components")).stream())
            .filter(button -> button.get("custom_id") != null)
            .map(SeenMessage::button)
            .toList(),
        nullableId(object(json.get("message_reference")).get("message_id")),
        nullableText(object(metadata.get("user")).get("id")),
        nullableId(metadata.get("interacted_message_id")),
        list(json.get("embeds")).stream().map(SeenMessage::embed).toList(),
        nullableText(object(json.get("interaction")).get("name")),
        nullableText(json.get("nonce")));
  }

  private static Embed embed(Map<?, ?> json) {
    return new Embed(
        text(json.get("title"), ""),
        text(json.get("description"), ""),
        json.get("color") instanceof Number color ? color.intValue() : 0);
  }

  private static SeenButton button(Map<?, ?> json) {
    var label = nullableText(json.get("label"));
    return new SeenButton(
        label != null && !label.isEmpty() ? label : text(object(json.get("emoji")).get("name"), ""),
        text(json.get("custom_id"), ""),
        json.get("style") instanceof Number style && style.intValue() == BLUE);
  }

  private static Map<?, ?> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<Map<?, ?>> list(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().<Map<?, ?>>map(SeenMessage::object).toList()
        : List.of();
  }

  private static @Nullable String nullableText(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static String text(@Nullable Object value, String otherwise) {
    return value == null ? otherwise : value.toString();
  }

  private static long id(@Nullable Object value) {
    return value == null ? 0 : Long.parseUnsignedLong(value.toString());
  }

  private static @Nullable Long nullableId(@Nullable Object value) {
    return value == null ? null : id(value);
  }
}
