package easel.worker.handover;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import easel.common.directory.AccountEntry;
import easel.common.directory.Directory;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Wire;
import easel.common.partition.Partitions;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import easel.worker.account.AccountActor;
import easel.worker.account.Services;
import easel.worker.broker.Channels;
import easel.worker.broker.KeptChannel;
import easel.worker.claim.Claim;
import easel.worker.claim.Fence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A partition of accounts that this worker owns: its accounts, and the queue on which their jobs
/// arrive.
///
/// Messages are taken in order and acknowledged when their claim is durable, on the channel that
/// delivered them. The partition is handed over by closing that channel: cancelling the consumer
/// would break the order.
public final class OwnedPartition {
  private static final Logger log = LoggerFactory.getLogger(OwnedPartition.class);
  private static final int PREFETCH = 200;

  private final Fence fence;
  private final Services services;
  private final QueueType queueType;
  private final Asks asks;
  private final Consumer<AccountActor> start;
  private final Map<String, AccountActor> accounts = new ConcurrentHashMap<>();
  private final Map<String, AccountEntry> entries = new HashMap<>();
  private final Map<String, List<Claim.Open>> inherited = new HashMap<>();
  private final Set<String> withThreads = new HashSet<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final KeptChannel handOvers;
  private volatile @Nullable Pulse pulse;
  private volatile boolean closed;

  /// A hand-over to an account that the directory does not name yet.
  private record Waiting(AccountMessage.HandOver handOver, Runnable whenClaimed) {}

  /// @param start begins to drive an account
  public OwnedPartition(
      Fence fence,
      Services services,
      Channels broker,
      QueueType queueType,
      Asks asks,
      Consumer<AccountActor> start) {
    this.fence = fence;
    this.services = services;
    this.queueType = queueType;
    this.asks = asks;
    this.start = start;
    this.handOvers =
        KeptChannel.ofQueue(
            broker,
            services.beside(),
            Topology.handOver(fence.partition()),
            queueType,
            this::consumeHandOvers);
  }

  public Fence fence() {
    return fence;
  }

  /// Takes up what a former owner left, after the epoch was raised.
  public synchronized void start() {
    inherited.putAll(
        services.claims().open(fence.partition()).stream()
            .collect(Collectors.groupingBy(Claim.Open::discordUser)));
    withThreads.addAll(services.threads().users());
    for (var untold : services.claims().untold(fence.partition())) {
      services.endings().tell(untold.job(), untold.account(), untold.end());
    }
    directoryChanged(services.directory().now());
    ensureOpen();
  }

  public Optional<AccountActor> account(String discordUser) {
    return Optional.ofNullable(accounts.get(discordUser));
  }

  public int openJobs() {
    return accounts.values().stream().mapToInt(AccountActor::openJobs).sum();
  }

  /// Makes and changes accounts as the directory says now.
  public synchronized void directoryChanged(Directory directory) {
    if (closed) {
      return;
    }
    var current =
        directory.accounts().values().stream()
            .filter(entry -> Partitions.ofDiscordUser(entry.discordUser()) == fence.partition())
            .collect(
                Collectors.toMap(
                    AccountEntry::discordUser,
                    entry -> entry,
                    (one, other) -> LATEST_LINK.compare(one, other) > 0 ? one : other));
    current.forEach(this::update);
    retryWaiting(directory);
  }

  // One Discord account may be linked again under another number after it was unlinked.
  private static final Comparator<AccountEntry> LATEST_LINK =
      Comparator.comparing(AccountEntry::linked).thenComparing(AccountEntry::id);

  private void update(String discordUser, AccountEntry entry) {
    if (entry.equals(entries.put(discordUser, entry))) {
      return;
    }
    var account = accounts.get(discordUser);
    if (account != null) {
      account.entryChanged(entry);
      return;
    }
    var claims = inherited.remove(discordUser);
    // Of an account that was unlinked the threads are to be archived.
    boolean hasThreads = withThreads.remove(discordUser);
    if (entry.linked() || claims != null || hasThreads) {
      add(entry, claims == null ? List.of() : claims);
    }
  }

  private AccountActor add(AccountEntry entry, List<Claim.Open> claims) {
    var account = new AccountActor(services, fence, entry, claims);
    accounts.put(entry.discordUser(), account);
    start.accept(account);
    return account;
  }

  /// Opens the channel soon, if there is none and the broker is there.
  public void ensureOpen() {
    handOvers.ensureOpen();
  }

  /// Closes the channel soon where nothing comes on it any more, to be opened again. To be called
  /// each second.
  public void watch() {
    var current = pulse;
    if (current != null) {
      services.beside().execute(() -> requireLife(current));
    }
  }

