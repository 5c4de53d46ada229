package easel.api.job;

import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What may be asked of Midjourney in one job.
final class Prompt {
  /// The most that Discord takes as a command's option.
  private static final int LONGEST = 6_000;

  /// What Discord's address of a picture takes of it, with the space behind.
  private static final int LONGEST_ADDRESS = 300;

  // Midjourney reads a long dash as two short ones.
  private static final Pattern REPEAT =
      Pattern.compile("(?:^|\\s)(?:--|—|–)(?:repeat|r)(?=\\s|$)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PERMUTATION = Pattern.compile("(?<!\\\\)\\{[^{}]*(?<!\\\\),[^{}]*}");

  private Prompt() {}

  /// The prompt as it is sent: as given, only trimmed.
  ///
  /// @throws Problem if it is missing, too long, or would start several jobs at once
  static String required(@Nullable String given) {
    return required(given, 0);
  }

  /// The same of a prompt before which the addresses of so many pictures are put.
  static String required(@Nullable String given, int pictures) {
    var prompt = given == null ? "" : given.strip();
    if (prompt.isEmpty()) {
      throw missing();
    }
    return checked(prompt, LONGEST - pictures * LONGEST_ADDRESS);
  }

  /// @return null if there is none
  static @Nullable String optional(@Nullable String given) {
    var prompt = given == null ? "" : given.strip();
    return prompt.isEmpty() ? null : checked(prompt, LONGEST);
  }

  /// A prompt from which nothing is drawn: it may hold whatever parameters it likes.
  ///
  /// @throws Problem if it is missing or too long
  static String ofWords(@Nullable String given) {
    var prompt = given == null ? "" : given.strip();
    if (prompt.isEmpty()) {
      throw missing();
    }
    return sound(prompt, LONGEST);
  }

  private static Problem missing() {
    return Problem.invalid("prompt", "prompt-required", "Prompt is required.");
  }

  private static String sound(String prompt, int longest) {
    FieldErrors.requireStorable("prompt", prompt);
    if (prompt.length() > longest) {
      throw Problem.invalid(
          "prompt",
          "prompt-too-long",
          "Prompt must not exceed %d characters, got %d.".formatted(longest, prompt.length()));
    }
    return prompt;
  }

  private static String checked(String prompt, int longest) {
    var _ = sound(prompt, longest);
    if (REPEAT.matcher(prompt).find()) {
      throw Problem.invalid(
          "prompt",
          "invalid-parameter",
          "The parameter --repeat starts several jobs at once. Submit the prompt several times instead.");
    }
    if (PERMUTATION.matcher(prompt).find()) {
      throw Problem.invalid(
          "prompt",
          "invalid-parameter",
          "Options in braces, such as {red, blue}, start several jobs at once. Submit each prompt by itself instead.");
    }
    return prompt;
  }
}
