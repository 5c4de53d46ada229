package easel.common.message;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A job as it waits in its lane: what the send needs and no more.
///
/// @param number the job's place in its queue's order of acceptance; grows, without meaning in
///   between
/// @param acceptedAt PostgreSQL's time of acceptance: orders heads of different queues
/// @param pinned the only account that may run it: of a press, or where the customer named one
public record LaneJob(
    JobId job,
    QueueId queue,
    long number,
    Instant acceptedAt,
    @Nullable AccountId pinned,
    Command command) {}
