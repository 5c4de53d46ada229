package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.job.WaitReason.Serving;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitReasonTests {
  private static final Serving STUDIO = ready("studio", 3, 3);

  @Test
  void busySlotsAreToldWithThePositionAndTheTimeThatItTakes() {
    assertThat(waiting(List.of(STUDIO), null, 3, 7, 60.0).sentence())
        .isEqualTo("3 of 3 slots of studio busy, position 7, about 2 min.");
  }

  @Test
  void withoutAnyJobDoneYetNoTimeIsGuessed() {
    assertThat(waiting(List.of(STUDIO), null, 3, 7, null).sentence())
        .isEqualTo("3 of 3 slots of studio busy, position 7.");
  }

  @Test
  void theLimitOfAQueueIsToldBeforeTheSlotsOfAccounts() {
    assertThat(waiting(List.of(ready("studio", 3, 2)), 2, 2, 4, 20.0).sentence())
        .isEqualTo("2 of 2 slots of your queue busy, position 4, about 40 s.");
  }

  @Test
  void severalAccountsAreToldTogether() {
    assertThat(waiting(List.of(STUDIO, ready("attic", 2, 2)), null, 5, 5, 60.0).sentence())
        .isEqualTo("5 of 5 slots of studio, attic busy, position 5, about 60 s.");
  }

  @Test
  void aFreeSlotIsToldAsWell() {
    assertThat(waiting(List.of(ready("studio", 3, 1)), null, 1, 1, 60.0).sentence())
        .isEqualTo("A slot of studio is free: it is sent in a moment.");
    assertThat(waiting(List.of(ready("studio", 3, 1)), null, 1, 2, 60.0).sentence())
        .isEqualTo("A slot of studio is free, position 2.");
  }

  @Test
  void aPausedQueueIsSaid() {
    var reason = new WaitReason(false, true, false, false, true, List.of(STUDIO), null, 0, 2, 60.0);
    assertThat(reason.sentence())
        .isEqualTo("The queue is paused: nothing of it is sent until it is resumed. Position 2.");
  }

  @Test
  void anAccountInTroubleIsSaidWithWhatIsWrong() {
    var studio =
        new Serving("studio", true, true, "NEEDS_ATTENTION", "Discord asks for a captcha.", 3, 0);
    assertThat(waiting(List.of(studio), null, 0, 1, null).sentence())
        .isEqualTo(
            "No account takes jobs now: studio needs attention (Discord asks for a captcha)."
                + " Position 1.");
  }

  @Test
  void anAccountThatIsPausedOrOnlyConnectsIsSaid() {
    var paused = new Serving("studio", true, false, "READY", null, 3, 0);
    var connecting = new Serving("attic", true, true, "CONNECTING", null, 3, 0);
    assertThat(waiting(List.of(paused, connecting), null, 0, 1, null).sentence())
        .isEqualTo(
            "No account takes jobs now: studio is paused; attic is connecting to Discord."
                + " Position 1.");
  }

  @Test
  void aPinnedAccountIsSaidToBeTheOnlyOne() {
    var busy = new WaitReason(false, false, false, true, true, List.of(STUDIO), null, 3, 1, 30.0);
    assertThat(busy.sentence())
        .isEqualTo(
            "3 of 3 slots of studio (the only account that may run it) busy, position 1, about 10 s.");

    var gone = new Serving("studio", false, true, "READY", null, 3, 0);
    var never = new WaitReason(false, false, false, true, true, List.of(gone), null, 0, 1, null);
    assertThat(never.sentence())
        .isEqualTo("It can run on one account alone: studio is not linked any more. Position 1.");
  }

  @Test
  void withoutAnyAccountItIsSaidWhatToDo() {
    assertThat(waiting(List.of(), 2, 0, 1, null).sentence())
        .isEqualTo("No account is linked that could run it. Link one, and it goes on. Position 1.");
  }

  @Test
  void whatIsWrongWithTheOperatorsAccountIsNotTold() {
    var shared = new Serving(null, true, true, "NEEDS_ATTENTION", "token refused", 3, 0);
    assertThat(waiting(List.of(shared), 2, 0, 1, null).sentence())
        .contains("the operator's account needs attention")
        .doesNotContain("token");
  }

  @Test
  void whatWasHandedOverOrIsToEndWaitsForNoSlot() {
    var handedOver =
        new WaitReason(false, false, true, false, true, List.of(STUDIO), null, 3, 1, null);
    assertThat(handedOver.sentence()).startsWith("Handed over to studio");
    var cancelled =
        new WaitReason(true, true, false, false, true, List.of(STUDIO), null, 3, 1, null);
    assertThat(cancelled.sentence()).startsWith("Asked to be cancelled");
  }

  private static Serving ready(String label, int slots, int running) {
    return new Serving(label, true, true, "READY", null, slots, running);
  }

  private static WaitReason waiting(
      List<Serving> serving,
      @Nullable Integer limit,
      int running,
      int position,
      @Nullable Double duration) {
    return new WaitReason(
        false, false, false, false, false, serving, limit, running, position, duration);
  }
}
