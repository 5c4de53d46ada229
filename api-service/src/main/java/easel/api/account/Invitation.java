package easel.api.account;

import easel.common.discord.BotPermission;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Invites a bot into a server, with what it needs there and nothing else.
///
/// @param application the bot's
/// @param server null where it is chosen at Discord
record Invitation(String application, @Nullable String server) {
  private static final String PAGE = "https://discord.com/oauth2/authorize";

  /// From what is known of a bot.
  ///
  /// @param botToken begins with the id of the bot's application
  static Optional<Invitation> of(
      @Nullable String botToken, @Nullable String application, @Nullable String server) {
    var known = snowflake(botToken == null ? null : applicationOf(botToken.strip()));
    var id = known == null ? snowflake(application) : known;
    return Optional.ofNullable(id).map(it -> new Invitation(it, snowflake(server)));
  }

  /// Discord's page on which the bot is let in.
  public String link() {
    var link =
        PAGE + "?client_id=%s&scope=bot&permissions=%d".formatted(application, permissions());
    return server == null ? link : link + "&guild_id=" + server + "&disable_guild_select=true";
  }

  public long permissions() {
    return BotPermission.all();
  }

  private static @Nullable String applicationOf(String botToken) {
    var dot = botToken.indexOf('.');
    if (dot < 1) {
      return null;
    }
    try {
      var first = Base64.getDecoder().decode(botToken.substring(0, dot));
      return new String(first, StandardCharsets.US_ASCII);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable String snowflake(@Nullable String text) {
    var id = text == null ? "" : text.strip();
    return LinkRequest.isSnowflake(id) ? id : null;
  }
}
