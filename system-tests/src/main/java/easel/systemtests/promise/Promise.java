package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.List;

/// One of Easel's promises, judged over a whole run from Discord's side of the wire.
public sealed interface Promise
    permits NothingLost,
        NothingLostUnderFaults,
        OneEnd,
        NothingTwice,
        NeverOverTheLimit,
        FirstComeFirstServed,
        InTurn,
        InTurnAtAcceptance,
        NothingSentWhilePaused,
        NeverIdle,
        NeverIdleUnderFaults,
        NoSlotLeaked,
        RightPicture,
        RightText,
        GivenAsItWas,
        RightBytes,
        PicturesLast,
        EndsDelivered,
        WebhooksSigned,
        WebhooksInOrder,
        WebhooksWhereAsked,
        ThreeRelaxed,
        RightSeed {
  /// Its number and name.
  String name();

  /// Each way in which the run broke it, in words; empty if it was kept.
  List<String> brokenBy(History history);

  /// @throws AssertionError that names each promise that was broken, and how
  static void verify(History history, List<Promise> promises) {
    var broken = new ArrayList<String>();
    for (var promise : promises) {
      var ways = promise.brokenBy(history);
      if (!ways.isEmpty()) {
        broken.add(
            "%s: broken %d times\n  %s"
                .formatted(
                    promise.name(),
                    ways.size(),
                    String.join("\n  ", ways.subList(0, Math.min(10, ways.size())))));
      }
    }
    if (!broken.isEmpty()) {
      throw new AssertionError(String.join("\n", broken));
    }
  }
}
