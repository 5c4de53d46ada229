package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.EaselClient.Job;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Pictures outlive Discord's links, and are had without a key.
@ExtendWith(Impatient.class)
class PicturesTests {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String KEPT = "public, max-age=31536000, immutable";

  private final Deployment easel;
  private final Simulator simulator;

  PicturesTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  @BeforeEach
  void quickJobs() {
    simulator.set(Map.of("jobMs", 300, "upscaleMs", 300, "waitingMs", 20));
  }

  @Test
  void aPictureAndItsFourOutliveDiscordsLink() throws IOException {
    // given a finished grid and one of its four, whose links die within seconds
    simulator.set(Map.of("pictureLifeMs", 6_000));
    var studio = new Studio(easel, "PRO");
    studio.link(3);
    var word = Studio.word();
    var tag = studio.imagine(word, "a tin robot " + word);
    var grid = studio.awaitEnd(tag);
    var gridAtDiscord = get(originalUrl(grid)).body();
    var press = studio.press(tag, "U3");
    var single = studio.awaitEnd(press);
    var singleAtDiscord = get(originalUrl(single)).body();
    assertThat(singleAtDiscord).isNotEqualTo(gridAtDiscord);

    // when they have died
    for (var job : List.of(grid, single)) {
      await("Discord's link has died")
          .atMost(SOON)
          .until(() -> get(originalUrl(job)).statusCode() == 404);
    }

    // then every api gives the same as Discord did, the four of the grid one by one
    for (var api : easel.names("api")) {
      assertThat(at(api, uri(grid)).body()).isEqualTo(gridAtDiscord);
      assertThat(at(api, uri(single)).body()).isEqualTo(singleAtDiscord);
      var images = images(grid);
      assertThat(images).hasSize(4);
      var whole = read(gridAtDiscord);
      var half = whole.getWidth() / 2;
      for (int i = 0; i < 4; i++) {
        assertThat(dots(read(at(api, images.get(i)).body()), 0, 0, half))
            .isEqualTo(dots(whole, i % 2 * half, i / 2 * half, half));
      }
      assertThat(read(at(api, uri(single) + "?width=128").body()).getWidth()).isEqualTo(128);
    }
    assertThat(images(single)).isEmpty();
    assertThat(uri(grid)).startsWith("http://localhost:");
    assertThat(get(uri(grid)).body()).isEqualTo(gridAtDiscord);
  }

  @Test
  void aDownloadUnderWayOutlivesTheDeathOfEveryApi() {
    // given a picture whose download hangs
    var studio = new Studio(easel, "PRO");
    studio.link(3);
    var word = Studio.word();
    simulator.fault(Map.of("on", "cdn", "kind", "hang"));
    var job = studio.awaitEnd(studio.imagine(word, "a tin robot " + word));
    assertThat(job.status()).isEqualTo("DONE");
    await("the download hangs")
        .atMost(SOON)
        .until(() -> simulator.call("GET", "/control/faults", null).expectSuccess().isEmpty());

    // when all apis are killed and started again
    easel.kill(easel.instances().stream().filter(it -> it.role().equals("api")).toList());
    easel.up(2, 2, 2);

    // then the picture is kept, also from a CDN that fails from now on
    await("the picture is kept")
        .atMost(SOON)
        .until(() -> get(uri(job)).headers().firstValue("Cache-Control").orElse(""), KEPT::equals);
    simulator.fault(Map.of("on", "cdn", "kind", "500", "count", 100));
    assertThat(get(uri(job)).statusCode()).isEqualTo(200);
    assertThat(get(originalUrl(job)).statusCode()).isEqualTo(500);
  }

  private static String uri(Job job) {
    return Objects.requireNonNull(job.uri());
  }

  private static String originalUrl(Job job) {
    return job.whole().required("originalUrl").asString();
  }

  private static List<String> images(Job job) {
    return job.whole().required("images").valueStream().map(it -> it.asString()).toList();
  }

  private HttpResponse<byte[]> at(String api, String uri) {
    var shown = URI.create(uri);
    var query = shown.getRawQuery() == null ? "" : "?" + shown.getRawQuery();
    return get(easel.address(api) + shown.getRawPath() + query);
  }

  private static HttpResponse<byte[]> get(String url) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(URI.create(url)).timeout(SOON).build(),
          BodyHandlers.ofByteArray());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static BufferedImage read(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }

  private static int[] dots(BufferedImage image, int left, int top, int side) {
    return image.getRGB(left, top, side, side, null, 0, side);
  }
}
