/// One actor per linked Discord account: its line, its threads, its sends, its jobs.
@NullMarked
package easel.worker.account;

import org.jspecify.annotations.NullMarked;
