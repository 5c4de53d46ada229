package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.promise.Asked;
import java.util.ArrayList;
import java.util.Arrays;
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

  private static final List<String> DESCRIPTION =
      List.of("1️⃣", "2️⃣", "3️⃣", "4️⃣", "🔄", "Imagine all");
  private static final String HEARD = "a fox";
  private static final String REMIXING = "an owl";

  private final Mix mix = new Mix(7, GALLERY, new Ears(Set.of(HEARD, REMIXING), Set.of(REMIXING)));

  @Test
  void theSameSeedAsksForTheSame() {
    assertThat(wishes(new Mix(7, GALLERY, Ears.NONE))).isEqualTo(wishes(mix));
    assertThat(wishes(new Mix(8, GALLERY, Ears.NONE))).isNotEqualTo(wishes(mix));
  }

  @Test
  void everyOperationIsMetWithinAShortCampaign() {
    assertThat(wishes(mix).stream().map(Wish::asked).map(Asked::kind))
        .contains(
            "imagine",
            "imagine with a picture",
            "imagine, base64",
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
      for (var account : List.of("", HEARD, REMIXING)) {
        together.add(buttons(mix.presses(job, false, account, GRID)));
        together.add(buttons(mix.presses(job + "-U1", false, account, SINGLE)));
        together.add(buttons(mix.presses(job, true, account, DESCRIPTION)));
      }
    }

    assertThat(together).anyMatch(presses -> presses.size() == 2);
    for (var presses : together) {
      for (var press : presses) {
        assertThat(presses).filteredOn(press::readsLike).containsExactly(press);
      }
    }
  }

  @Test
  void everyButtonThatIsOfferedIsPressed() {
    assertThat(buttons(pressed(HEARD))).contains(Button.values());
  }

  @Test
  void whereNoDialogCanBeFilledInNoneIsOpened() {
    var pressed = pressed("");

    assertThat(pressed).allMatch(press -> press.equals(Press.atOnce(press.button())));
    assertThat(buttons(pressed)).contains(Button.ANEW).noneMatch(Button::opensDialog);
  }

  @Test
  void dialogsAreFilledInWithWhatNoOtherIs() {
    var dialogs = pressed(REMIXING).stream().filter(Press::opensDialog).toList();

    assertThat(dialogs.stream().map(Press::button))
        .contains(Button.V1, Button.REROLL, Button.PAN_LEFT, Button.CUSTOM_ZOOM, Button.NUMBER_2);
    assertThat(dialogs)
        .filteredOn(press -> press.prompt().isEmpty())
        .isNotEmpty()
        .allMatch(press -> List.of(Button.CUSTOM_ZOOM, Button.NUMBER_1).contains(press.button()))
        .allMatch(press -> press.asked().given().isEmpty());
    assertThat(dialogs.stream().map(Press::asked).filter(it -> !it.given().isEmpty()))
        .doesNotHaveDuplicates()
        .allMatch(Asked::inDialog);
    assertThat(dialogs)
        .filteredOn(press -> press.button() == Button.VARY_REGION)
        .isNotEmpty()
        .extracting(press -> press.entered("mask").keySet())
        .containsOnly(Set.of("prompt", "mask"));
    assertThat(new Mask("tag00001").digest())
        .isEqualTo(new Mask("tag00001").digest())
        .isNotEqualTo(new Mask("tag00002").digest());
  }

  private List<Press> pressed(String account) {
    var pressed = new ArrayList<Press>();
    for (var job : jobs()) {
      pressed.addAll(mix.presses(job, false, account, GRID));
      pressed.addAll(mix.presses(job + "-U1", false, account, SINGLE));
      pressed.addAll(
          mix.presses(
              job + "-U1-upscale2x",
              false,
              account,
              List.of("Redo Upscale (2x)", "Redo Upscale (4x)", "Vary (Subtle)", "Favorite")));
      pressed.addAll(
          mix.presses(
              job + "-U2", false, account, List.of("Upscale (Subtle)", "Upscale (Creative)")));
      pressed.addAll(mix.presses(job, true, account, DESCRIPTION));
      pressed.addAll(mix.presses(job + "-anew", true, account, List.of("5️⃣")));
    }
    return pressed;
  }

  private static List<Button> buttons(List<Press> presses) {
    return presses.stream().map(Press::button).toList();
  }

  @Test
  void aChainOfPressesHasAnEndAndOtherPicturesAreLeftAlone() {
    assertThat(jobs())
        .allSatisfy(
            job -> {
              assertThat(mix.presses(job + "-U1-panleft-U2", false, HEARD, SINGLE)).isEmpty();
              assertThat(mix.presses(job.replace("tag", "twin") + "-1", false, HEARD, GRID))
                  .isEmpty();
              assertThat(mix.presses(job.replace("tag", "full"), false, HEARD, GRID)).isEmpty();
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
              var label = button.label();
              var belowText = button.isBelowText();
              assertThat(Button.labelled(label, belowText)).contains(button);
              assertThat(Button.labelled(label.replace("\uFE0F", ""), belowText)).contains(button);
            });
    assertThat(Button.labelled("Favorite", false)).isEmpty();
    assertThat(Button.labelled("Imagine all", true)).isEmpty();
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
