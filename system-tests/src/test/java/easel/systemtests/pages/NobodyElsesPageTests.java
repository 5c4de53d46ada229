package easel.systemtests.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import easel.systemtests.Deployment;
import easel.systemtests.EaselClient.Customer;
import easel.systemtests.TwoOfEach;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// P8 of the pages, at every instance: somebody else's job, account, delivery or picture is a page
/// that is not there, no list shows it, and no stream tells of it.
@ExtendWith({WithVisitors.class, TwoOfEach.class})
class NobodyElsesPageTests {
  private static final Duration SOON = Duration.ofMinutes(1);

  /// Gathers whatever a customer's streams tell: that of the board, and that of its programs.
  private static final String LISTEN =
      """
      key => {
        window.heard = { board: '', program: '' };
        const board = new EventSource('/board/events');
        for (const kind of ['whole', 'parts']) {
          board.addEventListener(kind, event => { window.heard.board += event.data; });
        }
        fetch('/api/v1/midjourney/events', { headers: { Authorization: 'Bearer ' + key } })
            .then(async answer => {
              const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
              for (let read = await reader.read(); !read.done; read = await reader.read()) {
                window.heard.program += read.value;
              }
            });
      }
      """;

  private final Visitors visitors;
  private final List<URI> instances;
  private Scene scene;
  private Visitor owner;
  private Visitor stranger;
  private String own;

  NobodyElsesPageTests(Visitors visitors, Deployment easel) {
    this.visitors = visitors;
    instances = easel.names("api").stream().map(easel::address).toList();
  }

  @BeforeEach
  void anOwnerInTheMiddleOfItsWorkAndAStrangerWithAJobLikeIt() {
    scene = Scene.play(visitors, "Owner");
    owner = visitors.customer(scene.customer());
    await("a picture under way is passed on")
        .pollInSameThread()
        .atMost(SOON)
        .until(
            () -> get(owner, instances.getLast(), preview()).status(),
            Integer.valueOf(200)::equals);
    var customer = visitors.create("Stranger");
    stranger = visitors.customer(customer);
    Scene.linkQuick(stranger.client, visitors.simulator());
    own = Scene.end(stranger.client, Scene.imagine(stranger.client, "a tin robot waters a fern"));
    assertThat(instances).hasSize(2);
  }

  @Test
  void whatIsSomebodyElsesIsAPageThatIsNotThere() {
    for (var instance : instances) {
      for (var path : pages()) {
        assertThat(get(owner, instance, path).status()).as(path).isEqualTo(200);
        isNotThere(get(stranger, instance, path), path);
      }
    }
  }

  @Test
  void norCanAnythingBeDoneWithIt() {
    for (var instance : instances) {
      forms()
          .forEach(
              (path, fields) -> {
                // the owner's way there ends somewhere, if only with a word that it is to be sent
                assertThat(get(owner, instance, path).status()).as(path).isNotEqualTo(404);
                isNotThere(post(stranger, instance, path, fields), path);
              });
    }
    assertThat(owner.client.account(scene.account()).status()).isEqualTo("READY");
    assertThat(owner.client.account(scene.account()).concurrency()).isEqualTo(3);
    assertThat(owner.client.queues().toString()).doesNotContain("\"paused\":true");
    assertThat(Scene.look(owner.client, scene.running()).status()).isEqualTo("PROCESSING");
    assertThat(Scene.look(owner.client, scene.waiting()).status()).isEqualTo("QUEUED");
  }

  @Test
  void noListShowsIt() {
    for (var instance : instances) {
      for (var path : lists()) {
        var shown = get(stranger, instance, path).text();
        for (var theirs : links()) {
          assertThat(shown).as(path).doesNotContain(theirs);
        }
      }
      for (var path : List.of("/board", "/jobs", "/jobs?view=table", "/jobs?q=robot")) {
        assertThat(get(stranger, instance, path).text()).as(path).contains("/jobs/" + own);
        assertThat(get(owner, instance, path).text()).as(path).contains("/jobs/" + scene.done());
      }
      // the operator's pages of the same things are no customer's
      assertThat(get(owner, instance, "/operator/jobs/" + scene.done()).status()).isEqualTo(403);
    }
  }

  @Test
  void noStreamTellsOfIt() {
    // given both with their boards open at both instances
    var owners = new ArrayList<Visitor>();
    var strangers = new ArrayList<Visitor>();
    for (var instance : instances) {
      owners.add(listening(scene.customer(), instance));
      strangers.add(listening(visitors.create("Listener"), instance));
    }

    // when the owner asks for a job, and then each of the others for one
    var theirs = Scene.imagine(owner.client, "a secret fern " + Scene.word());
    owners.forEach(each -> hears(each, theirs));
    for (var listener : strangers) {
      Scene.linkQuick(listener.client, visitors.simulator());
      var job = Scene.end(listener.client, Scene.imagine(listener.client, "a fern of my own"));
      hears(listener, job);
    }

    // then each was told of its own alone
    for (var listener : strangers) {
      assertThat(String.join("\n", heard(listener)))
          .doesNotContain(theirs, "a secret fern", scene.running(), scene.waiting())
          .doesNotContain("account-" + scene.account());
      assertThat(listener.page.content()).doesNotContain(theirs, "a secret fern");
    }
  }

