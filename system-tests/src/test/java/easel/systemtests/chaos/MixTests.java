package easel.systemtests.chaos;

import static java.util.stream.Collectors.toSet;
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
          "Animate (High motion)",
          "Animate (Low motion)",
          "Favorite",
          "Web");
  private static final List<String> ANIMATION = List.of("U1", "U2", "U3", "U4", "🔄");
  private static final List<String> VIDEO = List.of("Extend (High motion)", "Extend (Low motion)");

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
            "imagine --fast",
            "imagine --turbo",
            "imagine --relax",
            "imagine with a picture",
            "imagine with a picture --fast",
            "imagine with a picture --turbo",
            "imagine with a picture --relax",
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
  void aModeThatIsAskedForIsInThePromptThatReachesDiscord() {
    var imagines =
        wishes(mix).stream()
            .filter(Wish.Imagine.class::isInstance)
            .map(Wish.Imagine.class::cast)
            .toList();

    assertThat(imagines).extracting(Wish.Imagine::mode).containsOnly("", "fast", "turbo", "relax");
    assertThat(imagines)
        .filteredOn(imagine -> !imagine.mode().isEmpty())
        .allSatisfy(
            imagine ->
                assertThat(imagine.asked().given())
                    .containsExactly(imagine.prompt() + " --" + imagine.mode()));
    assertThat(imagines)
        .filteredOn(imagine -> imagine.mode().isEmpty())
        .allSatisfy(
            imagine -> assertThat(imagine.asked().given()).containsExactly(imagine.prompt()));
  }

  @Test
  void inOneStretchOfFourWhateverNamesNoOtherModeIsRelaxed() {
    var stretches =
        wishes(mix).stream()
            .filter(Wish.Imagine.class::isInstance)
            .map(Wish.Imagine.class::cast)
            .filter(imagine -> List.of("", "relax").contains(imagine.mode()))
            .collect(
                Collectors.groupingBy(
                    imagine -> Integer.parseInt(imagine.sign().substring(3)) / 32,
                    Collectors.mapping(imagine -> imagine.asked().isRelaxed(), toSet())));

    assertThat(stretches.values()).allMatch(relaxed -> relaxed.size() == 1);
    assertThat(stretches.values().stream().filter(Set.of(true)::equals).count())
        .isBetween(2L, stretches.size() / 3L);
  }

  @Test
  void someAreDrawnWithASeedOfTheirOwn() {
    var seeded = jobs().stream().filter(job -> !mix.seed(job).isEmpty()).toList();

    assertThat(seeded).hasSizeBetween(20, 80);
    assertThat(seeded.stream().map(mix::seed)).doesNotHaveDuplicates();
    for (var job : jobs()) {
      var prompt = mix.wish(job, "a fox " + job).asked().given().getLast();
      assertThat(prompt.contains("--seed")).as(prompt).isEqualTo(seeded.contains(job));
      assertThat(prompt.matches(".* --seed %s( .*)?".formatted(mix.seed(job))))
          .as(prompt)
          .isEqualTo(seeded.contains(job));
    }
    assertThat(seeded)
        .allMatch(job -> mix.seed(job + "-U1").isEmpty())
        .allMatch(job -> mix.seed(job.replace("tag", "twin") + "-1").isEmpty())
        .allMatch(job -> mix.seed(job.replace("tag", "full")).isEmpty());
  }

  @Test
  void ofManyWithTheSamePromptAllAreRelaxedOrNone() {
    var signs = IntStream.rangeClosed(1, 40).mapToObj("twin%05d"::formatted).toList();

    assertThat(signs.stream().filter(sign -> mix.oneOfMany(sign, sign).asked().isRelaxed()).count())
        .isBetween(10L, 30L);
    assertThat(signs)
        .allSatisfy(
            sign -> assertThat(mix.oneOfMany(sign, sign)).isEqualTo(mix.oneOfMany(sign, sign)));
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
        together.add(buttons(mix.presses(job, Below.PICTURE, account, GRID)));
        together.add(buttons(mix.presses(job + "-U1", Below.PICTURE, account, SINGLE)));
        together.add(buttons(mix.presses(job, Below.TEXTS, account, DESCRIPTION)));
        together.add(buttons(mix.presses(job + "-U1-x", Below.ANIMATION, account, ANIMATION)));
        together.add(buttons(mix.presses(job + "-U1-x-y", Below.VIDEO, account, VIDEO)));
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
      pressed.addAll(mix.presses(job, Below.PICTURE, account, GRID));
      pressed.addAll(mix.presses(job + "-U1", Below.PICTURE, account, SINGLE));
      var animation = job + "-U1-animatehigh";
      pressed.addAll(mix.presses(animation, Below.ANIMATION, account, ANIMATION));
      pressed.addAll(mix.presses(animation + "-video2", Below.VIDEO, account, VIDEO));
      pressed.addAll(
          mix.presses(
              job + "-U1-upscale2x",
              Below.PICTURE,
              account,
              List.of("Redo Upscale (2x)", "Redo Upscale (4x)", "Vary (Subtle)", "Favorite")));
      pressed.addAll(
          mix.presses(
              job + "-U2",
              Below.PICTURE,
              account,
              List.of("Upscale (Subtle)", "Upscale (Creative)")));
      pressed.addAll(mix.presses(job, Below.TEXTS, account, DESCRIPTION));
      pressed.addAll(mix.presses(job + "-anew", Below.TEXTS, account, List.of("5️⃣")));
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
              assertThat(mix.presses(job + "-U1-panleft-U2", Below.PICTURE, HEARD, SINGLE))
                  .isEmpty();
              assertThat(
                      mix.presses(
                          job + "-U1-animatelow-video2-extendlow",
                          Below.ANIMATION,
                          HEARD,
                          ANIMATION))
                  .isEmpty();
              assertThat(mix.presses(job + "-U1-favorite", Below.TEXTS, HEARD, DESCRIPTION))
                  .isEmpty();
              assertThat(mix.presses(job.replace("tag", "twin") + "-1", Below.PICTURE, HEARD, GRID))
                  .isEmpty();
              assertThat(mix.presses(job.replace("tag", "full"), Below.PICTURE, HEARD, GRID))
                  .isEmpty();
            });
  }

  @Test
  void whatMovesSaysNothingOfTheButtonThatMadeIt() {
    assertThat(Button.ANIMATE_LOW.readsLike(Button.PAN_DOWN)).isTrue();
    assertThat(Button.FAVORITE.readsLike(Button.ANIMATE_HIGH)).isTrue();
    assertThat(Button.VIDEO_1.readsLike(Button.VIDEO_2)).isTrue();
    assertThat(Button.PAN_DOWN.readsLike(Button.PAN_UP)).isFalse();
    assertThat(Button.PAN_DOWN.readsLike(Button.FAVORITE)).isFalse();
  }

  @Test
  void someAreStoppedSomeFetchedAndSomeToldElsewhere() {
    var jobs = jobs();

    assertThat(jobs.stream().filter(mix::isStopped).count()).isBetween(1L, jobs.size() / 8L);
    assertThat(jobs.stream().map(job -> job.replace("tag", "full"))).noneMatch(mix::isStopped);
    assertThat(jobs.stream().filter(mix::isFetched).count()).isBetween(50L, jobs.size() / 2L);
    assertThat(jobs.stream().filter(mix::isToldElsewhere).count()).isBetween(30L, 150L);
  }

  @Test
  void someLookAtOneOfFourOrAtASmallerOneBesideAllOfAPicture() {
    var parts = jobs().stream().map(mix::part).distinct().toList();
    var images = List.of("http://easel/x/1", "http://easel/x/2", "http://easel/x/3", "four");

    assertThat(parts).contains(Part.WHOLE, new Part(4, 0)).hasSizeGreaterThan(15);
    assertThat(parts.stream().map(Part::width)).contains(0, 64, 128, 256, 512, 1024);
    assertThat(new Part(2, 64).of(Below.PICTURE, images).address("http://easel/x", images))
        .isEqualTo("http://easel/x/2?width=64");
    assertThat(new Part(2, 64).word()).isEqualTo("/2?width=64");
    // a picture that is no grid has no four, and no video is made smaller
    assertThat(new Part(2, 64).of(Below.ANIMATION, List.of())).isEqualTo(new Part(0, 64));
    assertThat(new Part(2, 64).of(Below.VIDEO, List.of())).isEqualTo(Part.WHOLE);
  }

  @Test
  void whatAPictureIsIsReadOffItsName() {
    assertThat(Below.of("/attachments/1/2/fox.png")).isEqualTo(Below.PICTURE);
    assertThat(Below.of("/attachments/1/2/fox.webp")).isEqualTo(Below.ANIMATION);
    assertThat(Below.of("/attachments/1/2/fox.mp4")).isEqualTo(Below.VIDEO);
    assertThat(Below.of("")).isEqualTo(Below.TEXTS);
  }

  @Test
  void aMarkIsAskedForAndNeitherPicturesNorTexts() {
    assertThat(Press.atOnce(Button.FAVORITE).asked())
        .isEqualTo(new Asked("Favorite", Asked.Result.MARK, List.of()));
    assertThat(Press.atOnce(Button.U1).asked().result()).isEqualTo(Asked.Result.PICTURE);
    assertThat(Press.atOnce(Button.ANEW).asked().result()).isEqualTo(Asked.Result.TEXTS);
  }

  @Test
  void everyButtonIsFoundByItsLabelAlsoWithoutColour() {
    assertThat(Button.values())
        .allSatisfy(
            button -> {
              var label = button.label();
              var below = button.below();
              assertThat(Button.labelled(label, below)).contains(button);
              assertThat(Button.labelled(label.replace("\uFE0F", ""), below)).contains(button);
            });
    assertThat(Button.labelled("Web", Below.PICTURE)).isEmpty();
    assertThat(Button.labelled("🔄", Below.ANIMATION)).isEmpty();
    assertThat(Button.labelled("Imagine all", Below.TEXTS)).isEmpty();
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
