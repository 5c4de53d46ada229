package easel.systemtests;

import static easel.systemtests.Dialog.CUSTOM_ZOOM;
import static easel.systemtests.Dialog.REGION;
import static easel.systemtests.Dialog.REMIX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.Simulator.Entry;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.RightPicture;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `kill -9` on the way from a pressed button to what its dialog is filled in with: that is sent at
/// most once, and each job is told what became of it (docs/adr/0013).
@ExtendWith(TwoOfEach.class)
class KilledDialogTests {
  private final Deployment easel;
  private final Simulator simulator;

  KilledDialogTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  @Test
  void whatWasFilledInIsFollowedByTheNextOwnerToItsPicture() {
    // given dialogs that were filled in, and what comes of them is being drawn
    var scene = new DialogScene(easel, CUSTOM_ZOOM, REMIX, REGION);
    scene.hold();
    var tags = scene.fillIn();
    scene.awaitDrawn();

    scene.killWorker();
    simulator.release(Map.of());

    tags.forEach((dialog, tag) -> drawnOnce(scene, dialog, tag));
    scene.studio.verify(new NothingLost(), new OneEnd(), new NothingTwice(), new RightPicture());
  }

  @Test
  void whatReachesDiscordOnlyAfterItsSenderDiedIsNotSentAgain() {
    // given dialogs that are filled in, while Discord takes its time
    var scene = new DialogScene(easel, CUSTOM_ZOOM, REMIX, REGION);
    scene.order("forms", "late");
    var tags = scene.fillIn();
    scene.awaitStruck("late");

    // when the worker dies, another follows, and then Discord takes what the dead one sent
    scene.killWorker();
    tags.keySet().forEach(dialog -> assertThat(scene.answers(dialog)).isEmpty());
    simulator.clearFaults();

    tags.forEach((dialog, tag) -> drawnOnce(scene, dialog, tag));
    scene.studio.verify(new NothingLost(), new OneEnd(), new NothingTwice(), new RightPicture());
  }

  @Test
  void aDialogWhoseWorkerDiedBeforeItOpenedIsLost() {
    // given buttons that were pressed, and whose dialogs are awaited
    var scene = new DialogScene(easel, CUSTOM_ZOOM, REGION);
    scene.keepShut();
    var tags = scene.fillIn();
    scene.awaitPressed();

    scene.killWorker();

    tags.forEach((dialog, tag) -> lost(scene, dialog, tag));
    scene.studio.verify(new OneEnd(), new NothingTwice(), new RightPicture());
  }

  @Test
  void aPressThatReachesDiscordOnlyAfterItsSenderDiedIsNotRepeated() {
    // given buttons that are pressed, while Discord takes its time
    var scene = new DialogScene(easel, CUSTOM_ZOOM, REMIX, REGION);
    scene.order("interactions", "late");
    var tags = scene.fillIn();
    scene.awaitStruck("late");

    // when the worker dies, another follows, and then the dialogs open
    scene.killWorker();
    for (var dialog : List.of(CUSTOM_ZOOM, REGION)) {
      lost(scene, dialog, String.valueOf(tags.get(dialog)));
    }
    simulator.clearFaults();
    scene.awaitOpened();

    // then those of jobs that have ended stay empty, and the other is filled in
    drawnOnce(scene, REMIX, String.valueOf(tags.get(REMIX)));
    await("nothing more is filled in")
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                scene.answers(CUSTOM_ZOOM).isEmpty()
                    && scene.answers(REGION).isEmpty()
                    && scene.answers(REMIX).size() == 1);
    tags.keySet().forEach(dialog -> assertThat(scene.presses(dialog)).hasSize(1));
    scene.studio.verify(new OneEnd(), new NothingTwice(), new RightPicture());
  }

  @Test
  void aTaskThatWaitsForItsDialogOutlivesTheInstanceThatAskedForIt() {
    // given tasks that one instance has asked to fill in
    var scene = new DialogScene(easel, CUSTOM_ZOOM, REMIX, REGION);
    var studio = scene.studio;
    var asking = studio.instances.getFirst();
    var other = studio.instances.getLast();
    var tasks = new EnumMap<Dialog, String>(Dialog.class);
    for (var dialog : List.of(CUSTOM_ZOOM, REMIX, REGION)) {
      tasks.put(dialog, studio.open(asking, scene.picture(dialog), dialog.label));
    }

    // when that instance dies, and they are filled in at another, and once more for good measure
    easel.kill(easel.names("api").getFirst());
    var tags = new EnumMap<Dialog, String>(Dialog.class);
    tasks.forEach(
        (dialog, task) -> {
          var fetched = other.mj("GET", "/task/" + task + "/fetch", null).expect(200);
          assertThat(fetched.path("status").asString()).isEqualTo("MODAL");
          var word = Studio.word();
          var filledIn = dialog.filledIn(word, "maskBase64");
          tags.put(dialog, studio.fillIn(other, task, word, filledIn));
          assertThat(studio.enter(other, task, filledIn)).isEqualTo(task);
        });

    // then each is drawn once
    easel.restart(easel.names("api").getFirst());
    tags.forEach((dialog, tag) -> drawnOnce(scene, dialog, tag));
    studio.verify(new NothingLost(), new OneEnd(), new NothingTwice(), new RightPicture());
  }

  /// One press, one answer, and the picture that came of it.
  private static void drawnOnce(DialogScene scene, Dialog dialog, String tag) {
    scene.studio.done(tag);
    assertThat(scene.presses(dialog)).as("presses of " + dialog).hasSize(1);
    assertThat(scene.answers(dialog))
        .as("answers to " + dialog)
        .singleElement()
        .returns(true, Entry::taken)
        .satisfies(answer -> assertThat(answer.customId()).startsWith(dialog.form));
  }

  /// One press, of which nothing came, and nobody is charged for it.
  private static void lost(DialogScene scene, Dialog dialog, String tag) {
    var job = scene.studio.awaitEnd(tag);
    assertThat(job.status()).as(job.whole().toString()).isEqualTo("FAIL");
    assertThat(job.reason()).isEqualTo("INTERNAL");
    assertThat(job.sent()).isFalse();
    assertThat(scene.answers(dialog)).as("answers to " + dialog).isEmpty();
  }
}
