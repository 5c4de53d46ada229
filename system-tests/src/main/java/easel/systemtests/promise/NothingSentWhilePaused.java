package easel.systemtests.promise;

import java.util.List;

/// A job that was accepted while its queue was paused is not sent before the queue is to go on. One
/// that was accepted before may have been handed over already, and so be sent.
public record NothingSentWhilePaused() implements Promise {
  @Override
  public String name() {
    return "A pause holds";
  }

  @Override
  public List<String> brokenBy(History history) {
    var jobs = history.jobs();
    return history.pauses().stream()
        .flatMap(
            pause ->
                history.sends().stream()
                    .filter(send -> pause.from() < send.at() && send.at() < pause.to())
                    .filter(
                        send -> {
                          var job = jobs.get(send.tag());
                          return job != null
                              && job.queue().equals(pause.queue())
                              && job.asked() > pause.from();
                        })
                    .map(
                        send ->
                            "%s was sent though %s was paused before it was submitted"
                                .formatted(send.tag(), pause.queue())))
        .toList();
  }
}
