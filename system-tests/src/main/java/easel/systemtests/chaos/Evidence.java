package easel.systemtests.chaos;

import easel.systemtests.chaos.Campaign.Outcome;
import easel.systemtests.promise.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What is known of the jobs that a break names, and what was broken around then.
final class Evidence {
  private static final Pattern JOB =
      Pattern.compile("\\b(?:tag|twin|full)[0-9]{5}(?:-[0-9A-Za-z]+)*\\b");
  private static final Pattern SPAN =
      Pattern.compile("from (\\d+\\.\\d) s to (\\d+\\.\\d) s of the run");
  private static final long AROUND = 10_000_000_000L;
  private static final int MOST_LINES = 60;

  private static final Comparator<Moment> IN_TIME = Comparator.comparingLong(Moment::nanos);

  private record Moment(long nanos, String words) {}

  private final Outcome outcome;

  Evidence(Outcome outcome) {
    this.outcome = outcome;
  }

  /// Lines in order of time.
  List<String> of(String broken) {
    var moments = new ArrayList<Moment>();
    JOB.matcher(broken)
        .results()
        .map(found -> found.group())
        .distinct()
        .forEach(job -> moments.addAll(of(outcome.history(), job)));
    var span = SPAN.matcher(broken);
    if (span.find()) {
      moments.add(new Moment(at(span.group(1)), "the slot is free"));
      moments.add(new Moment(at(span.group(2)), "the slot is used"));
    }
    if (moments.isEmpty()) {
      return List.of();
    }
    var from = moments.stream().mapToLong(Moment::nanos).min().orElseThrow() - AROUND;
    var to = moments.stream().mapToLong(Moment::nanos).max().orElseThrow() + AROUND;
    for (var line : outcome.log().lines()) {
      if (line.nanos() >= from && line.nanos() <= to) {
        moments.add(new Moment(line.nanos(), "  ! " + line.words()));
      }
    }
    return moments.stream().sorted(IN_TIME).limit(MOST_LINES).map(this::line).toList();
  }

  private String ids(String job) {
    var id = outcome.ids().get(job);
    return id == null ? "" : ", " + id;
  }

  private long at(String seconds) {
    return outcome.zero() + Math.round(Double.parseDouble(seconds) * 1e9);
  }

  /// All jobs and what is known of each, in the order of acceptance within their queues.
  List<String> ofAll() {
    var history = outcome.history();
    return history.jobs().values().stream()
        .sorted(Comparator.comparing(History.Job::queue).thenComparingInt(History.Job::order))
        .flatMap(job -> of(history, job.tag()).stream().sorted(IN_TIME))
        .map(this::line)
        .toList();
  }

  private String line(Moment moment) {
    return String.format(
        Locale.ROOT, "%8.2f s  %s", (moment.nanos() - outcome.zero()) / 1e9, moment.words());
  }

  private List<Moment> of(History history, String job) {
    var moments = new ArrayList<Moment>();
    var accepted = history.jobs().get(job);
    if (accepted != null) {
      moments.add(
          new Moment(
              accepted.accepted(),
              "%s accepted, number %d of %s%s%s"
                  .formatted(
                      job,
                      accepted.order(),
                      accepted.queue(),
                      history.wasCancelAsked(job) ? ", cancelled later" : "",
                      ids(job))));
    }
    history.attempts().stream()
        .filter(attempt -> attempt.tag().equals(job))
        .forEach(
            attempt ->
                moments.add(
                    new Moment(
                        attempt.at(),
                        "%s at Discord, account %s: %s, %s"
                            .formatted(
                                job,
                                attempt.account(),
                                attempt.outcome(),
                                attempt.taken() ? "taken" : "not taken"))));
    history.fillings().stream()
        .filter(filling -> filling.tag().equals(job))
        .forEach(
            filling ->
                moments.add(
                    new Moment(
                        filling.at(),
                        "%s filled in at Discord: %s, %s"
                            .formatted(
                                job, filling.outcome(), filling.taken() ? "taken" : "not taken"))));
    history.ends().stream()
        .filter(end -> end.tag().equals(job))
        .forEach(
            end ->
                moments.add(
                    new Moment(
                        end.at(),
                        "%s ended at Discord: %s %s".formatted(job, end.end(), end.picture()))));
    var told = history.told().get(job);
    if (told != null) {
      moments.add(
          new Moment(
              told.firstSeen(),
              "%s told %s, sent: %s %s %s"
                  .formatted(job, told.status(), told.sent(), told.why(), told.picture())));
    }
    return moments;
  }
}
