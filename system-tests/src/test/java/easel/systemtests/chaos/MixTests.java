package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.promise.Asked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixTests {
  private static final String GALLERY = "http://127.0.0.1:1/";
  private static final List<String> GRID =
      List.of("U1", "U2", "U3", "U4", "🔄", "V1", "V2", "V3", "V4");
  private static final List<String> SINGLE =
      List.of(
          "Upscale (2x)",
          "Upscale (4x)",
          "Vary (Subtle)",
          "Vary (Strong)",
          "Vary (Region)",
          "Zoom Out 2x",
          "Zoom Out 1.5x",
          "Custom Zoom",
          "Make Square",
          "⬅️",
          "➡️",
          "⬆️",
          "⬇️",
          "Favorite",
          "Web");

  private final Mix mix = new Mix(7, GALLERY);

  @Test
  void theSameSeedAsksForTheSame() {
    assertThat(wishes(new Mix(7, GALLERY))).isEqualTo(wishes(mix));
    assertThat(wishes(new Mix(8, GALLERY))).isNotEqualTo(wishes(mix));
  }

  @Test
  void everyOperationIsMetWithinAShortCampaign() {
    assertThat(wishes(mix).stream().map(Wish::asked).map(Asked::kind))
        .contains(
            "imagine",
            "imagine with a picture",
            "describe, url",
            "describe, base64",
            "blend of 2",
            "blend of 3",
            "blend of 4",
            "blend of 5",
            "shorten");
  }

  @Test
  void everyWishIsKnownByASignOfItsOwn() {
    var wishes = wishes(mix);

    assertThat(wishes.stream().map(Wish::sign).distinct()).hasSameSizeAs(wishes);
  }

  @Test
  void thePicturesOfABlendDiffer() {
    assertThat(wishes(mix).stream().filter(Wish.Blend.class::isInstance).map(Wish::asked))
        .isNotEmpty()
        .allSatisfy(asked -> assertThat(asked.given()).doesNotHaveDuplicates());
  }

  @Test
  void noTwoPressesOnOnePictureReadAlike() {
    var together = new ArrayList<List<Button>>();
    for (var job : jobs()) {
      together.add(mix.presses(job, GRID));
      together.add(mix.presses(job + "-U1", SINGLE));
    }

    assertThat(together).anyMatch(presses -> presses.size() == 2);
    for (var presses : together) {
      for (var press : presses) {
        assertThat(presses).filteredOn(press::readsLike).containsExactly(press);
      }
    }
  }

  @Test
  void everyButtonThatIsOfferedAndNeedsNoDialogIsPressed() {
    Set<Button> pressed = new HashSet<>();
    for (var job : jobs()) {
      pressed.addAll(mix.presses(job, GRID));
      pressed.addAll(mix.presses(job + "-U1", SINGLE));
      pressed.addAll(
          mix.presses(
              job + "-U1-upscale2x",
              List.of("Redo Upscale (2x)", "Redo Upscale (4x)", "Vary (Subtle)", "Favorite")));
      pressed.addAll(mix.presses(job + "-U2", List.of("Upscale (Subtle)", "Upscale (Creative)")));
    }

    assertThat(pressed).containsExactlyInAnyOrder(Button.values());
  }

  @Test
  void aChainOfPressesHasAnEndAndOtherPicturesAreLeftAlone() {
    assertThat(jobs())
        .allSatisfy(
            job -> {
              assertThat(mix.presses(job + "-U1-panleft-U2", SINGLE)).isEmpty();
              assertThat(mix.presses(job.replace("tag", "twin") + "-1", GRID)).isEmpty();
              assertThat(mix.presses(job.replace("tag", "full"), GRID)).isEmpty();
            });
  }

  @Test
  void someAreStoppedSomeFetchedAndSomeToldElsewhere() {
    var jobs = jobs();

    assertThat(jobs.stream().filter(mix::isStopped).count()).isBetween(1L, jobs.size() / 8L);
    assertThat(jobs.stream().filter(mix::isFetched).count()).isBetween(50L, jobs.size() / 2L);
    assertThat(jobs.stream().filter(mix::isToldElsewhere).count()).isBetween(30L, 150L);
  }

  @Test
  void everyButtonIsFoundByItsLabelAlsoWithoutColour() {
    assertThat(Button.values())
        .allSatisfy(
            button -> {
              assertThat(Button.labelled(button.label())).contains(button);
              assertThat(Button.labelled(button.label().replace("\uFE0F", ""))).contains(button);
            });
    assertThat(Button.labelled("Custom Zoom")).isEmpty();
    assertThat(Button.labelled("Favorite")).isEmpty();
    assertThat(Arrays.stream(Button.values()).map(Button::word).distinct())
        .hasSize(Button.values().length)
        .allMatch(word -> word.matches("[0-9A-Za-z]+"));
  }

  private static List<String> jobs() {
    return IntStream.rangeClosed(1, 360).mapToObj("tag%05d"::formatted).toList();
  }

  private static List<Wish> wishes(Mix mix) {
    return jobs().stream()
        .map(job -> mix.wish(job, "a red fox in the snow %s --ar 3:2".formatted(job)))
        .collect(Collectors.toList());
  }
}
