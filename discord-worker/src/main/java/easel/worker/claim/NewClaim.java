package easel.worker.claim;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.Command;
import easel.common.message.LaneJob;
import java.util.regex.Pattern;

/// A job as it is claimed for an account.
public record NewClaim(LaneJob body, AccountId account, String discordUser) {
  private static final Pattern RELAX = Pattern.compile("(?:^|\\s)(?:--|—)relax(?=\\s|$)");

  public JobId job() {
    return body.job();
  }

  /// Whether its prompt asks for relaxed drawing, of which few run at once.
  public boolean relaxed() {
    return switch (body.command()) {
      case Command.Imagine(var prompt, _) -> RELAX.matcher(prompt).find();
      case Command.Describe _, Command.Blend _, Command.Shorten _ -> false;
      case Command.Press press -> press.prompt() != null && RELAX.matcher(press.prompt()).find();
    };
  }
}
