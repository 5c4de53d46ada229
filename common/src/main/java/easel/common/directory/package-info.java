/// Accounts, queues and limits as the API publishes them in Redis for everyone else.
@NullMarked
package easel.common.directory;

import org.jspecify.annotations.NullMarked;
