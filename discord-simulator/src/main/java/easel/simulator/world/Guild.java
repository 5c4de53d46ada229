package easel.simulator.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// A server with its channels, threads and members; or the two who speak in direct messages, which
/// Discord shows without a guild.
public final class Guild {
  private final long id;
  private final String name;
  private final long ownerId;
  private final long botRole;
  private final Map<Long, Channel> channels = new ConcurrentSkipListMap<>();
  private final Map<Long, Channel> threads = new ConcurrentHashMap<>();
  private final Map<Long, User> members = new ConcurrentHashMap<>();

  Guild(long id, String name, long ownerId, long botRole) {
    this.id = id;
    this.name = name;
    this.ownerId = ownerId;
    this.botRole = botRole;
  }

  /// @param one who speaks with `other` in direct messages
  static Guild direct(User one, User other) {
    var direct = new Guild(0, "", 0, 0);
    direct.members.put(one.id(), one);
    direct.members.put(other.id(), other);
    return direct;
  }

  /// Whether this is no server, but two who speak in direct messages.
  public boolean isDirect() {
    return id == 0;
  }

  public long id() {
    return id;
  }

  public String name() {
    return name;
  }

  public long ownerId() {
    return ownerId;
  }

  /// The role that every bot here has. The role of everyone has the guild's own id.
  public long botRole() {
    return botRole;
  }

  /// Channels that are no threads, oldest first.
  public Collection<Channel> channels() {
    return channels.values();
  }

  public List<Channel> activeThreads() {
    var active = new ArrayList<Channel>();
    for (var thread : threads.values()) {
      if (!thread.isArchived()) {
        active.add(thread);
      }
    }
    active.sort(Comparator.comparingLong(Channel::id));
    return active;
  }

  public Collection<Channel> threads() {
    return threads.values();
  }

  public int memberCount() {
    return members.size();
  }

  public Collection<User> members() {
    return members.values();
  }

  public @Nullable User member(long userId) {
    return members.get(userId);
  }

  /// The user is a member from now on, as after being invited.
  public void join(User user) {
    members.put(user.id(), user);
    user.guilds().add(id);
  }

  /// The user is no member any more, as after being thrown out.
  public void leave(User user) {
    members.remove(user.id());
    user.guilds().remove(id);
  }

  void add(Channel channel) {
    (channel.isThread() ? threads : channels).put(channel.id(), channel);
  }

  void remove(Channel channel) {
    threads.remove(channel.id());
    channels.remove(channel.id());
  }

  /// Whether the user may do this in the channel or thread, by Discord's own rules.
  public boolean may(User user, Permission permission, Channel channel) {
    return permission.isIn(permissions(user, channel));
  }

  private long permissions(User user, Channel channel) {
    if (!members.containsKey(user.id())) {
      return 0;
    }
    var permissions = Permission.OF_EVERYONE | (user.isBot() ? Permission.OF_BOTS : 0);
    permissions &= ~channel.root().denied(user.id());
    return Permission.VIEW_CHANNEL.isIn(permissions) ? permissions : 0;
  }

  /// Whether the user sees the channel. Private threads are for their members and moderators.
  public boolean sees(User user, Channel channel) {
    var permissions = permissions(user, channel);
    if (!Permission.VIEW_CHANNEL.isIn(permissions)) {
      return false;
    }
    return channel.type() != Channel.PRIVATE_THREAD
        || channel.hasMember(user.id())
        || Permission.MANAGE_THREADS.isIn(permissions);
  }
}
