package easel.worker.claim;

import easel.common.id.JobId;
import easel.common.id.QueueId;

/// The places that an open claim holds.
public record Place(JobId job, String discordUser, QueueId queue) {}
