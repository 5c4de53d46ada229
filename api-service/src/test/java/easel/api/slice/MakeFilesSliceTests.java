package easel.api.slice;

import static easel.api.slice.TestPicture.picture;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.api.slice.PageClient.Answer;
import easel.api.slice.PageClient.Chosen;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Command;
import easel.common.message.LaneJob;
import easel.common.message.Upload;
import easel.common.store.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pictures that somebody chooses on the page Make from the own machine.
class MakeFilesSliceTests {
  private static final String IMAGINE = "/make/imagine";
  private static final String DESCRIBE = "/make/describe";
  private static final String BLEND = "/make/blend";
  private static final String ADDRESS = "https://example.com/a.png";
  private static final int MIB = 1024 * 1024;

  private final TestApi api = TestApi.shared();
  private final TestCustomer customer = api.customer("STANDARD");
  private final PageClient pages = PageClient.of(customer);
  private List<LaneJob> lane = List.of();

  @BeforeEach
  void link() {
    customer.linkReady();
    lane = api.worker().take(QueueId.ofCustomer(customer.id()));
  }

  @Test
  void filesAreDrawnFromBesideAddresses() {
    var fox = picture("png", 20_000);
    var owl = picture("webp", 300_000);

    var made =
        imagine(
            List.of(file("fox.png", fox), file("owl é.webp", owl)),
            "prompt",
            "a fox and an owl, é",
            "pictures",
            ADDRESS,
            "ratio",
            "3:2");

    var job = madeJob(made);
    assertThat(customer.job(job).required("prompt").asString())
        .isEqualTo(ADDRESS + " a fox and an owl, é --ar 3:2");
    assertThat(((Command.Imagine) next()).pictures().stream().map(this::kept))
        .containsExactly(fox, owl);
    // and for the next one like it all is there but what no page can choose
    assertThat(made.page().select("#prompt").val()).isEqualTo("a fox and an owl, é");
    assertThat(made.page().select("#files-again").text())
        .contains("For one more with the same files, choose them again", "fox.png", "owl é.webp");
    assertThat(made.page().select("#files").attr("aria-describedby")).contains("files-again");
  }

  @Test
  void aPictureIsDescribedByItsFileOrByItsAddress() {
    var fox = picture("jpg", 20_000);
    var described = describe(List.of(file("fox.jpg", fox)));
    assertThat(customer.status(madeJob(described))).isEqualTo("QUEUED");
    assertThat(kept(next().kept().getFirst())).isEqualTo(fox);

    var both = describe(List.of(file("fox.jpg", fox)), "url", ADDRESS);
    assertThat(both.status()).isEqualTo(400);
    assertThat(both.error("url")).isEqualTo("Either an address or a file is expected, not both.");
    assertThat(both.error("files")).isEqualTo(both.error("url"));
    assertThat(both.page().select("#url").val()).isEqualTo(ADDRESS);
    assertThat(both.page().select("#files-again").text()).contains("choose them again", "fox.jpg");

    var neither = describe(List.of());
    assertThat(neither.error("files")).isEqualTo("An address or a file is expected.");
    assertThat(neither.page().select("#files-again").text()).isEmpty();
    assertThat(describe(List.of(file("a.jpg", fox), file("b.jpg", fox))).error("files"))
        .isEqualTo("One file is expected.");
  }

  @Test
  void aBlendTakesAddressesAndFilesTogether() {
    var lake = picture("png", 1_000);
    var fox = picture("gif", 1_000);
    api.source().offer("https://example.com/lake.png", lake);

    var made = blend(List.of(file("fox.gif", fox)), "pictures", "https://example.com/lake.png");

    assertThat(customer.status(madeJob(made))).isEqualTo("QUEUED");
    assertThat(((Command.Blend) next()).pictures().stream().map(this::kept))
        .containsExactly(lake, fox);

    // one is too few, however it is given, and one twice is refused where it is for the second time
    var one = blend(List.of(file("fox.gif", fox)), "dimensions", "SQUARE");
    assertThat(one.error("pictures")).contains("2 to 5", "got 1");
    assertThat(one.page().select("#files-again").text()).contains("fox.gif");
    assertThat(one.page().select("option[selected]").eachAttr("value")).containsExactly("SQUARE");
    assertThat(blend(List.of(file("fox.gif", fox), file("same.gif", fox))).error("files"))
        .startsWith("\"same.gif\" is the same picture");
  }

  @Test
  void whatIsWrongWithAFileIsSaidBesideItAndNothingTypedIsLost() throws Exception {
    var text = imagine(List.of(file("notes.txt", "a fox".getBytes(UTF_8))), "prompt", "a fox");
    assertThat(text.status()).isEqualTo(400);
    assertThat(text.error("files"))
        .isEqualTo("\"notes.txt\" must be a PNG, JPEG, WebP or GIF picture.");
    assertThat(text.page().select("#files").attr("aria-invalid")).isEqualTo("true");
    assertThat(text.page().select("#files-again").text()).contains("notes.txt");
    assertThat(text.page().select("#prompt").val()).isEqualTo("a fox");

    var large = file("large.png", picture("png", 10 * MIB + 1));
    var refused = imagine(List.of(large), "prompt", "a fox");
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.error("files")).isEqualTo("\"large.png\" must not exceed 10 MiB.");
    assertThat(refused.page().select("#prompt").val()).isEqualTo("a fox");

