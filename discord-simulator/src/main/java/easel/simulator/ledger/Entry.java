package easel.simulator.ledger;

import org.jspecify.annotations.Nullable;

/// One thing that happened. Ids are 0, texts null where they do not apply.
///
/// @param nanos on the machine's monotonic clock, as `System.nanoTime` tells it
/// @param parent the channel of the thread that `channel` is
/// @param opener the interaction that opened the form that was shown or sent
/// @param message the message that was pressed, sent or deleted
/// @param taken whether Midjourney got the interaction
record Entry(
    long seq,
    long nanos,
    Kind kind,
    long account,
    long channel,
    long parent,
    int type,
    @Nullable String command,
    @Nullable String prompt,
    @Nullable String customId,
    long opener,
    long message,
    @Nullable String nonce,
    @Nullable String outcome,
    @Nullable Boolean taken,
    @Nullable String job,
    @Nullable String end,
    @Nullable String picture,
    long finalMessage,
    @Nullable String detail) {}
