package easel.systemtests.promise;

import java.util.List;

/// What Discord got with a job's command, in the same words as what was asked.
public record Got(String tag, List<String> given) {
  public Got {
    given = List.copyOf(given);
  }
}
