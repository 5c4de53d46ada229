package easel.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNullElse;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Address;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import easel.common.directory.AccountEntry;
import easel.common.directory.DirectoryPublisher;
import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.AccountMessage.HandOver;
import easel.common.message.Command;
import easel.common.message.LaneJob;
import easel.common.message.Reply.PlaceFreed;
import easel.common.message.Wire;
import easel.common.partition.Partitions;
import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import easel.common.slot.RedisSlots;
import easel.common.slot.Slots;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// Real brokers with the other services' part in them: the API's directory and lanes, the workers'
/// hand-overs. Every name is new, so that nothing of an earlier run is met.
final class Cell {
  private static final String ADDRESSES =
      requireNonNullElse(System.getenv("EASEL_TEST_RABBITMQ_ADDRESSES"), "127.0.0.1:5672");
  private static final String VIRTUAL_HOST =
      requireNonNullElse(System.getenv("EASEL_TEST_RABBITMQ_VIRTUAL_HOST"), "/");
  private static final String REDIS =
      requireNonNullElse(System.getenv("EASEL_TEST_REDIS_URL"), "redis://127.0.0.1:6379");

  final String prefix = "dispatcher-test-" + UUID.randomUUID();
  final RedisKeys keys = new RedisKeys(prefix);
  final RedissonClient redis = RedisConnection.open(REDIS);
  final Slots slots = new RedisSlots(redis, keys);
  private final DirectoryPublisher directory = new DirectoryPublisher(redis, keys, slots);
  private final Connection connection;
  private final Channel channel;

  private final List<HandOver> handOvers = new CopyOnWriteArrayList<>();
  private final BlockingQueue<HandOver> arrivals = new LinkedBlockingQueue<>();
  private final List<AccountMessage.Ask> asks = new CopyOnWriteArrayList<>();
  private final Set<JobId> ours = ConcurrentHashMap.newKeySet();
  private final Set<QueueId> lanes = new HashSet<>();
  private final Map<AccountId, AccountEntry> accounts = new ConcurrentHashMap<>();
  private final List<Runnable> stops = new ArrayList<>();
  private final long base = ThreadLocalRandom.current().nextLong(1_000_000_000L, 2_000_000_000L);
  private long version;
  private long numbers;

  Cell() throws Exception {
    var factory = new ConnectionFactory();
    factory.setVirtualHost(VIRTUAL_HOST);
    factory.setAutomaticRecoveryEnabled(false);
    connection = factory.newConnection(Address.parseAddresses(ADDRESSES));
    channel = connection.createChannel();
    channel.exchangeDeclare(Topology.REPLIES, BuiltinExchangeType.TOPIC, true);
    channel.exchangeDeclare(Topology.CONTROL, BuiltinExchangeType.FANOUT, true);
    for (var queue : List.of(Topology.DEAD_LETTERS, Topology.ASK)) {
      channel.queueDelete(queue); // others may have left one of another kind
    }
    declare(Topology.DEAD_LETTERS, Topology.deadLetters(QueueType.QUORUM));
    declare(Topology.ASK, Topology.plainQueue(QueueType.QUORUM));
    channel.basicConsume(Topology.ASK, true, (_, ask) -> asked(ask), _ -> {});
    for (int partition = 0; partition < Partitions.COUNT; partition++) {
      declare(Topology.handOver(partition), Topology.orderedQueue(QueueType.QUORUM));
      channel.basicConsume(
          Topology.handOver(partition), true, (_, handOver) -> handedOver(handOver), _ -> {});
    }
  }

  private void declare(String queue, Map<String, Object> arguments) throws IOException {
    channel.queueDeclare(queue, true, false, false, arguments);
  }

  private void handedOver(Delivery delivery) {
    if (Wire.read(delivery.getBody(), AccountMessage.class) instanceof HandOver handOver
        && ours.contains(handOver.job().job())) {
      handOvers.add(handOver);
      arrivals.add(handOver);
    }
  }

  private void asked(Delivery delivery) {
    if (Wire.read(delivery.getBody(), AccountMessage.class) instanceof AccountMessage.Ask ask
        && ours.contains(ask.job())) {
      asks.add(ask);
    }
  }

  /// A dispatcher in this process.
  ConfigurableApplicationContext startDispatcher() {
    var application = new SpringApplication(DispatcherApplication.class);
    var context = application.run(settings().toArray(String[]::new));
    stops.add(context::close);
    return context;
  }

  /// A dispatcher that can be killed.
  Process startDispatcherProcess() throws IOException {
    var command = new ArrayList<String>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("easel.dispatcher.DispatcherApplication");
    command.addAll(settings());
    var log = new File("target/killed-dispatcher.log");
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    stops.add(process::destroyForcibly);
    return process;
  }

