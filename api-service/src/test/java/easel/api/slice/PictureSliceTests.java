package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.api.slice.StandInCdn.Mishap;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.Button;
import easel.common.message.DiscordMessage;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Reply.Ended;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/// Pictures that outlive Discord's links.
class PictureSliceTests {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final List<Button> SINGLE =
      List.of(new Button("Upscale (4x)", "MJ::JOB::upsample_v5_4x::1::x::SOLO"));
  private static final List<Button> GRID =
      IntStream.rangeClosed(1, 4)
          .mapToObj(n -> new Button("U" + n, "MJ::JOB::upsample::" + n + "::x"))
          .toList();

  private final TestApi api = TestApi.shared();
  private final StandInCdn cdn = api.cdn();
  private final TestCustomer customer = api.customer("STANDARD");
  private AccountId account = new AccountId(1);

  @BeforeEach
  void link() {
    account = customer.linkReady();
  }

  @Test
  void aPictureOutlivesDiscordsLink() throws Exception {
    // given a kept picture
    var picture = noise(90, 60);
    var link = cdn.serve(picture);
    var job = done(link, SINGLE);
    awaitState(job, "kept");

    // when Discord's link dies
    cdn.die(link);

    // then its address gives the same, byte for byte, to anybody, and says so
    var answer = get(path(job));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(picture);
    assertThat(header(answer, "Content-Type")).isEqualTo("image/png");
    assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(picture.length));
    assertThat(header(answer, "Content-Disposition"))
        .isEqualTo("inline; filename=\"%s.png\"".formatted(job));
    assertThat(header(answer, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Content-Security-Policy")).contains("sandbox");
    assertThat(cdn.downloads(link)).isEqualTo(1);
  }

  @Test
  void whoHasAPictureIsNotSentItAgain() throws Exception {
    var job = done(cdn.serve(noise(8, 8)), SINGLE);
    awaitState(job, "kept");

    var head = send("HEAD", path(job));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();

    var tag = header(head, "ETag");
    var again = send("GET", path(job), "If-None-Match", "W/\"other\", " + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(tag);
    assertThat(send("GET", path(job), "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    assertThat(header(get(path(job) + "?width=64"), "ETag")).isNotEqualTo(tag);
  }

  @Test
  void untilItIsKeptAPictureComesFromDiscord() throws Exception {
    // given a job whose picture's first download hangs
    var picture = noise(40, 40);
    var link = cdn.serve(picture, Mishap.HANG);
    var job = done(link, GRID);
    await("its download hangs").atMost(SOON).until(() -> cdn.downloads(link) == 1);

    // then the job is done all the same, and its picture and parts can be had
    assertThat(get(path(job)).body()).isEqualTo(picture);
    assertThat(state(job)).isEqualTo("due");
    assertSamePixels(get(path(job) + "/4").body(), picture, new Rectangle(20, 20, 20, 20));
    awaitState(job, "kept");
  }

  @ParameterizedTest
  @EnumSource
  void aFailedDownloadIsRepeated(Mishap mishap) throws Exception {
    var picture = noise(50, 30);
    var link = cdn.serve(picture, mishap, mishap, mishap);
    var job = done(link, SINGLE);
    awaitState(job, "kept");
    assertThat(cdn.downloads(link)).isEqualTo(4);
    assertThat(get(path(job)).body()).isEqualTo(picture);
  }

  @Test
  void aPictureWhoseLinkDiedUnfetchedIsLostAndItsJobStaysDone() throws Exception {
    // given a link that says it lives for some seconds, and gives nothing
    var link =
        cdn.serve(noise(8, 8))
            + "?ex=%x&is=1&hm=2&".formatted(Instant.now().plusSeconds(4).getEpochSecond());
    cdn.die(link);
    var job = done(link, SINGLE);

    // then it is tried as long as that
    awaitState(job, "lost");
    assertThat(cdn.downloads(link)).isGreaterThan(1);
    var answer = get(path(job));
    assertThat(answer.statusCode()).isEqualTo(410);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("urn:easel:picture-lost");
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).doesNotContain("max-age");
    assertThat(customer.status(job)).isEqualTo("DONE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cdn.discordapp.com/x.png",
        "http://127.0.0.1:1/x.png",
        "http://169.254.169.254/latest",
        "not a link"
      })
  void aLinkThatDoesNotLeadToDiscordIsNeverFollowed(String link) throws Exception {
    var job = done(link, SINGLE);
    awaitState(job, "lost");
    assertThat(api.value("select attempts from easel_api.picture where job = '" + job + "'"))
        .isEqualTo("1");
    assertThat(get(path(job)).statusCode()).isEqualTo(410);
  }

  @Test
  void aPictureThatIsTooLargeIsNotKept() throws Exception {
    var link = cdn.serve(new byte[2_000_000]);
    awaitState(done(link, SINGLE), "lost");
    assertThat(cdn.downloads(link)).isEqualTo(1);
  }

  @Test
  void whatAKilledInstanceHadBegunAnotherFinishes() throws Exception {
    // given a picture as an instance leaves it that is killed in the middle of its download
    var link = cdn.serve(noise(8, 8));
    var job = done(link, SINGLE);
    awaitState(job, "kept");
    deleteFromStore(job);
    leaveLeased(job);

    // then another fetches it
    awaitState(job, "kept");
    assertThat(cdn.downloads(link)).isEqualTo(2);
  }

  @Test
  void whatAKilledInstanceHadKeptWithoutSayingSoIsNotFetchedAgain() throws Exception {
    var picture = noise(8, 8);
    var link = cdn.serve(picture);
    var job = done(link, SINGLE);
    awaitState(job, "kept");
    cdn.die(link);
    leaveLeased(job);

    awaitState(job, "kept");
    assertThat(cdn.downloads(link)).isEqualTo(1);
    assertThat(get(path(job)).body()).isEqualTo(picture);
  }

  @Test
  void aPictureThatTheStoreLostComesFromDiscordWhileItCan() throws Exception {
    var picture = noise(8, 8);
    var link = cdn.serve(picture);
    var job = done(link, SINGLE);
    awaitState(job, "kept");
    deleteFromStore(job);
    assertThat(get(path(job)).body()).isEqualTo(picture);
    cdn.die(link);
    assertThat(get(path(job)).statusCode()).isEqualTo(404);
  }

  @Test
  void aGridsFourPicturesCanBeHadOneByOne() throws Exception {
    // given a kept grid whose link has died
    var grid = noise(120, 80);
    var link = cdn.serve(grid);
    var job = done(link, GRID);
    awaitState(job, "kept");
    cdn.die(link);

    // then each of its four is what Midjourney's button of that number means
    var images =
        customer.job(job).required("images").valueStream().map(it -> it.asString()).toList();
    assertThat(images)
        .isEqualTo(IntStream.rangeClosed(1, 4).mapToObj(n -> uri(job) + "/" + n).toList());
    assertSamePixels(get(path(job) + "/1").body(), grid, new Rectangle(0, 0, 60, 40));
    assertSamePixels(get(path(job) + "/2").body(), grid, new Rectangle(60, 0, 60, 40));
    assertSamePixels(get(path(job) + "/3").body(), grid, new Rectangle(0, 40, 60, 40));
    assertSamePixels(get(path(job) + "/4").body(), grid, new Rectangle(60, 40, 60, 40));
    assertThat(header(get(path(job) + "/2"), "Content-Disposition"))
        .isEqualTo("inline; filename=\"%s-2.png\"".formatted(job));
    assertThat(get(path(job) + "/0").statusCode()).isEqualTo(404);
    assertThat(get(path(job) + "/5").statusCode()).isEqualTo(404);
  }

  @Test
  void aSinglePictureHasNoFour() throws Exception {
    var job = done(cdn.serve(noise(8, 8)), SINGLE);
    assertThat(customer.job(job).required("images").isEmpty()).isTrue();
    assertThat(get(path(job) + "/1").statusCode()).isEqualTo(404);
  }

  @Test
  void whoAsksForTheSamePartAtTheSameTimeGetsTheSame() throws Exception {
    var job = done(cdn.serve(noise(400, 400)), GRID);
    awaitState(job, "kept");
    Callable<HttpResponse<byte[]>> ask = () -> get(path(job) + "/3?width=128");
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = executor.invokeAll(IntStream.range(0, 16).mapToObj(_ -> ask).toList());
      var first = answers.getFirst().get();
      for (var answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).isEqualTo(first.body());
      }
    }
    assertThat(api.value("select parts from easel_api.picture where job = '" + job + "'"))
        .isEqualTo("{3-128}");
  }

  @ParameterizedTest
  @CsvSource({
    "?width=64,    64, 48",
    "?width=100,  128, 96",
    "?width=256,  256, 192",
    "?width=1024, 600, 450",
    "/2?width=64,  64, 48",
    "/2?width=512, 300, 225"
  })
  void aPictureCanBeHadSmallerButNotLarger(String part, int width, int height) throws Exception {
    var job = done(cdn.serve(noise(600, 450)), GRID);
    awaitState(job, "kept");
    var answer = get(path(job) + part);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("image/jpeg");
    var image = read(answer.body());
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
    // and the second time it comes from the store
    assertThat(get(path(job) + part).body()).isEqualTo(answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"63", "1025", "0", "-64", "wide", "64.5", "99999999999"})
  void otherWidthsAreRefused(String width) throws Exception {
    var job = done(cdn.serve(noise(8, 8)), SINGLE);
    assertThat(get(path(job) + "?width=" + width).statusCode()).isEqualTo(400);
  }

  @Test
  void whatCannotBeReadIsServedAsItIsAndNotSmaller() throws Exception {
    var broken = noise(100, 100);
    Arrays.fill(broken, 40, broken.length, (byte) 7);
    var job = done(cdn.serve(broken), SINGLE);
    awaitState(job, "kept");
    assertThat(get(path(job)).body()).isEqualTo(broken);
    assertThat(get(path(job) + "?width=64").statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pictures/aaaaaaaaaaaaaaaaaaaaaaaa",
        "/pictures/x",
        "/pictures/..%2f..%2fetc",
        "/pictures/aaaaaaaaaaaaaaaaaaaaaaaa/../1"
      })
  void anyOtherAddressShowsNothing(String path) throws Exception {
    assertThat(get(path).statusCode()).isIn(400, 404);
  }

  @Test
  void picturesAreDeletedWhenTheirRetentionIsOver() throws Exception {
    // given a kept grid of which something was made
    var job = done(cdn.serve(noise(100, 100)), GRID);
    awaitState(job, "kept");
    assertThat(get(path(job) + "/1").statusCode()).isEqualTo(200);
    assertThat(filesOf(job)).isEqualTo(2);

    // when an instance runs that keeps pictures for a second only
    try (var _ = api.startAnother("--easel.picture.retention=1s")) {
      awaitState(job, "deleted");
    }

    // then nothing of it is left
    assertThat(filesOf(job)).isZero();
    for (var part : List.of("", "/1", "/2", "?width=64")) {
      var answer = get(path(job) + part);
      assertThat(answer.statusCode()).isEqualTo(410);
      assertThat(new String(answer.body(), StandardCharsets.UTF_8))
          .contains("urn:easel:picture-deleted");
    }
  }

  @Test
  void aPictureInABucketIsServedAndMadeSmallerFromThere() throws Exception {
    // given an instance whose store is a bucket, beside one whose store is a folder
    var buckets = BlobStores.create("transient", new Properties());
    buckets.createContainer("pictures");
    var s3 =
        S3Proxy.builder()
            .blobStore(buckets)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, "the-key", "the-secret")
            .build();
    s3.start();
    System.setProperty("aws.accessKeyId", "the-key");
    System.setProperty("aws.secretAccessKey", "the-secret");
    var store = "s3://pictures/below?endpoint=http://127.0.0.1:" + s3.getPort();
    try (var instance = api.startAnother("--easel.store=" + store)) {
      // and so many pictures that it has kept some of them, whose links have died
      var pictures = new LinkedHashMap<JobId, byte[]>();
      for (int i = 0; i < 16; i++) {
        var picture = noise(120 + 2 * i, 80);
        var link = cdn.serve(picture);
        var job = done(link, GRID);
        awaitState(job, "kept");
        cdn.die(link);
        if (filesOf(job) == 0) {
          pictures.put(job, picture);
        }
      }
      assertThat(pictures).isNotEmpty();

      for (var each : pictures.entrySet()) {
        var path = path(each.getKey());
        // then it gives each as it is, and the parts that it makes
        assertThat(get(instance, path).body()).isEqualTo(each.getValue());
        assertSamePixels(
            get(instance, path + "/1").body(),
            each.getValue(),
            new Rectangle(0, 0, read(each.getValue()).getWidth() / 2, 40));
        var smaller = get(instance, path + "?width=64");
        assertThat(header(smaller, "Content-Type")).isEqualTo("image/jpeg");
        assertThat(read(smaller.body()).getWidth()).isEqualTo(64);
        assertThat(get(instance, path + "?width=64").body()).isEqualTo(smaller.body());

        // and all three are in the bucket, and nothing elsewhere
        var token = path.replace("/pictures/", "");
        assertThat(buckets.list("pictures").contents())
            .filteredOn(object -> object.key().contains(token + "."))
            .hasSize(3);
        assertThat(filesOf(each.getKey())).isZero();
        assertThat(get(path).statusCode()).isEqualTo(404);
      }
    } finally {
      s3.stop();
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  private JobId done(String link, List<Button> buttons) {
    var job = customer.job("a red fox");
    var picture =
        new Picture(new DiscordMessage("1", "2", "3", 0), "x", link, "a red fox", buttons);
    customer.worker().say(new Ended(job, Instant.now(), account, new JobEnd.Done(picture)));
    await("the job is done").atMost(SOON).until(() -> customer.status(job).equals("DONE"));
    return job;
  }

  private void awaitState(JobId job, String state) {
    await("the picture is " + state).atMost(SOON).until(() -> state(job), state::equals);
  }

  private String state(JobId job) throws SQLException {
    return api.value("select state from easel_api.picture where job = '" + job + "'");
  }

  private void leaveLeased(JobId job) throws SQLException {
    api.sql(
        """
        update easel_api.picture set state = 'due', attempts = 1, kept_at = null,
          due_at = now() + interval '1 second'
        where job = '%s'
        """
            .formatted(job));
  }

  private void deleteFromStore(JobId job) throws IOException {
    try (var files = Files.walk(api.store())) {
      for (var file : files.filter(file -> isOf(job, file.toString())).toList()) {
        Files.delete(file);
      }
    }
  }

  private long filesOf(JobId job) throws IOException {
    try (var files = Files.walk(api.store())) {
      return files.filter(file -> isOf(job, file.toString())).count();
    }
  }

  private boolean isOf(JobId job, String file) {
    return file.contains(path(job).replace("/pictures/", "") + ".");
  }

  private String uri(JobId job) {
    return customer.job(job).required("uri").asString();
  }

  private String path(JobId job) {
    return URI.create(uri(job)).getPath();
  }

  private HttpResponse<byte[]> get(String path) {
    return send("GET", path);
  }

  private static HttpResponse<byte[]> get(ConfigurableApplicationContext instance, String path) {
    return send(HttpRequest.newBuilder(URI.create(TestApi.uri(instance) + path)).build());
  }

  // Without any key.
  private HttpResponse<byte[]> send(String method, String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(api.operator().base() + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  private static HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofByteArray());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  /// A picture of which no two dots are likely to be the same.
  private static byte[] noise(int width, int height) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var random = new Random(width * 31L + height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    var file = new ByteArrayOutputStream();
    ImageIO.write(image, "png", file);
    return file.toByteArray();
  }

  private static void assertSamePixels(byte[] file, byte[] whole, Rectangle region)
      throws IOException {
    var image = read(file);
    var expected = read(whole);
    assertThat(image.getWidth()).isEqualTo(region.width);
    assertThat(image.getHeight()).isEqualTo(region.height);
    assertThat(image.getRGB(0, 0, region.width, region.height, null, 0, region.width))
        .isEqualTo(
            expected.getRGB(
                region.x, region.y, region.width, region.height, null, 0, region.width));
  }

  private static BufferedImage read(byte[] file) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(file));
  }
}
