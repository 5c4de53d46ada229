package easel.simulator.world;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Someone on Discord: a person's account, a bot, Midjourney.
public abstract sealed class User permits Account, Bot, Midjourneyer {
  private final long id;
  private final String username;
  private final Set<Long> guilds = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String token;

  User(long id, String username, @Nullable String token) {
    this.id = id;
    this.username = username;
    this.token = token;
  }

  public long id() {
    return id;
  }

  public String username() {
    return username;
  }

  public @Nullable String token() {
    return token;
  }

  void changeToken(@Nullable String newToken) {
    token = newToken;
  }

  public boolean isBot() {
    return !(this instanceof Account);
  }

  /// The ids of the guilds that it is a member of.
  public Set<Long> guilds() {
    return guilds;
  }

  public String mention() {
    return "<@" + id + ">";
  }
}
