package easel.common.message;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// How a job ended. Every accepted job reaches exactly one end (P1).
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "end")
public sealed interface JobEnd {
  /// Whether Midjourney was ever asked; null where that could not be found out.
  @Nullable Boolean sent();

  /// The picture came.
  record Done(Picture picture) implements JobEnd {
    @Override
    public Boolean sent() {
      return true;
    }
  }

  /// Words came, and no picture.
  record Answered(Answer answer) implements JobEnd {
    @Override
    public Boolean sent() {
      return true;
    }
  }

  /// @param detail one sentence for the customer; never a token, never a prompt
  record Failed(FailReason reason, String detail, @Nullable Boolean sent) implements JobEnd {}

  /// The customer asked for it, and Midjourney was not asked or confirmed the stop.
  record Cancelled(@Nullable Boolean sent) implements JobEnd {}
}
