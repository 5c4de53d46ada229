package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.WebhookReceiver.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `kill -9` of api instances while they tell customers of their jobs: every end arrives, signed,
/// and what is told of one job is told in order.
@ExtendWith(TwoOfEach.class)
class WebhookTests {
  private static final int JOBS_EACH = 15;
  private static final int FAILING_EACH = 7;

  @Test
  void everyEndArrivesThoughInstancesAreKilled(Deployment easel) {
    // given a customer who wants to be told of everything, by a program that fails at times
    easel.simulator().set(Map.of("jobMs", Map.of("min", 500, "max", 1500), "waitingMs", 50));
    var studio = new Studio(easel, "PRO");
    studio.link(3);
    try (var receiver = new WebhookReceiver(FAILING_EACH)) {
      var webhook =
          Map.of("url", receiver.url(), "events", List.of("DONE", "FAIL", "CANCELLED", "PROGRESS"));
      var made = studio.instances.getFirst().call("PUT", "/webhook", webhook).expect(200);
      receiver.knows(made.required("secret").asString());
      var jobs = new ArrayList<String>();
      // when each instance is killed twice while it tells of them
      for (int round = 1; round <= 2; round++) {
        for (var api : easel.names("api")) {
          receiver.hold();
          for (int i = 0; i < JOBS_EACH; i++) {
            var word = Studio.word();
            jobs.add(studio.messageId(studio.imagine(word, "a tin robot " + word)));
          }
          await("attempts are under way")
              .atMost(Duration.ofMinutes(1))
              .until(() -> receiver.held() >= 6);
          easel.kill(api);
          receiver.release();
          easel.restart(api);
        }
      }
      studio.awaitEnds();

      // then every end arrives
      await("every end is told")
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(ends(receiver.told())).containsAll(jobs));
      var last = studio.instances.getLast();
      // the pause after a fourth failure may be 162 s long
      await("nothing is open")
          .atMost(Duration.ofMinutes(5))
          .until(
              () ->
                  last.get("/webhooks/deliveries?status=PENDING")
                      .expect(200)
                      .required("items")
                      .isEmpty());

      // also those that were being told when their instance was killed
      assertThat(errors(last)).anyMatch(error -> error.contains("was stopped meanwhile"));

      // each believed, and in order for one job: nothing follows what is newer
      assertThat(receiver.unbelieved()).isZero();
      var byJob = receiver.told().stream().collect(Collectors.groupingBy(Told::messageId));
      assertThat(byJob).containsOnlyKeys(jobs);
      byJob.forEach(
          (job, told) -> {
            assertThat(told).extracting(Told::progress).as(job).isSorted();
            var firstEnd = told.stream().map(Told::status).toList().indexOf("DONE");
            assertThat(told.subList(firstEnd, told.size()))
                .as("after the end of " + job)
                .extracting(Told::id)
                .containsOnly(told.get(firstEnd).id());
          });
    }
  }

  private static List<String> ends(List<Told> told) {
    return told.stream().filter(it -> it.status().equals("DONE")).map(Told::messageId).toList();
  }

  private static List<String> errors(EaselClient customer) {
    var errors = new ArrayList<String>();
    var cursor = "";
    do {
      var page = customer.get("/webhooks/deliveries?limit=100&cursor=" + cursor).expect(200);
      for (var delivery : page.required("items")) {
        delivery.required("attempts").forEach(it -> errors.add(it.path("error").asString("")));
      }
      cursor = page.path("nextCursor").asString("");
    } while (!cursor.isEmpty());
    return errors;
  }
}
