package easel.worker.account;

import easel.worker.claim.ClaimState;
import easel.worker.claim.Send;
import easel.worker.send.Interaction;
import easel.worker.send.MidjourneyCommand;
import easel.worker.track.Awaited;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Asks for a result once more that was hidden or missed, by `/show`, where Midjourney's id of the
/// job is known. That draws nothing and counts nowhere: repeated, also by the next owner, it does
/// no harm.
final class Shows {
  private static final String COMMAND = "show";
  private static final int MOST_ATTEMPTS = 5;

  /// How long a picture may be on its way once the first message of its job is gone.
  private static final long ON_ITS_WAY = TimeUnit.SECONDS.toNanos(5);

  private final Services services;
  private final AccountState state;
  private final SendPlace place;
  private final Asides asides;

  Shows(Services services, AccountState state, SendPlace place, Asides asides) {
    this.services = services;
    this.state = state;
    this.place = place;
    this.asides = asides;
  }

  /// The first message of a job is gone: if its picture does not come, it may be hidden.
  void startGone(Job job) {
    if (job.showFrom == null && !job.startGone) {
      job.startGone = true;
      job.showFrom = services.now() + ON_ITS_WAY;
    }
  }

  /// Whether a job that was silent for too long need not be given up yet: its result is asked for.
  boolean isAwaited(Job job) {
    if (midjourneyJob(job).isEmpty() || isNotOffered()) {
      return false;
    }
    long now = services.now();
    var until = job.showUntil;
    if (until == null) {
      job.showFrom = now;
      job.showAttempts = 0;
      job.showUntil = now + services.settings().firstSignTimeout().toNanos();
      return true;
    }
    return now - until < 0;
  }

  /// Whether a result was asked for.
  boolean ask() {
    long now = services.now();
    for (var job : state.jobs.values()) {
      var from = job.showFrom;
      var send = job.send;
      if (from == null || send == null || now - from < 0) {
        continue;
      }
      var shown = midjourneyJob(job);
      if (shown.isEmpty() || isNotOffered()) {
        job.showFrom = null;
        continue;
      }
      if (!place.knowsCommands()) {
        return false;
      }
      return command().map(command -> ask(job, send, command, shown.get())).orElse(false);
    }
    return false;
  }

  private boolean ask(Job job, Send send, MidjourneyCommand command, String shown) {
    var show = new Interaction.Show(state.entry.server(), send.thread(), command, shown);
    if (!asides.post(show, outcome -> onAnswer(job, outcome))) {
      return false;
    }
    job.showFrom = null;
    state.tracker.askedFor(job.id());
    services.log().askedToShow(job.id(), job.claim.account());
    return true;
  }

  /// Midjourney's id of a job whose result can be shown: nothing else is known to be its.
  private Optional<String> midjourneyJob(Job job) {
    if (job.state != ClaimState.TRACKING
        || job.end != null
        || job.stopAsked
        || job.isAnsweredWithTexts()) {
      return Optional.empty();
    }
    return state
        .tracker
        .of(job.id())
        .filter(known -> !known.ambiguous())
        .map(Awaited::midjourneyJob);
  }

  private Optional<MidjourneyCommand> command() {
    return services.commands().known(state.entry.server(), COMMAND);
  }

  private boolean isNotOffered() {
    return services.commands().isKnown(state.entry.server()) && command().isEmpty();
  }

  private void onAnswer(Job job, Asides.Outcome outcome) {
    switch (outcome) {
      case TAKEN -> {} // what it shows is heard, or the job's deadline passes
      case NOT_YET -> {
        if (++job.showAttempts < MOST_ATTEMPTS) {
          job.showFrom = services.now();
        }
      }
      case REFUSED -> services.log().notShown(job.id());
    }
  }
}
