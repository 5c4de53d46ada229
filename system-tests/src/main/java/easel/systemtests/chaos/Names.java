package easel.systemtests.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How jobs can be told apart at Discord: by a word in the prompt, or by the button that was
/// pressed. Jobs with the very same prompt share their word.
public final class Names {
  private static final Pattern BELOW_A_PICTURE =
      Pattern.compile("MJ::(?:JOB|Outpaint|CustomZoom|Inpaint|BOOKMARK)::");
  private static final Pattern WORD = Pattern.compile("\\b(?:tag|twin|full)[0-9]{5}\\b");

  private final Map<String, List<String>> jobs = new LinkedHashMap<>();
  private final Map<String, String> signs = new HashMap<>();

  /// A job whose request will hold this sign.
  ///
  /// @param sign the word of its prompt, or the custom id of its button
  public synchronized void add(String sign, String job) {
    jobs.computeIfAbsent(sign, _ -> new ArrayList<>()).add(job);
    signs.put(job, sign);
  }

  /// The sign that a job's request holds.
  synchronized String signOf(String job) {
    return signs.getOrDefault(job, job);
  }

  /// The sign of a button below texts: its name says nothing of them.
  ///
  /// @param text the sign of the job that was answered with them
  static String below(String text, String customId) {
    return text + " " + customId;
  }

  /// The jobs with this sign, in the order in which they were submitted.
  synchronized List<String> jobs(String sign) {
    return List.copyOf(jobs.getOrDefault(sign, List.of()));
  }

  /// The sign in what Discord was asked; empty for requests that belong to no job, such as those
  /// that stop one.
  static Optional<String> sign(String prompt, String customId) {
    var word = WORD.matcher(prompt);
    if (word.find()) {
      return Optional.of(word.group());
    }
    return BELOW_A_PICTURE.matcher(customId).lookingAt() ? Optional.of(customId) : Optional.empty();
  }

  /// The custom id of a button below a picture, such as U1.
  ///
  /// @param picture the file name or address of the picture, which ends with Midjourney's job id
  public static String button(String label, String picture) {
    return button(
        Button.labelled(label, Below.PICTURE)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected a button that makes a picture, got: '%s'".formatted(label))),
        picture);
  }

  static String button(Button button, String picture) {
    return button.customId(midjourneyJob(picture));
  }

  private static final Pattern JOB = Pattern.compile("_([0-9a-f-]{36})\\.(?:png|webp|mp4)$");

  private static String midjourneyJob(String picture) {
    var job = JOB.matcher(picture);
    if (!job.find()) {
      throw new IllegalArgumentException(
          "expected a picture whose name ends with a job's id, got: '%s'".formatted(picture));
    }
    return job.group(1);
  }
}
