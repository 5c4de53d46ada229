package easel.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// A text channel, a thread in one, or direct messages, with its history.
public final class Channel {
  public static final int TEXT = 0;
  public static final int DIRECT = 1;
  public static final int PUBLIC_THREAD = 11;
  public static final int PRIVATE_THREAD = 12;

  private final long id;
  private final Guild guild;
  private final int type;
  private final @Nullable Channel parent;
  private final long ownerId;
  private final Map<Long, Long> denied = new ConcurrentHashMap<>();
  private final Set<Long> threadMembers = ConcurrentHashMap.newKeySet();
  private final ConcurrentSkipListMap<Long, Message> messages = new ConcurrentSkipListMap<>();
  private volatile String name;
  private volatile ThreadState state;
  private volatile long lastMessageId;

  Channel(long id, Guild guild, int type, @Nullable Channel parent, long ownerId, String name) {
    this.id = id;
    this.guild = guild;
    this.type = type;
    this.parent = parent;
    this.ownerId = ownerId;
    this.name = name;
    this.state = new ThreadState(false, false, 4320, Instant.now());
  }

  public long id() {
    return id;
  }

  public Guild guild() {
    return guild;
  }

  public int type() {
    return type;
  }

  public boolean isThread() {
    return parent != null;
  }

  public boolean isDirect() {
    return type == DIRECT;
  }

  public @Nullable Channel parent() {
    return parent;
  }

  /// The id of the channel that this thread is in, 0 for a channel.
  public long parentId() {
    return parent == null ? 0 : parent.id;
  }

  /// Itself, or the channel that the thread is in.
  public Channel root() {
    return parent == null ? this : parent;
  }

  public long ownerId() {
    return ownerId;
  }

  public String name() {
    return name;
  }

  public void rename(String newName) {
    name = newName;
  }

  public ThreadState state() {
    return state;
  }

  public void change(ThreadState newState) {
    state = newState;
  }

  public boolean isArchived() {
    return parent != null && state.archived();
  }

  long denied(long userId) {
    return denied.getOrDefault(userId, 0L);
  }

  public void deny(long userId, long permissions) {
    if (permissions == 0) {
      denied.remove(userId);
    } else {
      denied.put(userId, permissions);
    }
  }

  public Map<Long, Long> denials() {
    return denied;
  }

  boolean hasMember(long userId) {
    return threadMembers.contains(userId);
  }

  public Set<Long> threadMembers() {
    return threadMembers;
  }

  public long lastMessageId() {
    return lastMessageId;
  }

  public int messageCount() {
    return messages.size();
  }

  public @Nullable Message message(long messageId) {
    return messages.get(messageId);
  }

  /// Adds to the history, and forgets the oldest message where there are too many.
  public void keep(Message message, int most) {
    messages.put(message.id(), message);
    lastMessageId = message.id();
    // Counting a skip list walks it: only look now and then, in steps that depend on nothing else.
    if ((message.id() >>> 4) % 64 == 0) {
      while (messages.size() > most) {
        messages.pollFirstEntry();
      }
    }
  }

  public void forget(Message message) {
    messages.remove(message.id());
  }

  /// Newest first.
  public List<Message> newest(int limit) {
    return first(messages.descendingMap(), limit);
  }

  /// The newest of those before the id, newest first.
  public List<Message> before(long messageId, int limit) {
    return first(messages.headMap(messageId, false).descendingMap(), limit);
  }

  /// The oldest of those after the id, newest first.
  public List<Message> after(long messageId, int limit) {
    return first(messages.tailMap(messageId, false), limit).reversed();
  }

  public List<Message> around(long messageId, int limit) {
    var around = new ArrayList<>(after(messageId, limit / 2));
    around.addAll(first(messages.headMap(messageId, true).descendingMap(), limit - limit / 2));
    return around;
  }

  private static List<Message> first(NavigableMap<Long, Message> from, int limit) {
    var found = new ArrayList<Message>(Math.min(limit, 16));
    for (var message : from.values()) {
      if (found.size() == limit) {
        break;
      }
      found.add(message);
    }
    return found;
  }
}
