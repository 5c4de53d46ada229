package easel.systemtests;

import static easel.systemtests.Dialog.CUSTOM_ZOOM;
import static easel.systemtests.Dialog.REGION;
import static easel.systemtests.Dialog.REMIX;
import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.Simulator.Entry;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.RightPicture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Dialogs of which nobody can know whether they were filled in, as their worker died: nothing is
/// sent again, and the jobs say that it is not known (docs/adr/0013).
@ExtendWith(Impatient.class)
class UnansweredDialogTests {
  private final Deployment easel;

  UnansweredDialogTests(Deployment easel) {
    this.easel = easel;
  }

  @Test
  void whatDiscordNeverAnsweredIsNotSentAgain() {
    // given dialogs that are filled in, and a Discord that says nothing to that
    var scene = new DialogScene(easel, CUSTOM_ZOOM, REMIX, REGION);
    scene.order("forms", "hang");
    var tags = scene.fillIn();
    scene.awaitStruck("hang");

    scene.killWorker();

    // then nobody knows whether Midjourney got it, and it is not sent once more
    tags.forEach(
        (dialog, tag) -> {
          isUnknown(scene, tag);
          assertThat(scene.presses(dialog)).as("presses of " + dialog).hasSize(1);
          assertThat(scene.answers(dialog))
              .as("answers to " + dialog)
              .singleElement()
              .returns("HUNG", Entry::outcome);
        });
    // and the accounts go on
    tags.keySet().forEach(dialog -> scene.studio.done(scene.studio.imagine(scene.account(dialog))));
    tags.keySet().forEach(dialog -> assertThat(scene.answers(dialog)).hasSize(1));
    scene.studio.verify(new OneEnd(), new NothingTwice(), new RightPicture());
  }

  @Test
  void whetherAButtonAskedForItsPromptIsNotKnownOnceItsWorkerDied() {
    // given a button that begins at once or asks first, as the account is set
    var scene = new DialogScene(easel, REMIX);
    scene.keepShut();
    var tags = scene.fillIn();
    scene.awaitPressed();

    scene.killWorker();

    tags.forEach((_, tag) -> isUnknown(scene, tag));
    assertThat(scene.presses(REMIX)).hasSize(1);
    assertThat(scene.answers(REMIX)).isEmpty();
    scene.studio.verify(new OneEnd(), new NothingTwice(), new RightPicture());
  }

  private static void isUnknown(DialogScene scene, String tag) {
    var job = scene.studio.awaitEnd(tag);
    assertThat(job.status()).as(job.whole().toString()).isEqualTo("FAIL");
    assertThat(job.reason()).isEqualTo("NO_ANSWER");
    assertThat(job.sent()).as("sent of " + job.whole()).isNull();
  }
}