  private List<String> settings() {
    return List.of(
        "--server.port=0",
        "--spring.rabbitmq.addresses=" + ADDRESSES,
        "--spring.rabbitmq.virtual-host=" + VIRTUAL_HOST,
        "--easel.redis.url=" + REDIS,
        "--easel.redis.prefix=" + prefix);
  }

  PoolId pool(long number) {
    return PoolId.ofCustomer(base + number);
  }

  QueueId queue(long number) {
    return QueueId.ofCustomer(base + number);
  }

  AccountId account(long number, PoolId pool, int limit, boolean linked) {
    var id = new AccountId(base + number);
    var entry =
        new AccountEntry(
            id, pool, "user-" + id, "1", "2", limit, linked, linked, "sealed", null, false, null);
    accounts.put(id, entry);
    directory.put(entry, ++version);
    return id;
  }

  /// Publishes a queue whose lane exists.
  QueueId queue(long number, PoolId pool, int limit) throws IOException {
    var queue = queue(number);
    declare(Topology.lane(queue), Topology.orderedQueue(QueueType.QUORUM));
    lanes.add(queue);
    directory.put(new QueueEntry(queue, pool, null, limit, false, true), ++version);
    return queue;
  }

  /// Its lane is lost and there again, with nothing in it, and nobody is told.
  void makeLaneAnew(QueueId queue) throws IOException {
    channel.queueDelete(Topology.lane(queue));
    declare(Topology.lane(queue), Topology.orderedQueue(QueueType.QUORUM));
  }

  void directoryIsComplete() {
    directory.completeAnew(version, directory.beginAnew());
  }

  void tellEveryone() throws IOException {
    channel.basicPublish(Topology.CONTROL, "", null, new byte[0]);
  }

  /// Jobs accepted one after another.
  List<LaneJob> accept(QueueId queue, int count) {
    return LongStream.range(0, count).mapToObj(_ -> accept(queue, null)).toList();
  }

  LaneJob accept(QueueId queue, @Nullable AccountId pinned) {
    var job =
        new LaneJob(
            new JobId(UUID.randomUUID()),
            queue,
            ++numbers,
            Instant.now(),
            pinned,
            new Command.Imagine("a red fox"));
    ours.add(job.job());
    publish(queue, Wire.write(job));
    return job;
  }

  void known(JobId job) {
    ours.add(job);
  }

  synchronized void publish(QueueId queue, byte[] body) {
    try {
      channel.basicPublish("", Topology.lane(queue), MessageProperties.PERSISTENT_BASIC, body);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// What a worker does when a job of it has ended.
  synchronized void end(HandOver ended) {
    var account = accounts.get(ended.account());
    if (account == null) {
      throw new IllegalStateException("expected an account of ours, got: " + ended.account());
    }
    var job = ended.job();
    slots.free(account.discordUser(), job.queue(), job.job());
    var freed = new PlaceFreed(job.job(), job.queue(), account.id());
    try {
      channel.basicPublish(
          Topology.REPLIES,
          Topology.freed(Partitions.ofPool(account.pool())),
          new BasicProperties.Builder().build(),
          Wire.write(freed));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// What workers were given, in the order of arrival, repeats included.
  List<HandOver> handOvers() {
    return handOvers;
  }

  /// The next of them, without the delay of a poll.
  HandOver nextHandOver() throws InterruptedException {
    var next = arrivals.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("expected a hand-over within 10 s");
    }
    return next;
  }

  /// The jobs of a queue as workers were given them, each once.
  List<LaneJob> jobsHandedOver(QueueId queue) {
    return handOvers.stream()
        .map(HandOver::job)
        .filter(job -> job.queue().equals(queue))
        .distinct()
        .toList();
  }

  List<AccountMessage.Ask> asks() {
    return asks;
  }

  /// The dead letter that names a job, or null. Others, left there by whoever used the broker
  /// before, are dropped.
  @Nullable GetResponse deadLetter(JobId job) throws IOException {
    var letter = channel.basicGet(Topology.DEAD_LETTERS, true);
    while (letter != null && !names(letter, job)) {
      letter = channel.basicGet(Topology.DEAD_LETTERS, true);
    }
    return letter;
  }

  private static boolean names(GetResponse letter, JobId job) {
    return new String(letter.getBody(), UTF_8).contains(job.toString());
  }

  /// Redis loses everything of this cell.
  void emptyRedis() {
    redis.getKeys().deleteByPattern(prefix + "*");
  }

  void awaitHandOvers(int count) {
    await(count + " hand-overs").atMost(ofSeconds(15)).until(() -> handOvers.size() >= count);
  }

  void close() throws IOException {
    stops.forEach(Runnable::run);
    for (var lane : lanes) {
      channel.queueDelete(Topology.lane(lane));
    }
    emptyRedis();
    redis.shutdown();
    connection.close();
  }
}