  private Visitor listening(Customer customer, URI instance) {
    var visitor = visitors.at(instance).customer(customer);
    visitor.page.evaluate(LISTEN, customer.apiKey());
    return visitor;
  }

  /// Waits until both its streams told of a job.
  private static void hears(Visitor visitor, String job) {
    await("both streams tell of " + job)
        .pollInSameThread() // as browsers are to be used
        .atMost(SOON)
        .untilAsserted(() -> assertThat(heard(visitor)).allMatch(told -> told.contains(job)));
  }

  private static List<String> heard(Visitor visitor) {
    return ((List<?>) visitor.page.evaluate("() => Object.values(window.heard)"))
        .stream().map(String::valueOf).toList();
  }

  private List<String> jobs() {
    return List.of(
        scene.done(),
        scene.upscaled(),
        scene.failed(),
        scene.cancelled(),
        scene.running(),
        scene.waiting());
  }

  /// The pages of what is the owner's, and the parts of them that are asked for anew.
  private List<String> pages() {
    var pages = new ArrayList<String>();
    for (var job : jobs()) {
      pages.add("/jobs/" + job);
      pages.add("/jobs/" + job + "/live");
    }
    var account = "/accounts/" + scene.account();
    pages.addAll(List.of(account, account + "/state", account + "/unlink"));
    pages.add("/board/queues/account-" + scene.account() + "/cancel");
    pages.add(preview());
    pages.add("/webhooks/deliveries/" + scene.delivery());
    pages.add("/webhooks/deliveries/" + scene.delivery() + "/live");
    return pages;
  }

  private String preview() {
    return "/board/previews/" + scene.running() + "?n=1";
  }

  /// What is sent by a form, with what is typed into it.
  private Map<String, Map<String, String>> forms() {
    var forms = new LinkedHashMap<String, Map<String, String>>();
    forms.put("/jobs/" + scene.done() + "/press", Map.of("button", "U1"));
    forms.put("/jobs/" + scene.running() + "/cancel", Map.of());
    forms.put("/jobs/" + scene.waiting() + "/cancel", Map.of());
    forms.put("/jobs/" + scene.failed() + "/retry", Map.of());
    var account = "/accounts/" + scene.account();
    forms.put(account + "/limit", Map.of("concurrency", "1"));
    forms.put(account + "/pause", Map.of());
    forms.put(account + "/resume", Map.of());
    forms.put(account + "/label", Map.of("label", "mine"));
    forms.put(account + "/plan", Map.of("midjourneyPlan", "PRO"));
    forms.put(account + "/tokens", Map.of("userToken", "a-token-of-mine"));
    forms.put(account + "/second-ear", Map.of("secondEar", "false"));
    forms.put(account + "/remix", Map.of("remix", "true"));
    forms.put(account + "/unlink", Map.of());
    var queue = "/board/queues/account-" + scene.account();
    forms.put(queue + "/pause", Map.of());
    forms.put(queue + "/resume", Map.of());
    forms.put(queue + "/cancel", Map.of());
    forms.put("/webhooks/deliveries/" + scene.delivery() + "/replay", Map.of());
    return forms;
  }

  private List<String> lists() {
    var lists = new ArrayList<>(Sites.OF_CUSTOMER.values());
    lists.addAll(
        List.of(
            "/jobs?view=table", "/jobs?q=robot", "/jobs?q=lighthouse", "/jobs?state=PROCESSING"));
    lists.add("/make?made=" + scene.done());
    for (var job : jobs()) {
      lists.add("/jobs?q=" + job);
      lists.add("/jobs/cards?job=" + job);
    }
    return lists;
  }

  /// Whatever of the owner's a list could link to.
  private List<String> links() {
    var links = new ArrayList<>(jobs().stream().map(job -> "/jobs/" + job).toList());
    links.add("/accounts/" + scene.account() + "\"");
    links.add("account-" + scene.account());
    links.add(scene.delivery());
    return links;
  }

  private static void isNotThere(APIResponse answer, String path) {
    assertThat(answer.status()).as(path).isEqualTo(404);
    assertThat(answer.headers().get("content-type")).as(path).startsWith("text/html");
    assertThat(answer.text()).as(path).contains("<h1>Not here</h1>");
  }

  private static APIResponse get(Visitor visitor, URI instance, String path) {
    return visitor.page.request().get(instance + path);
  }

  private static APIResponse post(
      Visitor visitor, URI instance, String path, Map<String, String> fields) {
    var form = FormData.create();
    form.set("_csrf", visitor.page.locator("input[name=_csrf]").first().inputValue());
    fields.forEach(form::set);
    return visitor.page.request().post(instance + path, RequestOptions.create().setForm(form));
  }
}
