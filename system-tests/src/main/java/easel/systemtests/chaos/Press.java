package easel.systemtests.chaos;

import easel.systemtests.promise.Asked;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A press, and what its dialog is filled in with.
///
/// @param opensDialog whether nothing is drawn before that
/// @param prompt the new one; empty to leave what the dialog has
/// @param mask null where no region is marked
record Press(Button button, boolean opensDialog, String prompt, @Nullable Mask mask) {
  static Press atOnce(Button button) {
    return new Press(button, false, "", null);
  }

  /// @param name the field for the mask
  Map<String, String> entered(String name) {
    var entered = new LinkedHashMap<String, String>();
    if (!prompt.isEmpty()) {
      entered.put("prompt", prompt);
    }
    if (mask != null) {
      entered.put(name, mask.base64());
    }
    return entered;
  }

  /// What judges are to know of it.
  Asked asked() {
    var given = mask == null ? List.of(prompt) : List.of(prompt, mask.digest());
    return new Asked(kind(), button.result(), opensDialog, prompt.isEmpty() ? List.of() : given);
  }

  private String kind() {
    return switch (button.below()) {
      case TEXTS -> button.label() + " below texts";
      case ANIMATION -> button.label() + " of an animation";
      case PICTURE, VIDEO -> button.label() + (prompt.isEmpty() ? "" : " with a prompt");
    };
  }
}
