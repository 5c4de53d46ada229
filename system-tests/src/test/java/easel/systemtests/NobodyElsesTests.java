package easel.systemtests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.EaselClient.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// P8: a customer sees and touches only its own, at every instance; and what was secret is written
/// nowhere, neither in a log nor in what a broker or the database keeps on its disk.
@ExtendWith(TwoOfEach.class)
class NobodyElsesTests {
  private final Deployment easel;

  private String ownersKey;
  private String strangersKey;
  private Simulator.Account discord;
  private List<EaselClient> owner;
  private List<EaselClient> stranger;
  private EaselClient.Account account;
  private String queue;
  private String job;

  NobodyElsesTests(Deployment easel) {
    this.easel = easel;
  }

  @BeforeEach
  void anOwnerWithAFinishedJobAndAStranger() {
    var made = easel.operator().createCustomer("owner", "PRO");
    ownersKey = made.apiKey();
    owner = everywhere(ownersKey);
    strangersKey = easel.operator().createCustomer("stranger", "PRO").apiKey();
    stranger = everywhere(strangersKey);
    var channel = easel.simulator().createServer();
    discord = easel.simulator().createAccount("BASIC", channel);
    account = owner.getFirst().link(Link.of(discord, channel, 1));
    var submitted = owner.getFirst().imagine("a diary of " + Studio.word());
    queue = submitted.queue();
    job = submitted.messageId();
    await("it is drawn")
        .atMost(Duration.ofMinutes(1))
        .until(() -> owner.getLast().job(job).status().equals("DONE"));
  }

  @Test
  void whatIsSomebodyElsesIsNotThere() {
    for (var other : stranger) {
      for (var path :
          List.of(
              "/midjourney/message/" + job,
              "/midjourney/message/" + job + "/events",
              "/message/trace/" + job,
              "/discord/accounts/" + account.id())) {
        isNotThere(other, "GET", path, null);
      }
      isNotThere(other, "DELETE", "/midjourney/message/" + job, null);
      isNotThere(other, "DELETE", "/discord/accounts/" + account.id(), null);
      isNotThere(other, "PATCH", "/discord/accounts/" + account.id(), Map.of("concurrency", 2));
      isNotThere(other, "PUT", "/discord/token/" + account.id(), Map.of("isActive", false));
      isNotThere(other, "POST", "/queues/" + queue + "/pause", null);
      isNotThere(other, "POST", "/queues/" + queue + "/resume", null);
      isNotThere(other, "DELETE", "/queues/" + queue + "/jobs", null);
      isNotThere(other, "POST", "/midjourney/button", Map.of("messageId", job, "button", "U1"));
      assertThat(other.get("/admin/customers").status()).isEqualTo(401);
      for (var list :
          List.of("/midjourney/messages", "/discord/accounts", "/queues", "/webhooks/deliveries")) {
        assertThat(other.get(list).expect(200).toString())
            .as(list)
            .doesNotContain(job, queue, discord.userId());
      }
    }
    for (var own : owner) {
      assertThat(own.job(job).status()).isEqualTo("DONE");
      assertThat(own.account(account.id()).status()).isEqualTo("READY");
    }
  }

  @Test
  void norIsItInTheOtherDialect() {
    for (var api : easel.names("api")) {
      var other = easel.operator(api).as(strangersKey);
      for (var path : List.of("/task/" + job + "/fetch", "/account/" + account.id() + "/fetch")) {
        assertThat(other.mj("GET", path, null).expect(200).isMissingNode())
            .as("that %s answers nothing", path)
            .isTrue();
      }
      for (var list : List.of("/task/list", "/task/queue", "/account/list")) {
        assertThat(other.mj("GET", list, null).expect(200)).as(list).isEmpty();
      }
    }
  }

  @Test
  void secretsAreWrittenNowhere() {
    // given a secret of each kind that has been used
    var webhook =
        owner.getFirst().call("PUT", "/webhook", Map.of("url", "http://127.0.0.1:9/")).expect(200);
    var secrets =
        Map.of(
            "the customer's key", ownersKey.substring(ownersKey.lastIndexOf('_') + 1),
            "the account's token", discord.token(),
            "the webhook's secret", webhook.path("secret").asString().replace("whsec_", ""),
            "the operator's key", easel.setting("EASEL_ADMIN_KEY"));
    secrets.forEach((what, secret) -> assertThat(secret).as(what).hasSizeGreaterThan(15));

    // then no file of a service or a broker holds it
    var found = new ArrayList<String>();
    var files = 0;
    for (var file : files()) {
      files++;
      var content = content(file);
      secrets.forEach(
          (what, secret) -> {
            if (content.contains(secret)) {
              found.add(what + " in " + file);
            }
          });
    }
    assertThat(found).isEmpty();
    assertThat(files).as("files that were looked into").isGreaterThan(100);

    // and what is no secret is found there
    assertThat(files()).anyMatch(file -> content(file).contains(discord.userId()));
  }

  private static void isNotThere(
      EaselClient other, String method, String path, @Nullable Object body) {
    var answer = other.call(method, path, body);
    assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isEqualTo(404);
  }

  private List<EaselClient> everywhere(String key) {
    return easel.names("api").stream().map(api -> easel.operator(api).as(key)).toList();
  }

  /// Whatever a service or a broker has on its disk, but for how they were configured.
  private List<Path> files() {
    return Stream.of(
            easel.logs(), easel.data("rabbitmq"), easel.data("redis"), easel.data("postgresql"))
        .flatMap(NobodyElsesTests::filesOf)
        .toList();
  }

  private static Stream<Path> filesOf(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList().stream();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (NoSuchFileException gone) {
      return ""; // brokers tidy up
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
