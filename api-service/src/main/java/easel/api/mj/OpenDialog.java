package easel.api.mj;

import easel.common.id.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A button that asks for something before it can be pressed.
///
/// @param id of the task that it becomes once that is given
/// @param pressed the task whose button it is
/// @param cancelledAt since when it is not to be filled in any more, null where it may be
record OpenDialog(
    JobId id,
    JobId pressed,
    String customId,
    @Nullable String state,
    @Nullable String notifyHook,
    Instant openedAt,
    @Nullable Instant cancelledAt) {}
