package easel.common.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Midjourney is asked to do.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "command")
public sealed interface Command {
  /// The pictures that are uploaded to Discord with it, in their order.
  default List<Upload> uploads() {
    return List.of();
  }

  /// All that lies in the object store for it.
  default List<Upload> kept() {
    return uploads();
  }

  /// `/imagine` with the prompt as the customer gave it, trimmed.
  ///
  /// @param pictures what is to be drawn from beside the prompt; left out of JSON where there are
  ///   none, so that older processes and newer ones write the same
  record Imagine(String prompt, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Upload> pictures)
      implements Command {
    public static final int MOST_PICTURES = 5;

    public Imagine(String prompt, @Nullable List<Upload> pictures) {
      this.prompt = prompt;
      this.pictures = pictures == null ? List.of() : List.copyOf(pictures);
      if (this.pictures.size() > MOST_PICTURES) {
        throw new IllegalArgumentException(
            "expected at most %d pictures beside a prompt, got: %d"
                .formatted(MOST_PICTURES, this.pictures.size()));
      }
    }

    public Imagine(String prompt) {
      this(prompt, List.of());
    }

    @Override
    public List<Upload> uploads() {
      return pictures;
    }
  }

  /// A press of a button of a finished message.
  ///
  /// @param label the button as the customer named it, such as `U1`
  /// @param customId Discord's name of the button on that message
  /// @param pressed the message that shows the button, and where it is
  /// @param originating the job whose result that message is
  /// @param mask what of the picture is drawn anew, where the button asks for that; left out of
  ///   JSON where there is none, as older processes write it
  record Press(
      String label,
      String customId,
      DiscordMessage pressed,
      easel.common.id.JobId originating,
      @Nullable String prompt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Upload mask)
      implements Command {
    public Press(
        String label,
        String customId,
        DiscordMessage pressed,
        easel.common.id.JobId originating,
        @Nullable String prompt) {
      this(label, customId, pressed, originating, prompt, null);
    }

    @Override
    public List<Upload> kept() {
      return mask == null ? List.of() : List.of(mask);
    }
  }

  /// `/describe` of one picture.
  ///
  /// @param link where Midjourney fetches the picture itself; null where it is uploaded
  /// @param picture null where there is a link
  record Describe(@Nullable String link, @Nullable Upload picture) implements Command {
    public Describe {
      if ((link == null) == (picture == null)) {
        throw new IllegalArgumentException("expected either a link or a picture to describe");
      }
    }

    @Override
    public List<Upload> uploads() {
      return picture == null ? List.of() : List.of(picture);
    }
  }

  /// `/blend` of several pictures.
  ///
  /// @param dimensions null for Midjourney's own choice
  record Blend(List<Upload> pictures, @Nullable Dimensions dimensions) implements Command {
    public static final int FEWEST = 2;
    public static final int MOST = 5;

    public Blend {
      pictures = List.copyOf(pictures);
      if (pictures.size() < FEWEST || pictures.size() > MOST) {
        throw new IllegalArgumentException(
            "expected %d to %d pictures to blend, got: %d"
                .formatted(FEWEST, MOST, pictures.size()));
      }
    }

    @Override
    public List<Upload> uploads() {
      return pictures;
    }
  }

  /// `/shorten` of a prompt, as the customer gave it, trimmed.
  record Shorten(String prompt) implements Command {}

  /// The form of a blended picture.
  enum Dimensions {
    PORTRAIT,
    SQUARE,
    LANDSCAPE
  }
}
