package easel.systemtests.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What customers ask for where all operations are mixed: the seed and the job alone decide, and
/// for presses what the finished picture offers.
///
/// @param gallery where pictures are that are given by address
record Mix(long seed, String gallery) {
  private static final double SINGLES_WITH_A_PRESS = 0.7;
  private static final double GRIDS_WITH_A_PRESS = 0.3;
  private static final double LATER_ONES_WITH_A_PRESS = 0.15;
  private static final double STOPPED = 0.06;
  private static final double FETCHED = 0.3;
  private static final double TOLD_ELSEWHERE = 0.2;
  private static final int LONGEST_CHAIN = 3;
  private static final int MOST_BLENDED = 5;
  private static final List<String> DIMENSIONS = List.of("", "PORTRAIT", "SQUARE", "LANDSCAPE");

  /// @param prompt for what takes one, with the job's name in it
  Wish wish(String job, String prompt) {
    var choice = choice(job, "wish");
    var share = choice.nextInt(100);
    if (share < 54) {
      return new Wish.Imagine("imagine", job, prompt);
    }
    if (share < 64) {
      return new Wish.Imagine(
          "imagine with a picture", job, "%s%s.png %s --iw 2".formatted(gallery, job, prompt));
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
          Wish.Blend.pictures(job, 2 + choice.nextInt(MOST_BLENDED - 1)),
          DIMENSIONS.get(choice.nextInt(DIMENSIONS.size())));
    }
    return new Wish.Shorten(job, prompt);
  }

  /// The buttons to press on a finished picture, none of which read alike.
  ///
  /// @param offered their labels
  List<Button> presses(String job, List<String> offered) {
    var choice = choice(job, "press");
    var buttons = new ArrayList<Button>();
    offered.forEach(label -> Button.labelled(label).ifPresent(buttons::add));
    var chain = job.chars().filter(letter -> letter == '-').count();
    var isSingle = buttons.contains(Button.VARY_SUBTLE);
    var share =
        chain == 0 ? GRIDS_WITH_A_PRESS : isSingle ? SINGLES_WITH_A_PRESS : LATER_ONES_WITH_A_PRESS;
    var presses = new ArrayList<Button>();
    if (!job.startsWith("tag") || chain >= LONGEST_CHAIN || choice.nextDouble() >= share) {
      return presses;
    }
    var wanted = 1 + choice.nextInt(2);
    while (presses.size() < wanted && !buttons.isEmpty()) {
      var next = buttons.get(choice.nextInt(buttons.size()));
      presses.add(next);
      buttons.removeIf(next::readsLike);
    }
    return presses;
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
