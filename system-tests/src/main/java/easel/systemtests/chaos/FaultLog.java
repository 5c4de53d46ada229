package easel.systemtests.chaos;

import easel.systemtests.Answer;
import easel.systemtests.promise.Disturbance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What was broken in fact, and when.
final class FaultLog {
  /// @param nanos of this machine's monotonic clock
  record Line(long nanos, String words) {
    String at(long zero) {
      return String.format(Locale.ROOT, "%7.1f s  %s", (nanos - zero) / 1e9, words);
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private final List<Disturbance> disturbances = new ArrayList<>();
  private final Map<String, Integer> kills = new TreeMap<>();
  private final List<String> troubles = new ArrayList<>();
  private final List<String> wrongAnswers = new ArrayList<>();
  private final List<String> neverAccepted = new ArrayList<>();

  synchronized void note(String words) {
    lines.add(new Line(System.nanoTime(), words));
  }

  synchronized void killed(String role) {
    kills.merge(role, 1, Integer::sum);
  }

  synchronized void disturbed(Disturbance disturbance) {
    disturbances.add(disturbance);
  }

  /// Something that the campaign itself could not do.
  void trouble(String what, Throwable why) {
    trouble(what + ": " + why);
  }

  synchronized void trouble(String what) {
    note(what);
    troubles.add(what);
  }

  /// An instance answered what it never may.
  synchronized void wrongAnswer(Answer answer) {
    wrong("%s answered %d %s".formatted(answer.call(), answer.status(), answer.body()));
  }

  /// What was told is not what the contract has.
  synchronized void wrong(String words) {
    note(words);
    wrongAnswers.add(words);
  }

  synchronized List<String> wrongAnswers() {
    return List.copyOf(wrongAnswers);
  }

  /// A job was asked for until the end, and never accepted.
  synchronized void neverAccepted(String job) {
    neverAccepted.add(job);
  }

  synchronized List<String> neverAccepted() {
    return List.copyOf(neverAccepted);
  }

  synchronized List<Line> lines() {
    return List.copyOf(lines);
  }

  synchronized List<Disturbance> disturbances() {
    return List.copyOf(disturbances);
  }

  synchronized Map<String, Integer> kills() {
    return Map.copyOf(kills);
  }

  synchronized List<String> troubles() {
    return List.copyOf(troubles);
  }
}
