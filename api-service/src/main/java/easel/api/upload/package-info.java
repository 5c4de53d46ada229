/// Pictures that customers give with a job, on their way to the worker.
@NullMarked
package easel.api.upload;

import org.jspecify.annotations.NullMarked;
