/// Telling customers about their jobs: written in the transaction that moves the job, delivered
/// until received.
@NullMarked
package easel.api.webhook;

import org.jspecify.annotations.NullMarked;
