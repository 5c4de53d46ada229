package easel.common.message;

import java.util.regex.Pattern;

/// What follows when a button is pressed, read off Discord's name of it.
public enum Pressing {
  /// What it stands for, and nothing else is asked.
  AT_ONCE,
  /// A dialog, which only the account's own session at Discord could fill in.
  DIALOG,
  /// Several jobs, which nobody could tell apart.
  SEVERAL_JOBS;

  private static final Pattern OPENS_DIALOG =
      Pattern.compile("MJ::(?:CustomZoom|Inpaint|Job::PicReader|Job::PromptAnalyzer)::.*");
  private static final String IMAGINE_ALL = "MJ::Job::PicReader::all";
  private static final Pattern REMIXED =
      Pattern.compile("MJ::JOB::(?:variation|low_variation|high_variation|reroll|pan_[a-z]+)::.*");

  public static Pressing of(String customId) {
    if (customId.equals(IMAGINE_ALL)) {
      return SEVERAL_JOBS;
    }
    return OPENS_DIALOG.matcher(customId).matches() ? DIALOG : AT_ONCE;
  }

  /// Whether a new prompt can be given with such a button, in a dialog.
  public static boolean takesPrompt(String customId) {
    return of(customId) == DIALOG || REMIXED.matcher(customId).matches();
  }
}
