/// Discord's gateway: sessions, events, resuming.
@NullMarked
package easel.simulator.gateway;

import org.jspecify.annotations.NullMarked;
