package easel.simulator.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The sessions that live, found by id, by user and by guild.
final class Sessions {
  private final Map<String, GatewaySession> byId = new ConcurrentHashMap<>();
  private final Map<Long, Set<GatewaySession>> byUser = new ConcurrentHashMap<>();
  private final Map<Long, Set<GatewaySession>> byGuild = new ConcurrentHashMap<>();

  void add(GatewaySession session) {
    byId.put(session.id(), session);
    enter(byUser, session.user().id(), session);
    session.user().guilds().forEach(guild -> join(guild, session));
  }

  /// Lets the session hear of a guild that its user has joined.
  void join(long guild, GatewaySession session) {
    if (session.isOfShard(guild)) {
      enter(byGuild, guild, session);
    }
  }

  /// The session's user is no member of the guild any more.
  void leave(long guild, GatewaySession session) {
    leave(byGuild, guild, session);
  }

  void remove(GatewaySession session) {
    byId.remove(session.id());
    leave(byUser, session.user().id(), session);
    session.user().guilds().forEach(guild -> leave(byGuild, guild, session));
  }

  void clear() {
    byId.clear();
    byUser.clear();
    byGuild.clear();
  }

  @Nullable GatewaySession get(String id) {
    return byId.get(id);
  }

  Collection<GatewaySession> all() {
    return List.copyOf(byId.values());
  }

  Set<GatewaySession> of(long user) {
    return byUser.getOrDefault(user, Set.of());
  }

  Set<GatewaySession> in(long guild) {
    return byGuild.getOrDefault(guild, Set.of());
  }

  private static void enter(
      Map<Long, Set<GatewaySession>> index, long key, GatewaySession session) {
    index.compute(
        key,
        (_, old) -> {
          var set = old == null ? ConcurrentHashMap.<GatewaySession>newKeySet() : old;
          set.add(session);
          return set;
        });
  }

  private static void leave(
      Map<Long, Set<GatewaySession>> index, long key, GatewaySession session) {
    index.computeIfPresent(
        key,
        (_, set) -> {
          set.remove(session);
          return set.isEmpty() ? null : set;
        });
  }
}
