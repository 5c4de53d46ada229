/// The bots that listen, make threads and read history; the only package that knows JDA.
@NullMarked
package easel.worker.gateway;

import org.jspecify.annotations.NullMarked;
