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

  private static Pattern asking(String mode) {
    return Pattern.compile("(?:^|\\s)(?:--|—)" + mode + "(?=\\s|$)");
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

  private boolean asks(Pattern mode) {
    return switch (body.command()) {
      case Command.Imagine(var prompt, _) -> mode.matcher(prompt).find();
      case Command.Describe _, Command.Blend _, Command.Shorten _ -> false;
      case Command.Press press -> press.prompt() != null && mode.matcher(press.prompt()).find();
    };
  }
}
