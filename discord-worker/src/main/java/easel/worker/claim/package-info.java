/// The worker's tables in PostgreSQL: all its SQL is here. Claims decide what is sent and how it
/// ended (P2, P3).
@NullMarked
package easel.worker.claim;

import org.jspecify.annotations.NullMarked;
