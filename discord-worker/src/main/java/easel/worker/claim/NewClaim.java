package easel.worker.claim;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.Command;
import easel.common.message.LaneJob;
import java.util.regex.Pattern;

/// A job as it is claimed for an account.
public record NewClaim(LaneJob body, AccountId account, String discordUser) {
  private static final Pattern RELAX = asking("relax");
  private static final Pattern HURRY = asking("(?:fast|turbo)");

  /// Drawn in turbo mode, whatever the account's own.
  private static final Pattern OMNI_REFERENCE = asking("oref");

  private static Pattern asking(String parameter) {
    return Pattern.compile("(?:^|\\s)(?:--|—)" + parameter + "(?=\\s|$)");
  }

  public JobId job() {
    return body.job();
  }

  /// Whether its prompt asks for relaxed drawing, of which few run at once.
  public boolean relaxed() {
    return asks(RELAX);
  }

  /// Whether its prompt asks for drawing that is not relaxed, whatever the account's own mode.
  public boolean hurried() {
    return asks(HURRY);
  }

  /// Whether the mode in which it is drawn is the account's own. A press may repeat what the prompt
  /// of its picture asked for: that is not known.
  public boolean leavesMode() {
    return switch (body.command()) {
      case Command.Imagine _ -> !relaxed() && !hurried() && !asks(OMNI_REFERENCE);
      case Command.Blend _ -> true;
      case Command.Describe _, Command.Shorten _, Command.Press _ -> false;
    };
  }

  private boolean asks(Pattern parameter) {
    return switch (body.command()) {
      case Command.Imagine(var prompt, _) -> parameter.matcher(prompt).find();
      case Command.Describe _, Command.Blend _, Command.Shorten _ -> false;
      case Command.Press press ->
          press.prompt() != null && parameter.matcher(press.prompt()).find();
    };
  }
}
