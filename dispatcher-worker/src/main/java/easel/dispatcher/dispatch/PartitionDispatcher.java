package easel.dispatcher.dispatch;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.message.Reply.PlaceFreed;
import easel.common.message.Wire;
import easel.common.partition.Partitions;
import easel.dispatcher.lane.ChannelGone;
import easel.dispatcher.lane.LaneChannel;
import easel.dispatcher.lane.LaneEvent;
import easel.dispatcher.lane.LaneEvent.Delivered;
import easel.dispatcher.pool.Pools;
import easel.dispatcher.redis.RedisUnreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the lanes of one partition: takes what its channel delivers, decides by {@link Heads},
/// and acts at the broker. One thread with a mailbox, so that decisions need no locks; the only
/// thing it waits for is Redis.
final class PartitionDispatcher {
  private static final Logger log = LoggerFactory.getLogger(PartitionDispatcher.class);
  private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration CONFIRM_PATIENCE = Duration.ofSeconds(10);

  private final int partition;
  private final Places places;
  private final Heads heads;
  private final DispatchMeters meters;
  private final BlockingQueue<Message> mailbox = new LinkedBlockingQueue<>();

  private Pools pools = Pools.UNKNOWN;
  private @Nullable LaneChannel channel;
  private @Nullable CompletableFuture<Void> drained;
  private final Map<QueueId, Delivered> deliveries = new HashMap<>();
  private final Map<QueueId, Unreadable> unreadable = new HashMap<>();

  /// Other partitions of whose accounts' places this channel hears.
  private final Set<Integer> heardOf = new HashSet<>();

  private final Unconfirmed unconfirmed = new Unconfirmed();
  private long freedNanos;

  /// A head whose body we cannot read, and how often we tried.
  private record Unreadable(Delivered delivery, int attempts) {}

  /// What is known of an unreadable job.
  private record JobOnly(@Nullable JobId job) {}

  private sealed interface Message {
    record FromLane(LaneEvent event) implements Message {}

    record Follow(Pools pools) implements Message {}

    record Stop() implements Message {}
  }

  PartitionDispatcher(int partition, Places places, Heads heads, DispatchMeters meters) {
    this.partition = partition;
    this.places = places;
    this.heads = heads;
    this.meters = meters;
  }

  void start() {
    Thread.ofVirtual().name("dispatcher-" + partition).start(this::run);
  }

  void stop() {
    mailbox.add(new Message.Stop());
  }

  void accept(LaneEvent event) {
    mailbox.add(new Message.FromLane(event));
  }

  void follow(Pools now) {
    mailbox.add(new Message.Follow(now));
  }

