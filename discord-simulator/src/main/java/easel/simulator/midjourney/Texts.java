package easel.simulator.midjourney;

import easel.simulator.cdn.FileKind;
import easel.simulator.world.Account;
import easel.simulator.world.Mode;
import java.util.Locale;
import java.util.regex.Pattern;

/// The texts of a job's messages.
final class Texts {
  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9-]+");
  private static final int LONGEST_NAME = 63;

  private Texts() {}

  static String waiting(Task task, String prompt, Account account) {
    // A verb before the prompt already says what the label would.
    var by = task.verb().isEmpty() ? by(task) : "";
    return task.verb() + start(prompt) + by + account.mention() + " (Waiting to start)";
  }

  static String progress(Task task, String prompt, Account account, int percent, Mode mode) {
    return start(prompt)
        + by(task)
        + account.mention()
        + " ("
        + percent
        + "%) "
        + mode(account, mode);
  }

  static String finished(
      Task task, String prompt, Account account, Mode mode, String job, boolean websiteLink) {
    if (task.image() > 0) {
      return start(prompt) + "Image #" + task.image() + " " + account.mention();
    }
    var link =
        websiteLink
            ? "[(Open on website for full quality)](<https://midjourney.com/jobs/" + job + ">) "
            : "";
    return start(prompt) + by(task) + account.mention() + " " + link + mode(account, mode);
  }

  static String stopped(Task task, String prompt, Account account) {
    return start(prompt) + by(task) + account.mention() + " (Stopped)";
  }

  private static String start(String prompt) {
    return "**" + prompt + "** - ";
  }

  private static String by(Task task) {
    return task.label().isEmpty() ? "" : task.label() + " by ";
  }

  private static String mode(Account account, Mode mode) {
    return "(" + mode.shown() + (account.isStealth() ? ", stealth" : "") + ")";
  }

  /// The name of a finished job's file: who, what, and the job's id.
  static String filename(Account account, String prompt, String job, FileKind kind) {
    var words = NO_WORD.matcher(prompt.toLowerCase(Locale.ROOT)).replaceAll("_");
    var name = account.username() + "_" + words;
    var start = name.substring(0, Math.min(name.length(), LONGEST_NAME));
    return start + "_" + job + "." + kind.extension();
  }
}