    var six = Stream.generate(() -> file("a.png", picture("png", 100))).limit(6).toList();
    assertThat(imagine(six, "prompt", "a fox").error("files")).contains("at most 5", "got 6");

    // also where something else is wrong
    var fox = file("fox.png", picture("png", 1_000));
    var other = imagine(List.of(fox), "prompt", "a fox", "stylize", "70000");
    assertThat(other.error("stylize")).contains("0 to 1000");
    assertThat(other.error("files")).isEmpty();
    assertThat(other.page().select("#files-again").text()).contains("choose them again", "fox.png");

    assertThat(api.count("easel_api.job where customer = " + customer.id())).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 40})
  void whereAllTogetherIsTooLargeTheLimitIsSaidAndNothingTypedIsLost(int size) {
    var form = pages.open("/make");
    var named = form.page().select("#make [name]").eachAttr("name");
    assertThat(named).as("files come after what is typed").endsWith("files");
    var parts =
        IntStream.range(0, size / 5).mapToObj(i -> file(i + ".png", picture("png", 5 * MIB)));

    var refused =
        pages.submit(form, IMAGINE, parts.toList(), "prompt", "a fox", "pictures", ADDRESS);

    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.error("files")).contains("must not exceed 14 MiB");
    assertThat(refused.page().select("#prompt").val()).isEqualTo("a fox");
    assertThat(refused.page().select("#pictures").val()).isEqualTo(ADDRESS);
    // and with smaller ones it goes on from there
    var small = List.of(file("fox.png", picture("png", 1_000)));
    madeJob(pages.submit(refused, IMAGINE, small));
  }

  @Test
  void aFormThatIsSentTwiceMakesOneJob() {
    var fox = List.of(file("fox.png", picture("png", 1_000)));
    var owl = List.of(file("owl.png", picture("png", 1_000)));
    var form = pages.open("/make");
    var first = madeJob(pages.submit(form, IMAGINE, fox, "prompt", "once"));
    assertThat(madeJob(pages.submit(form, IMAGINE, fox, "prompt", "once"))).isEqualTo(first);

    var used = pages.submit(form, IMAGINE, owl, "prompt", "once");
    assertThat(used.status()).isEqualTo(409);
    assertThat(used.text()).contains("press Make once more");
    assertThat(used.page().select("#files-again").text()).contains("owl.png");
    assertThat(madeJob(pages.submit(used, IMAGINE, owl))).isNotEqualTo(first);
  }

  @Test
  void whatNoPageOfEaselSentIsRefused() throws Exception {
    var fox = List.of(file("fox.png", picture("png", 1_000)));
    var forged = pages.post(IMAGINE, fox, "prompt", "a fox");
    assertThat(forged.status()).isEqualTo(403);
    assertThat(forged.text()).contains("Nothing was changed");

    var stranger = new PageClient(customer.http().base()).post(IMAGINE, fox, "prompt", "a fox");
    assertThat(stranger.header("Location").orElseThrow()).isEqualTo("/sign-in");

    // nor is a form of more parts than any has
    var token = pages.open("/make").page().select("#make [name=_csrf]").val();
    var many = new String[202];
    Arrays.fill(many, "x");
    System.arraycopy(new String[] {"_csrf", token, "prompt", "a fox"}, 0, many, 0, 4);
    var unreadable = pages.post(IMAGINE, fox, many);
    assertThat(unreadable.status()).isEqualTo(400);
    assertThat(unreadable.notice()).contains("cannot be read to its end; nothing was done");
    assertThat(unreadable.page().select("#prompt").val()).isEqualTo("a fox");
    assertThat(api.count("easel_api.job where customer = " + customer.id())).isZero();
  }

  private Answer imagine(List<Chosen> files, String... fields) {
    return pages.submit(pages.open(IMAGINE), IMAGINE, files, fields);
  }

  private Answer describe(List<Chosen> files, String... fields) {
    return pages.submit(pages.open(DESCRIBE), DESCRIBE, files, fields);
  }

  private Answer blend(List<Chosen> files, String... fields) {
    return pages.submit(pages.open(BLEND), BLEND, files, fields);
  }

  private static Chosen file(String name, byte[] content) {
    return new Chosen("files", name, content);
  }

  private Command next() {
    await("a job in the lane").until(() -> !lane.isEmpty());
    return lane.getLast().command();
  }

  private byte[] kept(Upload upload) {
    try (var stored = api.bean(ObjectStore.class).find(upload.key()).orElseThrow()) {
      return stored.content().readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static JobId madeJob(Answer page) {
    assertThat(page.status()).as(page.text()).isEqualTo(200);
    return JobId.of(page.page().select(".made h2 a").text());
  }
}
