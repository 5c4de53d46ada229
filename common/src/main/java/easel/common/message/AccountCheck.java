package easel.common.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks a worker, over `discord.check`, whether an account could be linked so; answered with a
/// {@link Checked} on the request's own reply queue.
///
/// @param request binds the sealed tokens to this one request (see `Sealer`)
/// @param sealedBotToken null for the operator's bot
public record AccountCheck(
    String request,
    String server,
    String channel,
    String sealedUserToken,
    @Nullable String sealedBotToken) {

  /// @param discordUser the account's Discord user id, null where the token did not say
  /// @param problems what is wrong or missing; empty if it can be linked
  public record Checked(
      @Nullable String discordUser, @Nullable String username, List<Problem> problems) {
    public Checked {
      problems = List.copyOf(problems);
    }
  }

  /// @param field the request's field at fault, such as `channelId`
  /// @param code stable, lower case with dashes, such as `missing-permission`
  /// @param detail what was expected and what came, naming each permission; never a token
  public record Problem(String field, String code, String detail) {}
}
