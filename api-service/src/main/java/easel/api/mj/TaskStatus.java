package easel.api.mj;

import easel.api.job.Job;

/// Where a task is in its life, as clients name it.
enum TaskStatus {
  /// Not accepted yet: what its button asks for is awaited.
  MODAL,
  NOT_START,
  SUBMITTED,
  IN_PROGRESS,
  SUCCESS,
  FAILURE,
  CANCEL;

  static TaskStatus of(Job job) {
    return switch (job.status()) {
      case QUEUED -> NOT_START;
      case PROCESSING -> job.progress() > 0 || job.preview() != null ? IN_PROGRESS : SUBMITTED;
      case DONE -> SUCCESS;
      case FAIL -> FAILURE;
      case CANCELLED -> CANCEL;
    };
  }
}
