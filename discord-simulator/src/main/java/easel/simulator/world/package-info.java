/// What exists: guilds, channels, threads, accounts, bots and their messages.
@NullMarked
package easel.simulator.world;

import org.jspecify.annotations.NullMarked;
