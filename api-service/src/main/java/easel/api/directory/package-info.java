/// The read model of accounts and queues, as everyone else follows it.
@NullMarked
package easel.api.directory;

import org.jspecify.annotations.NullMarked;
