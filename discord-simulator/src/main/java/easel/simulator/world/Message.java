package easel.simulator.world;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message. What can be edited is in its body.
public final class Message {
  public static final int EPHEMERAL = 64;
  public static final int LOADING = 128;

  public static final int TYPE_DEFAULT = 0;
  public static final int TYPE_THREAD_CREATED = 18;
  public static final int TYPE_REPLY = 19;
  public static final int TYPE_COMMAND_ANSWER = 20;

  private final long id;
  private final Channel channel;
  private final User author;
  private final int type;
  private final Origin origin;
  private volatile Body body;
  private volatile @Nullable Instant edited;

  public Message(long id, Channel channel, User author, int type, Origin origin, Body body) {
    this.id = id;
    this.channel = channel;
    this.author = author;
    this.type = type;
    this.origin = origin;
    this.body = body;
  }

  public long id() {
    return id;
  }

  public Channel channel() {
    return channel;
  }

  public User author() {
    return author;
  }

  public int type() {
    return type;
  }

  public Origin origin() {
    return origin;
  }

  public Body body() {
    return body;
  }

  public @Nullable Instant edited() {
    return edited;
  }

  public void edit(Body newBody) {
    body = newBody;
    edited = Instant.now();
  }

  /// Changes the body without marking the message as edited, as a first answer that was only
  /// "thinking" does.
  public void fill(Body newBody) {
    body = newBody;
  }

  public boolean isEphemeral() {
    return (body.flags() & EPHEMERAL) != 0;
  }

  /// Where a message comes from.
  ///
  /// @param invoker the user for whom an ephemeral message is, and whose nonce it carries; 0 for
  ///   none
  /// @param reference the message that this one replies to, 0 for none
  public record Origin(
      long invoker, @Nullable String nonce, @Nullable Invocation invocation, long reference) {
    public static final Origin NONE = new Origin(0, null, null, 0);
  }

  /// The interaction that a message is the first answer to.
  ///
  /// @param type 2 command, 3 component, 5 modal
  /// @param command the command's full name, null for the other types
  /// @param pressed the message whose component was pressed, 0 for none
  /// @param opener the press that opened the modal, 0 for none
  public record Invocation(
      long id, int type, User user, @Nullable String command, long pressed, long opener) {}

  /// What can be edited.
  public record Body(
      String content,
      int flags,
      List<Attachment> attachments,
      List<Embed> embeds,
      Components components) {
    public static Body text(String content) {
      return new Body(content, 0, List.of(), List.of(), Components.NONE);
    }

    public Body with(int newFlags) {
      return new Body(content, newFlags, attachments, embeds, components);
    }

    public Body with(Components newComponents) {
      return new Body(content, flags, attachments, embeds, newComponents);
    }
  }

  /// @param issued second of the epoch when its signed address was first handed out
  public record Attachment(
      long id,
      String filename,
      String contentType,
      int width,
      int height,
      long size,
      boolean ephemeral,
      long issued) {}

  public record Embed(
      @Nullable String title,
      @Nullable String description,
      int color,
      @Nullable Attachment image,
      @Nullable String footer) {}

  /// Rows of buttons. Made on demand: most messages are never asked for them again.
  @FunctionalInterface
  public interface Components {
    Components NONE = List::of;

    List<List<Button>> rows();

    default boolean has(String customId) {
      return rows().stream().flatMap(List::stream).anyMatch(b -> customId.equals(b.customId()));
    }
  }

  /// @param style 1 blue, 2 grey, 3 green, 4 red, 5 link
  public record Button(
      int style,
      @Nullable String label,
      @Nullable String emoji,
      @Nullable String customId,
      @Nullable String url) {}
}
