package easel.api.mj;

import easel.api.http.Problem;
import easel.api.job.ButtonName;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What clients ask for of a finished grid without naming a button.
record Change(String task, ButtonName button) {
  private static final Pattern FORM = Pattern.compile("(\\S+)\\s+([UuVv])([1-4])|(\\S+)\\s+[Rr]");
  private static final ButtonName AGAIN = new ButtonName.Label("🔄");

  /// @throws Problem if it is not complete
  static Change of(@Nullable String task, @Nullable String action, @Nullable Integer index) {
    if (task == null || task.isBlank()) {
      throw Problem.invalid("taskId", "task-id-required", "taskId is required.");
    }
    var button =
        switch (action == null ? "" : action.strip().toUpperCase(Locale.ROOT)) {
          case "UPSCALE" -> ofPicture("U", index);
          case "VARIATION" -> ofPicture("V", index);
          case "REROLL" -> AGAIN; // some clients send an index all the same
          default ->
              throw Problem.invalid(
                  "action", "invalid-action", "action must be UPSCALE, VARIATION or REROLL.");
        };
    return new Change(task.strip(), button);
  }

  /// Reads `<task> U1`, `<task> V1`, `<task> R`.
  ///
  /// @throws Problem if it has another form
  static Change parse(@Nullable String content) {
    var matcher = FORM.matcher(content == null ? "" : content.strip());
    if (!matcher.matches()) {
      throw Problem.invalid(
          "content",
          "invalid-content",
          "content must be a task's id and U1 to U4, V1 to V4 or R, such as '<id> U2'.");
    }
    if (matcher.group(4) != null) {
      return new Change(matcher.group(4), AGAIN);
    }
    var label = matcher.group(2).toUpperCase(Locale.ROOT) + matcher.group(3);
    return new Change(matcher.group(1), new ButtonName.Label(label));
  }

  private static ButtonName ofPicture(String letter, @Nullable Integer index) {
    if (index == null || index < 1 || index > 4) {
      throw Problem.invalid("index", "invalid-index", "index must be between 1 and 4.");
    }
    return new ButtonName.Label(letter + index);
  }
}