  private void run() {
    var nextTick = System.nanoTime() + TICK_NANOS;
    try {
      while (true) {
        var message = mailbox.poll(nextTick - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (message instanceof Message.Stop) {
          return;
        }
        try {
          if (message != null) {
            handle(message);
          }
          if (System.nanoTime() - nextTick >= 0) {
            tick();
            nextTick = System.nanoTime() + TICK_NANOS;
          }
          if (mailbox.isEmpty()) {
            decide();
          }
        } catch (ChannelGone gone) {
          // Its closing is in the mailbox, or will be.
          log.atDebug().addKeyValue("partition", partition).setCause(gone).log("Channel is gone");
        } catch (RuntimeException failure) {
          log.atError()
              .addKeyValue("partition", partition)
              .setCause(failure)
              .log("An event could not be handled; held heads are looked at again within 1 s");
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(Message message) {
    switch (message) {
      case Message.Follow(var now) -> {
        var same = now.saysTheSameAs(pools);
        pools = now;
        heads.follow(now);
        if (!same) {
          heads.lookAgain();
        }
      }
      case Message.FromLane(var event) -> handle(event);
      case Message.Stop _ -> throw new IllegalStateException("expected to have stopped");
    }
  }

  private void handle(LaneEvent event) {
    if (event instanceof LaneEvent.Opened(var opened)) {
      forget();
      channel = opened;
      return;
    }
    if (event.channel() != channel) {
      if (event instanceof LaneEvent.Draining(_, var done)) {
        done.complete(null);
      }
      return; // stale: what it concerns is delivered again elsewhere
    }
    switch (event) {
      case LaneEvent.Opened _ -> {}
      case Delivered delivery -> arrived(delivery);
      case LaneEvent.Freed(_, var body) -> freed(body);
      case LaneEvent.Confirmed(_, var number, var multiple, var accepted) ->
          confirmed(number, multiple, accepted);
      case LaneEvent.Returned(_, var number) -> unconfirmed.returned(number);
      case LaneEvent.Draining(_, var done) -> {
        drained = done;
        completeDrain();
      }
      case LaneEvent.Closed _ -> forget();
    }
  }

  private void forget() {
    channel = null;
    heads.forget();
    deliveries.clear();
    unreadable.clear();
    unconfirmed.clear();
    heardOf.clear();
    if (drained != null) {
      drained.complete(null);
      drained = null;
    }
  }

  private void arrived(Delivered delivery) {
    deliveries.put(delivery.lane(), delivery);
    try {
      var job = read(delivery);
      hearOfItsAccount(job);
      heads.arrived(new Head(job, delivery.seen()));
    } catch (IllegalArgumentException _) {
      unreadable.put(delivery.lane(), new Unreadable(delivery, 1));
    }
  }

  /// A button may act on a picture of an account that is no longer of its queue's pool, as one made
  /// on a shared account before the customer linked its own.
  private void hearOfItsAccount(LaneJob job) {
    var pinned = job.pinned();
    if (pinned == null) {
      return;
    }
    pools
        .account(pinned)
        .map(account -> Partitions.ofPool(account.pool()))
        .filter(others -> others != partition && heardOf.add(others))
        .ifPresent(openChannel()::hearOf);
  }

  private static LaneJob read(Delivered delivery) {
    var job = Wire.read(delivery.body(), LaneJob.class);
    if (Stream.of(job.job(), job.queue(), job.acceptedAt(), job.command())
        .anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("expected a whole job, got one with parts missing");
    }
    if (!job.queue().equals(delivery.lane())) {
      throw new IllegalArgumentException(
          "expected a job of lane %s, got one of %s".formatted(delivery.lane(), job.queue()));
    }
    return job;
  }

  private void freed(byte[] body) {
    freedNanos = System.nanoTime();
    try {
      heads.freed(Wire.read(body, PlaceFreed.class));
    } catch (IllegalArgumentException unreadableReply) {
      log.atWarn()
          .addKeyValue("cause", unreadableReply.getMessage())
          .log("A message about a freed place is unreadable; the place is found within 1 s");
    }
  }

  private void tick() {
    heads.lookAgain();
    retryUnreadable();
    giveUpUnconfirmed();
    meters.held(partition, heads.held());
  }

  private void decide() {
    if (channel == null || drained != null) {
      return;
    }
    // Between two decisions whatever came in is handled first: it may concern an older head.
    while (mailbox.isEmpty()) {
      var action = heads.next();
      if (action.isEmpty()) {
        freedNanos = 0; // nobody waited for that place
        return;
      }
      act(action.get());
    }
  }

  private void act(Decision.Action action) {
    var delivery = deliveryOf(action.job().queue());
    try {
      switch (action) {
        case Decision.HandOver(var job, var account) -> {
          var begun = System.nanoTime();
          publish(
              delivery,
              List.of(Outgoing.handOver(job, account)),
              () -> {
                acknowledge(delivery);
                meters.handedOver(System.nanoTime() - begun);
              });
          if (freedNanos != 0) {
            meters.freedToHandOver(System.nanoTime() - freedNanos);
            freedNanos = 0;
          }
          log.atDebug()
              .addKeyValue("job", job.job())
              .addKeyValue("queue", job.queue())
              .addKeyValue("account", account.id())
              .log("Job handed over");
        }
        case Decision.AskForEnd(var job, var end) ->
            publish(
                delivery,
                List.of(Outgoing.askForEnd(job.job(), job.queue(), end)),
                () -> {
                  places.freeOfQueue(job.queue(), job.job());
                  acknowledge(delivery);
                  meters.askedForEnd();
                });
        case Decision.Drop(var job) -> {
          places.freeOfQueue(job.queue(), job.job());
          acknowledge(delivery);
          meters.dropped();
        }
        case Decision.Return(var job) -> {
          openChannel().giveBack(delivery.tag());
          heads.done(job.queue());
        }
        case Decision.Reject(var job, var reason) -> reject(delivery, job.job(), reason);
      }
    } catch (RedisUnreachable _) {
      tryAgain(delivery);
    } catch (ChannelGone gone) {
      throw gone;
    } catch (RuntimeException failure) {
      failed(delivery, failure);
    }
  }

  private void publish(Delivered delivery, List<Outgoing> messages, Runnable whenAccepted) {
    var settlement = new Settlement(delivery, messages.size(), System.nanoTime(), whenAccepted);
    for (var message : messages) {
      var number = openChannel().publish(message.queue(), message.body(), message.headers());
      unconfirmed.add(number, settlement);
    }
  }

  private void confirmed(long number, boolean multiple, boolean accepted) {
    unconfirmed.confirmed(number, multiple, accepted).forEach(this::settle);
    completeDrain();
  }

  private void settle(Settlement settlement) {
    if (settlement.isRefused()) {
      retry(settlement, "refused");
      return;
    }
    try {
      settlement.accepted();
    } catch (RedisUnreachable _) {
      tryAgain(settlement.delivery);
    } catch (ChannelGone gone) {
      throw gone;
    } catch (RuntimeException failure) {
      failed(settlement.delivery, failure);
    }
  }

  private void retry(Settlement settlement, String outcome) {
    meters.unconfirmed();
    log.atWarn()
        .addKeyValue("lane", settlement.delivery.lane())
        .addKeyValue("outcome", outcome)
        .log("RabbitMQ did not take a message; its head is tried again within 1 s");
    tryAgain(settlement.delivery);
  }

  private void failed(Delivered delivery, RuntimeException failure) {
    log.atError()
        .addKeyValue("lane", delivery.lane())
        .setCause(failure)
        .log("A head could not be acted upon; it is tried again within 1 s");
    tryAgain(delivery);
  }

  private void tryAgain(Delivered delivery) {
    if (!heads.failed(delivery.lane())) {
      unreadable.put(delivery.lane(), new Unreadable(delivery, 1));
    }
  }

  /// A repeat is harmless, a lane that stands is not. The repeat goes over another channel: a queue
  /// without a quorum confirms nothing, and once it was made anew it takes nothing from a channel
  /// that has published to it before (docs/adr/0012).
  private void giveUpUnconfirmed() {
    var givenUp = unconfirmed.giveUpOlderThan(CONFIRM_PATIENCE);
    givenUp.forEach(settlement -> retry(settlement, "unconfirmed"));
    completeDrain();
    if (!givenUp.isEmpty()) {
      openChannel().closeSoon();
    }
  }

  private void completeDrain() {
    if (drained != null && unconfirmed.isEmpty()) {
      drained.complete(null);
    }
  }

  private void acknowledge(Delivered delivery) {
    openChannel().ack(delivery.tag());
    deliveries.remove(delivery.lane());
    heads.done(delivery.lane());
  }

  private void retryUnreadable() {
    for (var entry : List.copyOf(unreadable.values())) {
      var delivery = entry.delivery();
      try {
        var job = read(delivery);
        unreadable.remove(delivery.lane());
        heads.arrived(new Head(job, true));
      } catch (IllegalArgumentException cause) {
        var attempts = entry.attempts() + 1;
        if (attempts < Heads.MOST_FAILURES || drained != null) {
          unreadable.put(delivery.lane(), new Unreadable(delivery, attempts));
        } else {
          unreadable.remove(delivery.lane());
          reject(delivery, jobOf(delivery), String.valueOf(cause.getMessage()));
        }
      }
    }
  }

  private static @Nullable JobId jobOf(Delivered delivery) {
    try {
      return Wire.read(delivery.body(), JobOnly.class).job();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private void reject(Delivered delivery, @Nullable JobId job, String reason) {
    log.atError()
        .addKeyValue("lane", delivery.lane())
        .addKeyValue("job", job)
        .log("A job cannot be handled and is put into dead-letters; a header there says why");
    var messages = new ArrayList<Outgoing>();
    messages.add(Outgoing.deadLetter(delivery.body(), reason));
    if (job != null) {
      messages.add(
          Outgoing.askForEnd(
              job,
              delivery.lane(),
              new JobEnd.Failed(FailReason.INTERNAL, "Easel could not handle this job.", false)));
    }
    publish(
        delivery,
        messages,
        () -> {
          if (job != null) {
            places.freeOfQueue(delivery.lane(), job);
          }
          acknowledge(delivery);
          meters.rejected();
        });
  }

  private Delivered deliveryOf(QueueId lane) {
    var delivery = deliveries.get(lane);
    if (delivery == null) {
      throw new IllegalStateException("expected a delivery of lane " + lane + ", got none");
    }
    return delivery;
  }

  private LaneChannel openChannel() {
    var open = channel;
    if (open == null) {
      throw new IllegalStateException("expected an open channel");
    }
    return open;
  }
}
