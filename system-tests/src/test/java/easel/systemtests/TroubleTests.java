package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.Command;
import easel.common.message.LaneJob;
import easel.common.message.Wire;
import easel.common.partition.Partitions;
import easel.common.topology.Topology;
import easel.systemtests.EaselClient.Job;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Messages that nobody can handle, and accounts that Discord or Midjourney lets down: each job or
/// account ends up in a named state with its reason, and the rest goes on.
@ExtendWith(Impatient.class)
class TroubleTests {
  private final Deployment easel;
  private final Simulator simulator;

  TroubleTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  @BeforeEach
  void shortJobs() {
    simulator.set(Map.of("jobMs", 600, "waitingMs", 30));
  }

  @Test
  void messagesThatCannotBeReadArePutAsideAndTheRestGoesOn() {
    var studio = new Studio(easel, "PRO");
    var account = studio.link(2);
    assertThat(studio.awaitEnd(studio.imagine()).status()).isEqualTo("DONE");
    try (var rabbit = new Rabbit(easel)) {
      // when something that is no message of ours comes into every kind of queue
      var queues =
          List.of(
              Topology.lane(new QueueId("account-" + account.id())),
              Topology.handOver(Partitions.ofDiscordUser(studio.users.getFirst().userId())),
              Topology.REPLIES_API,
              Topology.ASK);
      var poison = new ArrayList<String>();
      for (var queue : queues) {
        var body = "{\"none of ours in\": \"" + queue + " " + account.id();
        poison.add(body);
        rabbit.publish(queue, body.getBytes(StandardCharsets.UTF_8));
      }

      // then all of it is put aside as it came
      var aside = new ArrayList<String>();
      await("all of it is put aside")
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                aside.addAll(rabbit.deadLetters());
                return aside.containsAll(poison);
              });
    }
    // and the jobs behind it go on
    for (int i = 0; i < 4; i++) {
      assertThat(studio.awaitEnd(studio.imagine()).status()).isEqualTo("DONE");
    }
  }

  @Test
  void aJobWhoseHandOverCannotBeReadEndsAndTheLineGoesOn() {
    // given a job that waits in a paused queue
    var studio = new Studio(easel, "PRO");
    var account = studio.link(2);
    var queue = "account-" + account.id();
    studio.instances.getFirst().pause(queue);
    var poisoned = studio.imagine();
    var behind = studio.imagine();
    var handOver =
        new AccountMessage.HandOver(
            new LaneJob(
                JobId.of(studio.messageId(poisoned)),
                new QueueId(queue),
                1,
                Instant.now(),
                null,
                new Command.Imagine("nothing")),
            new AccountId(account.id()));
    try (var rabbit = new Rabbit(easel)) {
      // when it is handed over without its command
      rabbit.publish(
          Topology.handOver(Partitions.ofDiscordUser(studio.users.getFirst().userId())),
          Wire.writeText(handOver)
              .replaceFirst("\"command\":\\{[^}]*}", "\"command\":null")
              .getBytes(StandardCharsets.UTF_8));

      // then it ends, unsent, with its reason, and its message is put aside
      var job = studio.awaitEnd(poisoned);
      assertThat(job.status()).isEqualTo("FAIL");
      assertThat(job.reason()).isEqualTo("INTERNAL");
      assertThat(job.sent()).isFalse();
      var aside = new ArrayList<String>();
      await("its message is put aside")
          .until(
              () -> {
                aside.addAll(rabbit.deadLetters());
                return aside.stream().anyMatch(body -> body.contains(studio.messageId(poisoned)));
              });
    }

    // and the job behind it is sent, itself never
    studio.instances.getFirst().resume(queue);
    assertThat(studio.awaitEnd(behind).status()).isEqualTo("DONE");
    studio.verify(new OneEnd(), new NothingTwice());
    assertThat(studio.history.sends()).hasSize(1);
  }

  @Test
  void aQuestionWhoseHandlingAlwaysFailsIsPutAside() {
    // given a question about no job at all
    var queue = "customer-987654321";
    var question = "{\"type\":\"Tell\",\"job\":null,\"queue\":\"" + queue + "\"}";
    try (var rabbit = new Rabbit(easel)) {
      // when workers are asked
      rabbit.publish(Topology.ASK, question.getBytes(StandardCharsets.UTF_8));

      // then the question is put aside, and does not wait for ever
      var aside = new ArrayList<String>();
      await("the question is put aside")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                aside.addAll(rabbit.deadLetters());
                return aside.stream().anyMatch(body -> body.contains(queue));
              });
    }
  }

  @Test
  void aTokenRevokedInMidRun() {
    var studio = twoAccounts();
    var troubled = studio.accounts.getFirst();
    var user = studio.users.getFirst();
    var tags = imagine(studio, 16);

    // when Discord forgets the token of one account
    simulator.change(user, Map.of("revoked", true));

    // then the account says so
    studio.awaitStatus(troubled, "NEEDS_ATTENTION");
    assertThat(studio.attention(troubled)).contains("token");
    // and every job is drawn, or says that it was never sent
    allDoneOrUnsent(studio, tags);

    // and with a new token the account goes on
    var token = "renewed-" + user.userId();
    simulator.change(user, Map.of("token", token));
    studio
        .instances
        .getFirst()
        .call("PATCH", "/discord/accounts/" + troubled.id(), Map.of("userToken", token))
        .expect(200);
    studio.awaitStatus(troubled, "READY");
    assertThat(studio.awaitEnd(studio.imagine(troubled)).status()).isEqualTo("DONE");
  }

  @Test
  void anAccountThatDiscordBlocks() {
    var studio = twoAccounts();
    var troubled = studio.accounts.getFirst();
    var tags = imagine(studio, 16);

    simulator.change(studio.users.getFirst(), Map.of("blocked", "UNVERIFIED"));

    studio.awaitStatus(troubled, "NEEDS_ATTENTION");
    assertThat(studio.attention(troubled)).contains("403", "40002");
    allDoneOrUnsent(studio, tags);
  }

  @Test
  void anAccountThatMidjourneyBlocksIsSilentAndHoldsUpNoOther() {
    // given two accounts, one of which Midjourney refuses, where no bot can see it
    var studio = twoAccounts();
    var blocked = studio.accounts.getFirst();
    simulator.change(studio.users.getFirst(), Map.of("blocked", true));

    // when jobs are bound to each
    var refused = studio.imagine(blocked);
    var others = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      others.add(studio.imagine(studio.accounts.getLast()));
    }

    // then those of the other are drawn, and silence ends the first with its reason
    others.forEach(tag -> assertThat(studio.awaitEnd(tag).status()).isEqualTo("DONE"));
    var job = studio.awaitEnd(refused);
    assertThat(job.status()).isEqualTo("FAIL");
    assertThat(job.reason()).isEqualTo("NO_ANSWER");
    assertThat(job.whole().path("error").asString("")).contains("switch its second ear on");
    studio.verify(new OneEnd(), new NothingTwice());
  }

  @Test
  void aChannelThatIsDeleted() {
    var studio = twoAccounts();
    var troubled = studio.accounts.getFirst();
    var tags = imagine(studio, 16);

    simulator
        .call("DELETE", "/control/channels/" + studio.channels.getFirst().id(), null)
        .expectSuccess();

    studio.awaitStatus(troubled, "NEEDS_ATTENTION");
    assertThat(studio.attention(troubled)).contains("channel");
    allExplained(studio, tags, "TIMEOUT", "NO_ANSWER");
  }

  @Test
  void aBotThatIsThrownOutOfTheServer() {
    // given an account in a server of its own, and one elsewhere
    var studio = new Studio(easel, "PRO");
    var server = simulator.call("POST", "/control/guilds", Map.of()).expectSuccess();
    var guild = server.required("id").asString();
    var troubled =
        studio.link(2, new Simulator.Channel(server.required("channelId").asString(), guild));
    studio.link(2);
    var tags = imagine(studio, 16);

    // when the bot is thrown out of the first
    simulator.throwBotOut(guild);

    // then the account says so, and the jobs that it can follow no longer end with their reason
    studio.awaitStatus(troubled, "NEEDS_ATTENTION");
    assertThat(studio.attention(troubled)).contains("not a member of server " + guild);
    allExplained(studio, tags, "TIMEOUT", "NO_ANSWER");
  }

  private Studio twoAccounts() {
    var studio = new Studio(easel, "PRO");
    studio.link(2);
    studio.link(2);
    return studio;
  }

  private static List<String> imagine(Studio studio, int count) {
    var tags = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      tags.add(studio.imagine());
    }
    return tags;
  }

  private static void allDoneOrUnsent(Studio studio, List<String> tags) {
    allExplained(studio, tags);
  }

  /// Jobs in flight may end as the account's trouble explains; others are drawn, or were not sent.
  private static void allExplained(Studio studio, List<String> tags, String... inFlight) {
    var drawn = 0;
    for (var tag : tags) {
      Job job = studio.awaitEnd(tag);
      if (job.status().equals("DONE")) {
        drawn++;
      } else if ("ACCOUNT_UNAVAILABLE".equals(job.reason())) {
        assertThat(job.sent()).as(tag).isFalse();
      } else {
        assertThat(job.reason()).as(tag).isIn((Object[]) inFlight);
      }
    }
    studio.verify(new OneEnd(), new NothingTwice());
    // The other account took over whatever still waited in the lane of the troubled one.
    assertThat(drawn).isGreaterThanOrEqualTo(tags.size() - 4);
  }
}
