package easel.api.picture;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param discordApi base of Discord's REST: a stand-in for Discord serves pictures itself
/// @param hosts where else Discord has pictures, over HTTPS
/// @param retention how long pictures are kept, `off` for ever
/// @param deadline for one download, from its beginning to its end
/// @param lease after which another instance may begin a download anew
/// @param pause after a first failed download; it doubles with each further one
/// @param longestPause between two downloads
/// @param largest picture that is kept
@ConfigurationProperties("easel.picture")
record PictureProperties(
    @DefaultValue("https://discord.com/api/v10") URI discordApi,
    @DefaultValue({"cdn.discordapp.com", "media.discordapp.net"}) Set<String> hosts,
    @DefaultValue("off") String retention,
    @DefaultValue("1m") Duration deadline,
    @DefaultValue("2m") Duration lease,
    @DefaultValue("2s") Duration pause,
    @DefaultValue("30m") Duration longestPause,
    @DefaultValue("64MB") DataSize largest) {
  PictureProperties {
    hosts = Set.copyOf(hosts);
    Retention.parse("EASEL_PICTURE_RETENTION", retention);
  }

  Retention keptFor() {
    return Retention.parse("EASEL_PICTURE_RETENTION", retention);
  }

  /// Whether pictures come from there. Nothing else is fetched, whatever a message says.
  boolean isSource(URI url) {
    if ("https".equals(url.getScheme()) && url.getHost() != null && url.getPort() == -1) {
      if (hosts.contains(url.getHost())) {
        return true;
      }
    }
    return url.getScheme() != null
        && url.getScheme().equals(discordApi.getScheme())
        && url.getRawAuthority() != null
        && url.getRawAuthority().equals(discordApi.getRawAuthority());
  }
}
