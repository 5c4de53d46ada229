package easel.api.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step of a job's way, for reading.
record TraceStep(
    String step,
    Instant at,
    @Nullable Long account,
    @Nullable Integer progress,
    @Nullable String discordMessageId,
    @Nullable String discordChannelId,
    @Nullable String detail) {}