  private void requireLife(Pulse current) {
    if (current.isLost() && current.equals(pulse)) {
      log.atWarn()
          .addKeyValue("queue", Topology.handOver(fence.partition()))
          .log("Nothing comes out of a queue any more; it is consumed anew");
      pulse = null;
      handOvers.cancelled();
    }
  }

  /// Lets another consume what is handed over, until it is opened again. The accounts go on.
  public void release() {
    handOvers.release();
  }

  private void consumeHandOvers(Channel fresh) throws IOException {
    var queue = Topology.handOver(fence.partition());
    fresh.queueDeclare(Topology.DEAD_LETTERS, true, false, false, Topology.deadLetters(queueType));
    fresh.queueDeclare(queue, true, false, false, Topology.orderedQueue(queueType));
    fresh.basicQos(PREFETCH);
    var beating = new Pulse(fresh, queue, PREFETCH, services::now);
    fresh.basicConsume(queue, false, new HandOvers(fresh, beating));
    pulse = beating;
  }

  private final class HandOvers extends DefaultConsumer {
    private final Pulse beating;

    private HandOvers(Channel own, Pulse beating) {
      super(own);
      this.beating = beating;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      beating.delivered();
      onMessage(body, () -> acknowledge(envelope.getDeliveryTag()));
    }

    private void acknowledge(long tag) {
      beating.acknowledged();
      try {
        getChannel().basicAck(tag, false);
      } catch (IOException | RuntimeException gone) {
        // It is delivered again, and found to be claimed.
        log.debug("could not acknowledge on a channel that is gone", gone);
      }
    }

    @Override
    public void handleCancel(String tag) {
      handOvers.cancelled();
    }
  }

  private void onMessage(byte[] body, Runnable acknowledge) {
    AccountMessage message;
    try {
      message = Wire.read(body, AccountMessage.class);
    } catch (IllegalArgumentException unreadable) {
      log.atError()
          .addKeyValue("partition", fence.partition())
          .addKeyValue("bytes", body.length)
          .log("Unreadable message put aside in dead-letters");
      setAside(body, () -> services.publisher().deadLetter(body, acknowledge));
      return;
    }
    switch (message) {
      case AccountMessage.HandOver handOver -> onHandOver(handOver, acknowledge);
      case AccountMessage.Ask ask -> asks.handle(ask, acknowledge);
      case AccountMessage.Probe _ -> acknowledge.run();
    }
  }

  /// What is known of a job whose hand-over cannot be read.
  private record Poisoned(@Nullable Known job) {
    private record Known(@Nullable JobId job, @Nullable QueueId queue) {}
  }

  /// Ends the job, where at least that can be read.
  private void setAside(byte[] body, Runnable whenEnded) {
    var known = known(body);
    if (known == null || known.job() == null || known.queue() == null) {
      whenEnded.run();
      return;
    }
    var end = new JobEnd.Failed(FailReason.INTERNAL, "Easel could not read this job.", false);
    asks.handle(new AccountMessage.End(known.job(), known.queue(), end), whenEnded);
  }

  private static Poisoned.@Nullable Known known(byte[] body) {
    try {
      return Wire.read(body, Poisoned.class).job();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private synchronized void onHandOver(AccountMessage.HandOver handOver, Runnable whenClaimed) {
    var ahead = waiting.stream().anyMatch(w -> w.handOver().account().equals(handOver.account()));
    if (ahead || !pass(services.directory().now(), handOver, whenClaimed)) {
      waiting.add(new Waiting(handOver, whenClaimed));
    }
  }

  private boolean pass(
      Directory directory, AccountMessage.HandOver handOver, Runnable whenClaimed) {
    var entry = directory.account(handOver.account());
    if (entry.isEmpty()) {
      return false;
    }
    var account = accounts.get(entry.get().discordUser());
    if (account == null) {
      var claims = inherited.remove(entry.get().discordUser());
      account = add(entry.get(), claims == null ? List.of() : claims);
    }
    account.handOver(handOver, whenClaimed);
    return true;
  }

  private void retryWaiting(Directory directory) {
    waiting.removeIf(w -> pass(directory, w.handOver(), w.whenClaimed()));
  }

  /// Limits or pauses may have changed.
  public void lookAgain() {
    accounts.values().forEach(AccountActor::lookAgain);
  }

  /// Takes nothing more, and completes when the sends under way are over.
  public synchronized CompletableFuture<Void> handBack() {
    closed = true;
    handOvers.close();
    return CompletableFuture.allOf(
        accounts.values().stream()
            .map(AccountActor::handBack)
            .toArray(CompletableFuture<?>[]::new));
  }

  /// Stops at once: another worker owns the partition.
  public synchronized void stop() {
    closed = true;
    handOvers.close();
    accounts.values().forEach(AccountActor::stop);
  }
}
