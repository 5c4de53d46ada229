package easel.systemtests.chaos;

import easel.systemtests.chaos.Campaign.Outcome;
import easel.systemtests.promise.Disturbance;
import easel.systemtests.promise.EndsDelivered;
import easel.systemtests.promise.FirstComeFirstServed;
import easel.systemtests.promise.GivenAsItWas;
import easel.systemtests.promise.InTurnAtAcceptance;
import easel.systemtests.promise.NeverIdleUnderFaults;
import easel.systemtests.promise.NeverIdleUnderFaults.Judged;
import easel.systemtests.promise.NeverOverTheLimit;
import easel.systemtests.promise.NoSlotLeaked;
import easel.systemtests.promise.NothingLostUnderFaults;
import easel.systemtests.promise.NothingSentWhilePaused;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.PicturesLast;
import easel.systemtests.promise.Promise;
import easel.systemtests.promise.RightBytes;
import easel.systemtests.promise.RightPicture;
import easel.systemtests.promise.RightSeed;
import easel.systemtests.promise.RightText;
import easel.systemtests.promise.ThreeRelaxed;
import easel.systemtests.promise.WebhooksInOrder;
import easel.systemtests.promise.WebhooksSigned;
import easel.systemtests.promise.WebhooksWhereAsked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the judges found in a campaign.
///
/// @param unknown the jobs of which Easel does not know whether they were sent: each explained, or
///   it counts as lost
/// @param idle every span in which a slot was free beside a waiting job
/// @param troubles what the campaign itself could not do; it then proves nothing
record Verdict(
    List<Finding> findings, List<String> unknown, List<Judged> idle, List<String> troubles) {
  static final Duration AFTER_KILL = Duration.ofSeconds(10);
  static final Duration AFTER_PAUSE = Duration.ofSeconds(15);
  // A worker may be away that long between the hand-over of a job and its send.
  static final Duration HANDED_OVER = Duration.ofSeconds(20);

  // Nothing of these can be broken where nothing but imagine and presses is asked for.
  private static final Map<String, Promise> OF_OPERATIONS = ofOperations();

  private static Map<String, Promise> ofOperations() {
    var rows = new LinkedHashMap<String, Promise>();
    rows.put("more than three relaxed", new ThreeRelaxed());
    rows.put("wrong text", new RightText());
    rows.put("given wrongly", new GivenAsItWas());
    rows.put("wrong bytes", new RightBytes());
    rows.put("pictures lost", new PicturesLast());
    rows.put("seeds wrong or missing", new RightSeed());
    rows.put("webhooks lost", new EndsDelivered());
    rows.put("webhooks not believed", new WebhooksSigned());
    rows.put("webhooks out of order", new WebhooksInOrder());
    rows.put("webhooks astray", new WebhooksWhereAsked());
    return Collections.unmodifiableMap(rows);
  }

  /// A promise and each way in which it was broken.
  ///
  /// @param label the table's word for a break of it
  record Finding(String promise, String label, List<String> broken) {
    Finding {
      broken = List.copyOf(broken);
    }
  }

  Verdict {
    findings = List.copyOf(findings);
    unknown = List.copyOf(unknown);
    idle = List.copyOf(idle);
    troubles = List.copyOf(troubles);
  }

  static Verdict of(Outcome outcome) {
    var history = outcome.history();
    var log = outcome.log();
    List<Disturbance> disturbances =
        Stream.concat(log.disturbances().stream(), DiscordFaults.in(outcome.ledger()).stream())
            .toList();
    var lost = new NothingLostUnderFaults(disturbances);
    var twice = new NothingTwice();
    var over = new NeverOverTheLimit(HANDED_OVER);
    var order = new FirstComeFirstServed();
    var turn = new InTurnAtAcceptance();
    var paused = new NothingSentWhilePaused();
    var picture = new RightPicture();
    var ends = new OneEnd();
    var idle =
        new NeverIdleUnderFaults(
            disturbances, AFTER_KILL, AFTER_PAUSE, outcome.zero(), outcome.time());
    var leaked = new NoSlotLeaked(outcome.together());
    var findings = new ArrayList<Finding>();
    findings.add(new Finding(lost.name(), "lost", lost.brokenBy(history)));
    findings.add(
        new Finding(
            lost.name(),
            "never accepted",
            log.neverAccepted().stream().map(job -> job + " was never accepted").toList()));
    findings.add(new Finding("The HTTP contract", "wrong answers", log.wrongAnswers()));
    findings.add(new Finding(ends.name(), "two ends", ends.brokenBy(history)));
    findings.add(new Finding(twice.name(), "sent twice", twice.brokenBy(history)));
    findings.add(new Finding(over.name(), "over the limit", over.brokenBy(history)));
    findings.add(new Finding(order.name(), "order broken", order.brokenBy(history)));
    findings.add(new Finding(turn.name(), "out of turn", turn.brokenBy(history)));
    findings.add(new Finding(paused.name(), "sent while paused", paused.brokenBy(history)));
    findings.add(new Finding(picture.name(), "wrong picture", picture.brokenBy(history)));
    findings.add(new Finding(idle.name(), "idle too long", idle.brokenBy(history)));
    findings.add(new Finding(leaked.name(), "slots leaked", leaked.brokenBy(history)));
    if (outcome.options().operations()) {
      OF_OPERATIONS.forEach(
          (label, promise) ->
              findings.add(new Finding(promise.name(), label, promise.brokenBy(history))));
    }
    var unknown =
        history.told().entrySet().stream()
            .filter(told -> told.getValue().sent() == null)
            .map(told -> told.getKey())
            .sorted()
            .toList();
    return new Verdict(findings, unknown, idle.judge(history), log.troubles());
  }

  /// Each row that is not as it must be, in a line: its number and the first of its breaks. None if
  /// every promise was kept, and the campaign did what it was to do.
  List<String> broken() {
    return Stream.concat(
            findings.stream()
                .filter(finding -> !finding.broken().isEmpty())
                .map(
                    finding ->
                        "%s %d: %s"
                            .formatted(
                                finding.label(),
                                finding.broken().size(),
                                finding.broken().getFirst())),
            troubles.stream().map(trouble -> "the campaign itself failed: " + trouble))
        .toList();
  }
}
