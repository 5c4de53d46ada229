package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PicturePropertiesTests {
  private static final PictureProperties DISCORD = of("https://discord.com/api/v10");

  @Test
  void picturesComeFromDiscord() {
    assertThat(isSource(DISCORD, "https://cdn.discordapp.com/attachments/1/2/x.png?ex=1")).isTrue();
  }

  @Test
  void orFromItsStandIn() {
    var standIn = of("http://127.0.0.1:8090/api/v10");
    assertThat(isSource(standIn, "http://127.0.0.1:8090/attachments/1/2/x.png")).isTrue();
    assertThat(isSource(standIn, "http://127.0.0.1:8091/attachments/1/2/x.png")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://cdn.discordapp.com/x.png",
        "https://cdn.discordapp.com.example.org/x.png",
        "https://cdn.discordapp.com@example.org/x.png",
        "https://cdn.discordapp.com:8443/x.png",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "x.png"
      })
  void fromNowhereElse(String url) {
    assertThat(isSource(DISCORD, url)).isFalse();
  }

  private static PictureProperties of(String discordApi) {
    var source = new MapConfigurationPropertySource();
    source.put("easel.picture.discord-api", discordApi);
    return new Binder(source).bindOrCreate("easel.picture", PictureProperties.class);
  }

  private static boolean isSource(PictureProperties properties, String url) {
    return properties.isSource(URI.create(url));
  }
}
