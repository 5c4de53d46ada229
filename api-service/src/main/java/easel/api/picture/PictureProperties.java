package easel.api.picture;

import java.net.URI;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param discordApi base of Discord's REST: a stand-in for Discord serves pictures itself
@ConfigurationProperties("easel.picture")
record PictureProperties(@DefaultValue("https://discord.com/api/v10") URI discordApi) {
  private static final Set<String> DISCORD = Set.of("cdn.discordapp.com", "media.discordapp.net");

  /// Whether pictures come from there. Nothing else is fetched, whatever a message says.
  boolean isSource(URI url) {
    if ("https".equals(url.getScheme()) && url.getHost() != null && url.getPort() == -1) {
      if (DISCORD.contains(url.getHost())) {
        return true;
      }
    }
    return url.getScheme() != null
        && url.getScheme().equals(discordApi.getScheme())
        && url.getRawAuthority() != null
        && url.getRawAuthority().equals(discordApi.getRawAuthority());
  }
}
