package easel.systemtests.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/// What customers ask for where all operations are mixed: the seed and the job alone decide, and
/// for presses what the finished picture offers.
///
/// @param gallery where pictures are that are given by address
/// @param ears whose dialogs can be filled in
record Mix(long seed, String gallery, Ears ears) {
  private static final Pattern OWN_WISH = Pattern.compile("tag\\d{5}");
  // Of a hundred wishes.
  private static final int IMAGINES = 48;
  private static final int WITH_AN_ADDRESS = 56;
  private static final int FROM_A_PROMPT = 64;
  private static final double SINGLES_WITH_A_PRESS = 0.7;
  private static final double GRIDS_WITH_A_PRESS = 0.3;
  private static final double GRIDS_OF_HEARD_WITH_A_PRESS = 0.6;
  private static final double TEXTS_WITH_A_PRESS = 0.6;
  private static final double LATER_ONES_WITH_A_PRESS = 0.15;
  private static final double MOVING_ONES_WITH_A_PRESS = 0.8;
  private static final double PARTS = 0.5;
  private static final double WITH_A_SEED = 0.2;
  private static final double STOPPED = 0.06;
  private static final double FETCHED = 0.3;
  private static final double TOLD_ELSEWHERE = 0.2;
  private static final int LONGEST_CHAIN = 3;
  // An animation of one of four, one of its four videos, and that one extended.
  private static final int LONGEST_CHAIN_OF_VIDEOS = 4;
  private static final int ONE_IN_SO_MANY_ANIMATED = 3;
  private static final int OF_A_GRID = 4;
  private static final int MOST_BLENDED = 5;
  private static final int MOST_DRAWN_FROM = 3;
  // Of the number in a job's name.
  private static final int DIGITS = 5;
  private static final int OF_SO_MANY_LEFT = 3;
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 1024);
  private static final List<String> MODES = List.of("", "", "", "", "fast", "turbo");
  private static final String RELAX = "relax";
  // So many jobs after each other that name no other mode are relaxed, one time in so many: spread
  // evenly there would never be more of them at once than an account draws.
  private static final int STRETCH = 32;
  private static final int ONE_STRETCH_IN_SO_MANY = 4;
  private static final List<String> DIMENSIONS = List.of("", "PORTRAIT", "SQUARE", "LANDSCAPE");

  /// @param prompt for what takes one, with the job's name in it
  Wish wish(String job, String prompt) {
    var choice = choice(job, "wish");
    var share = choice.nextInt(100);
    var drawn = seed(job).isEmpty() ? prompt : prompt + " --seed " + seed(job);
    if (share < IMAGINES) {
      return new Wish.Imagine("imagine", job, drawn, mode(job));
    }
    var withAddress = "%s%s.png %s --iw 2".formatted(gallery, job, drawn);
    if (share < WITH_AN_ADDRESS) {
      return new Wish.Imagine("imagine with a picture", job, withAddress, mode(job));
    }
    if (share < FROM_A_PROMPT) {
      return new Wish.ImagineFrom(
          job,
          choice.nextBoolean() ? drawn : withAddress,
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

  /// The seed with which a job's picture is to be drawn, which is no other job's; empty if it asks
  /// for none.
  String seed(String job) {
    return OWN_WISH.matcher(job).matches()
            && choice(job, "wish").nextInt(100) < FROM_A_PROMPT
            && choice(job, "seed").nextDouble() < WITH_A_SEED
        ? String.valueOf(number(job))
        : "";
  }

  private static int number(String job) {
    return Integer.parseInt(job.substring(job.length() - DIGITS));
  }

  private String mode(String job) {
    var mode = MODES.get(choice(job, "mode").nextInt(MODES.size()));
    return mode.isEmpty() && isRelaxed(job) ? RELAX : mode;
  }

  private boolean isRelaxed(String job) {
    var stretch = number(job) / STRETCH;
    return Math.floorMod(stretch + seed, ONE_STRETCH_IN_SO_MANY) == 0;
  }

  /// One of several imagines with the same prompt, wanted at once: all of them relaxed every second
  /// time, which is more than an account with a larger limit may be sent.
  ///
  /// @param sign what they have in common
  Wish oneOfMany(String sign, String prompt) {
    return new Wish.Imagine(
        "imagine", sign, prompt, choice(sign, "mode").nextBoolean() ? RELAX : "");
  }

  /// The buttons to press on what a job made, none of which read alike; none where it made nothing.
  ///
  /// @param below what that is
  /// @param account the Discord user who made it
  /// @param offered their labels
  List<Press> presses(String job, Below below, String account, List<String> offered) {
    var choice = choice(job, "press");
    var buttons = new ArrayList<Button>();
    offered.forEach(label -> Button.labelled(label, below).ifPresent(buttons::add));
    if (!ears.hear(account)) {
      buttons.removeIf(Button::opensDialog);
    }
    var chain = job.chars().filter(letter -> letter == '-').count();
    var presses = new ArrayList<Press>();
    if (!job.startsWith("tag")
        || job.endsWith("-" + Button.FAVORITE.word())
        || chain >= (below == Below.VIDEO ? LONGEST_CHAIN_OF_VIDEOS : LONGEST_CHAIN)
        || choice.nextDouble() >= share(below, chain == 0, ears.hear(account), buttons)) {
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

  private static double share(Below below, boolean isFirst, boolean isHeard, List<Button> buttons) {
    if (below == Below.TEXTS) {
      return TEXTS_WITH_A_PRESS;
    }
    if (below != Below.PICTURE) {
      return MOVING_ONES_WITH_A_PRESS;
    }
    if (isFirst) {
      return isHeard ? GRIDS_OF_HEARD_WITH_A_PRESS : GRIDS_WITH_A_PRESS;
    }
    var isSingle = buttons.contains(Button.VARY_SUBTLE);
    return isSingle ? SINGLES_WITH_A_PRESS : LATER_ONES_WITH_A_PRESS;
  }

  /// Dialogs are few among the buttons, so every second press is one where one can be; and of the
  /// others every third animates.
  private Button one(SplittableRandom choice, List<Button> buttons, String account) {
    var dialogs = buttons.stream().filter(button -> ears.opensDialog(button, account)).toList();
    var animating = buttons.stream().filter(Button::animates).toList();
    var some = buttons;
    if (ears.hear(account) && !dialogs.isEmpty() && choice.nextBoolean()) {
      some = dialogs;
    } else if (!animating.isEmpty() && choice.nextInt(ONE_IN_SO_MANY_ANIMATED) == 0) {
      some = animating;
    }
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

  /// Whether its Cancel Job is to be pressed once it is seen to run: never where that is to be seen
  /// of all at once.
  boolean isStopped(String job) {
    return !LastRound.isOf(job) && choice(job, "stop").nextDouble() < STOPPED;
  }

  /// Whether somebody looks at its picture.
  boolean isFetched(String job) {
    return choice(job, "fetch").nextDouble() < FETCHED;
  }

  /// What somebody who does so looks at beside all of it, if its picture has such a part.
  Part part(String job) {
    var choice = choice(job, "part");
    if (choice.nextDouble() >= PARTS) {
      return Part.WHOLE;
    }
    var number = choice.nextInt(OF_A_GRID + 1);
    var isSmaller = number == 0 || choice.nextBoolean();
    return new Part(number, isSmaller ? WIDTHS.get(choice.nextInt(WIDTHS.size())) : 0);
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
