package easel.common.message;

import java.util.regex.Pattern;

/// What follows when a button is pressed, read off Discord's name of it.
public enum Pressing {
  /// What it stands for, and nothing else is asked.
  AT_ONCE,
  /// A dialog, which only the account's own session at Discord could fill in.
  DIALOG,
  /// A web page of Midjourney, in which a region of the picture is marked.
  WEB_PAGE,
  /// Several jobs, which nobody could tell apart.
  SEVERAL_JOBS;

  private static final Pattern OPENS_DIALOG =
      Pattern.compile("MJ::(?:CustomZoom|Job::PicReader|Job::PromptAnalyzer)::.*");
  private static final String INPAINT = "MJ::Inpaint::";
  private static final String IMAGINE_ALL = "MJ::Job::PicReader::all";
  private static final Pattern REMIXED =
      Pattern.compile("MJ::JOB::(?:variation|low_variation|high_variation|reroll|pan_[a-z]+)::.*");

  public static Pressing of(String customId) {
    if (customId.equals(IMAGINE_ALL)) {
      return SEVERAL_JOBS;
    }
    if (customId.startsWith(INPAINT)) {
      return WEB_PAGE;
    }
    return OPENS_DIALOG.matcher(customId).matches() ? DIALOG : AT_ONCE;
  }

  /// Whether a new prompt can be given with such a button, in a dialog.
  public static boolean takesPrompt(String customId) {
    return switch (of(customId)) {
      case DIALOG, WEB_PAGE -> true;
      case AT_ONCE, SEVERAL_JOBS -> REMIXED.matcher(customId).matches();
    };
  }
}
