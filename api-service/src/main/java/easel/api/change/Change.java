package easel.api.change;

import easel.common.id.JobId;
import easel.common.id.QueueId;

/// A job as it was after one of its changes.
///
/// @param number of the change, among all changes of the customer
/// @param queue of the job
/// @param isEnd whether the job has ended: no change follows
/// @param json the job as every answer shows it
public record Change(long number, JobId job, QueueId queue, boolean isEnd, String json) {}
