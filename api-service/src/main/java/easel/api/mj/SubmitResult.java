package easel.api.mj;

import easel.api.job.Job;
import easel.common.id.JobId;
import java.util.LinkedHashMap;
import java.util.Map;

/// The answer to a request for a job, and to all that is refused.
///
/// @param result the task's id; empty where there is none, since some clients go on with whatever
///   is there
/// @param properties never missing: clients read into it without looking
record SubmitResult(int code, String description, String result, Map<String, Object> properties) {
  SubmitResult {
    properties = Map.copyOf(properties);
  }

  /// @param place as in `Outlook`
  static SubmitResult accepted(Job job, int place) {
    var properties = new LinkedHashMap<String, Object>();
    var account = job.account();
    if (account != null) {
      properties.put("discordInstanceId", account.toString());
    }
    if (place == 0) {
      return of(Code.SENT_ON, "Submitted.", job, properties);
    }
    properties.put("numberOfQueues", place);
    return of(Code.QUEUED, "Queued at place %d.".formatted(place), job, properties);
  }

  /// Pages go on with `modal` where they read "confirm".
  ///
  /// @param prompt which a page shows to be changed
  static SubmitResult asksFirst(JobId task, String prompt) {
    return new SubmitResult(
        Code.DIALOG.number(),
        "Waiting for window confirm",
        task.toString(),
        Map.of("finalPrompt", prompt, "remix", true));
  }

  /// A seed instead of a task's id.
  static SubmitResult ofSeed(String seed) {
    return new SubmitResult(Code.SENT_ON.number(), "Success.", seed, Map.of());
  }

  static SubmitResult refused(Code code, String description) {
    return refused(code, description, Map.of());
  }

  static SubmitResult refused(Code code, String description, Map<String, Object> properties) {
    return new SubmitResult(code.number(), description, "", properties);
  }

  private static SubmitResult of(
      Code code, String description, Job job, Map<String, Object> properties) {
    return new SubmitResult(code.number(), description, job.id().toString(), properties);
  }
}
