package easel.api.change;

import easel.common.id.JobId;

/// A job as it was after one of its changes.
///
/// @param number of the change, among all changes of the customer
/// @param isEnd whether the job has ended: no change follows
/// @param json the job as every answer shows it
public record Change(long number, JobId job, boolean isEnd, String json) {}
