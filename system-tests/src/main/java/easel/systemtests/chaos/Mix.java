package easel.systemtests.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What customers ask for where all operations are mixed: the seed and the job alone decide, and
/// for presses what the finished picture offers.
///
/// @param gallery where pictures are that are given by address
/// @param ears whose dialogs can be filled in
record Mix(long seed, String gallery, Ears ears) {
  private static final double SINGLES_WITH_A_PRESS = 0.7;
  private static final double GRIDS_WITH_A_PRESS = 0.3;
  private static final double GRIDS_OF_HEARD_WITH_A_PRESS = 0.6;
  private static final double TEXTS_WITH_A_PRESS = 0.6;
  private static final double LATER_ONES_WITH_A_PRESS = 0.15;
  private static final double STOPPED = 0.06;
  private static final double FETCHED = 0.3;
  private static final double TOLD_ELSEWHERE = 0.2;
  private static final int LONGEST_CHAIN = 3;
  private static final int MOST_BLENDED = 5;
  private static final int MOST_DRAWN_FROM = 3;
  private static final int OF_SO_MANY_LEFT = 3;
  private static final List<String> DIMENSIONS = List.of("", "PORTRAIT", "SQUARE", "LANDSCAPE");

  /// @param prompt for what takes one, with the job's name in it
  Wish wish(String job, String prompt) {
    var choice = choice(job, "wish");
    var share = choice.nextInt(100);
    if (share < 48) {
      return new Wish.Imagine("imagine", job, prompt);
    }
    var withAddress = "%s%s.png %s --iw 2".formatted(gallery, job, prompt);
    if (share < 56) {
      return new Wish.Imagine("imagine with a picture", job, withAddress);
    }
    if (share < 64) {
      return new Wish.ImagineFrom(
          job,
          choice.nextBoolean() ? prompt : withAddress,
          Wish.pictures(job, 1 + choice.nextInt(MOST_DRAWN_FROM)));
    }
    if (share < 72) {
      return new Wish.DescribeLink(job, gallery + job + ".png");
    }
    if (share < 80) {
      return new Wish.DescribePicture(new Given(job + ".png"));
    }
    if (share < 90) {
      return new Wish.Blend(
          gallery,
          Wish.pictures(job, 2 + choice.nextInt(MOST_BLENDED - 1)),
          DIMENSIONS.get(choice.nextInt(DIMENSIONS.size())));
    }
    return new Wish.Shorten(job, prompt);
  }

  /// The buttons to press on what a job made, none of which read alike.
  ///
  /// @param isText whether that are texts, and not a picture
  /// @param account the Discord user who made it
  /// @param offered their labels
  List<Press> presses(String job, boolean isText, String account, List<String> offered) {
    var choice = choice(job, "press");
    var buttons = new ArrayList<Button>();
    offered.forEach(label -> Button.labelled(label, isText).ifPresent(buttons::add));
    if (!ears.hear(account)) {
      buttons.removeIf(Button::opensDialog);
    }
    var chain = job.chars().filter(letter -> letter == '-').count();
    var presses = new ArrayList<Press>();
    if (!job.startsWith("tag")
        || chain >= LONGEST_CHAIN
        || choice.nextDouble() >= share(isText, chain == 0, ears.hear(account), buttons)) {
      return presses;
    }
    var wanted = 1 + choice.nextInt(2);
    while (presses.size() < wanted && !buttons.isEmpty()) {
      var next = one(choice, buttons, account);
      presses.add(press(choice, job, next, account));
      buttons.removeIf(next::readsLike);
    }
    return presses;
  }

  private static double share(
      boolean isText, boolean isFirst, boolean isHeard, List<Button> buttons) {
    if (isText) {
      return TEXTS_WITH_A_PRESS;
    }
    if (isFirst) {
      return isHeard ? GRIDS_OF_HEARD_WITH_A_PRESS : GRIDS_WITH_A_PRESS;
    }
    var isSingle = buttons.contains(Button.VARY_SUBTLE);
    return isSingle ? SINGLES_WITH_A_PRESS : LATER_ONES_WITH_A_PRESS;
  }

  /// Dialogs are few among the buttons, so every second press is one where one can be.
  private Button one(SplittableRandom choice, List<Button> buttons, String account) {
    var dialogs = buttons.stream().filter(button -> ears.opensDialog(button, account)).toList();
    var some = ears.hear(account) && !dialogs.isEmpty() && choice.nextBoolean() ? dialogs : buttons;
    return some.get(choice.nextInt(some.size()));
  }

  private Press press(SplittableRandom choice, String job, Button button, String account) {
    if (!ears.opensDialog(button, account)) {
      return Press.atOnce(button);
    }
    var prompt = "a gold robot for %s-%s".formatted(job, button.word());
    // Their own texts are such that Midjourney takes.
    var mayBeLeft = button == Button.CUSTOM_ZOOM || button == Button.NUMBER_1;
    if (mayBeLeft && choice.nextInt(OF_SO_MANY_LEFT) == 0) {
      return new Press(button, true, "", null);
    }
    return switch (button) {
      case CUSTOM_ZOOM -> new Press(button, true, prompt + " --zoom 1.7", null);
      case VARY_REGION -> new Press(button, true, prompt, new Mask(job));
      default -> new Press(button, true, prompt, null);
    };
  }

  /// Whether its Cancel Job is to be pressed once it is seen to run.
  boolean isStopped(String job) {
    return choice(job, "stop").nextDouble() < STOPPED;
  }

  /// Whether somebody looks at its picture.
  boolean isFetched(String job) {
    return choice(job, "fetch").nextDouble() < FETCHED;
  }

  /// Whether the end of this job is to be told elsewhere than its customer's others.
  boolean isToldElsewhere(String job) {
    return choice(job, "told").nextDouble() < TOLD_ELSEWHERE;
  }

  /// A number that picks one of several ways to say the same.
  int way(String job) {
    return choice(job, "way").nextInt(1_000);
  }

  // Not Random, whose first numbers of neighbouring seeds are much the same.
  private SplittableRandom choice(String job, String about) {
    return new SplittableRandom(seed * 31 + (job + ' ' + about).hashCode());
  }
}
