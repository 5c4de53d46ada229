package easel.simulator.world;

import easel.simulator.settings.SettingsStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that exists. At the start: one guild with one channel, one bot, and Midjourney.
public final class World {
  private final String defaultBotToken;
  private final SettingsStore settings;
  private final Snowflakes snowflakes = new Snowflakes();
  private final Midjourneyer midjourney = new Midjourneyer();
  private final Map<Long, Guild> guilds = new ConcurrentSkipListMap<>();
  private final Map<Long, Channel> channels = new ConcurrentHashMap<>();
  private final Map<Long, User> users = new ConcurrentSkipListMap<>();
  private final Map<String, User> tokens = new ConcurrentHashMap<>();
  private final Map<Long, Channel> direct = new ConcurrentHashMap<>();
  private volatile Bot bot;

  public World(String defaultBotToken, SettingsStore settings) {
    this.defaultBotToken = defaultBotToken;
    this.settings = settings;
    this.bot = begin();
  }

  /// Everything anew. The ids go on, so nothing new is mistaken for something old.
  public void clear() {
    guilds.clear();
    channels.clear();
    users.clear();
    tokens.clear();
    direct.clear();
    bot = begin();
  }

  private Bot begin() {
    users.put(midjourney.id(), midjourney);
    midjourney.guilds().clear();
    var first = new Bot(newId(), "easel", defaultBotToken, true);
    add(first);
    addGuild("Easel", first);
    return first;
  }

  public SettingsStore settings() {
    return settings;
  }

  public long newId() {
    return snowflakes.next();
  }

  public Midjourneyer midjourney() {
    return midjourney;
  }

  public Bot defaultBot() {
    return bot;
  }

  public Collection<Guild> guilds() {
    return guilds.values();
  }

  public @Nullable Guild guild(long id) {
    return guilds.get(id);
  }

  /// A channel or a thread.
  public @Nullable Channel channel(long id) {
    return channels.get(id);
  }

  public @Nullable User user(long id) {
    return users.get(id);
  }

  public @Nullable Account account(long id) {
    return users.get(id) instanceof Account account ? account : null;
  }

  public Stream<Account> accounts() {
    return users.values().stream().filter(Account.class::isInstance).map(Account.class::cast);
  }

  public @Nullable User withToken(String token) {
    return tokens.get(token);
  }

  public Guild addGuild(String name, Bot firstBot) {
    var guild = new Guild(newId(), name, newId(), newId());
    guild.join(midjourney);
    guild.join(firstBot);
    addChannel(guild, "general");
    guilds.put(guild.id(), guild);
    return guild;
  }

  public Channel addChannel(Guild guild, String name) {
    var channel = new Channel(newId(), guild, Channel.TEXT, null, 0, name);
    channels.put(channel.id(), channel);
    guild.add(channel);
    return channel;
  }

  /// The account's direct messages with Midjourney, null as long as neither has begun them.
  public @Nullable Channel direct(Account account) {
    return direct.get(account.id());
  }

  /// Begins direct messages between the account and Midjourney; only once for each account.
  public Channel addDirect(Account account) {
    return direct.computeIfAbsent(
        account.id(),
        _ -> {
          var guild = Guild.direct(account, midjourney);
          var channel = new Channel(newId(), guild, Channel.DIRECT, null, 0, "");
          guild.add(channel);
          channels.put(channel.id(), channel);
          return channel;
        });
  }

  public Channel addThread(
      Channel parent, int type, User owner, String name, int autoArchiveMinutes) {
    var thread = new Channel(newId(), parent.guild(), type, parent, owner.id(), name);
    thread.change(thread.state().autoArchive(autoArchiveMinutes));
    thread.threadMembers().add(owner.id());
    channels.put(thread.id(), thread);
    parent.guild().add(thread);
    return thread;
  }

  public void remove(Channel channel) {
    for (var thread : List.copyOf(channel.guild().threads())) {
      if (thread.parentId() == channel.id()) {
        channels.remove(thread.id());
        channel.guild().remove(thread);
      }
    }
    channels.remove(channel.id());
    direct.values().remove(channel);
    channel.guild().remove(channel);
  }

  public Bot addBot(
      String username, @Nullable String token, boolean messageContent, Collection<Guild> in) {
    var id = newId();
    var added = new Bot(id, username, token == null ? "bot-token-" + id : token, messageContent);
    add(added);
    in.forEach(guild -> guild.join(added));
    return added;
  }

  public Account addAccount(
      @Nullable String username,
      @Nullable String token,
      Plan plan,
      Mode mode,
      Collection<Guild> in) {
    var id = newId();
    var account =
        new Account(
            id,
            username == null ? "member" + (id >>> 4) % 1_000_000_007 : username,
            token == null ? "user-token-" + id : token,
            plan,
            mode);
    add(account);
    in.forEach(guild -> guild.join(account));
    return account;
  }

  private void add(User user) {
    var token = user.token();
    if (token != null && tokens.putIfAbsent(token, user) != null) {
      throw new IllegalArgumentException("expected a token of its own, got one that is taken");
    }
    users.put(user.id(), user);
  }

  /// @param token the new token, null to leave the user without one
  public void changeToken(User user, @Nullable String token) {
    if (token != null && tokens.putIfAbsent(token, user) != null) {
      throw new IllegalArgumentException("expected a token of its own, got one that is taken");
    }
    var old = user.token();
    user.changeToken(token);
    if (old != null) {
      tokens.remove(old);
    }
  }
}
