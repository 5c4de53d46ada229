/// Discord's REST API.
@NullMarked
package easel.simulator.rest;

import org.jspecify.annotations.NullMarked;
