package easel.api.slice;

import static org.awaitility.Awaitility.await;

import easel.api.ApiApplication;
import easel.api.upload.PictureSource;
import easel.common.crypto.Sealer;
import easel.common.id.QueueId;
import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RedissonClient;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/// The API as it runs, over a database, a key prefix and numbers of its own; shared by all slices,
/// as its start is what takes time. Each test makes its own customers.
final class TestApi {
  static final String OPERATOR = "the-operators-key";

  /// Not quorum queues: each takes three file handles of RabbitMQ, and all tests together make more
  /// lanes than a broker has that may open 1,024 files.
  static final QueueType QUEUES = QueueType.CLASSIC;

  private static final String KEYSET = Sealer.newKeyset();
  private static final Duration START = Duration.ofSeconds(90);
  private static @Nullable TestApi shared;

  private final Brokers brokers = Brokers.fromEnvironment();
  private final String name =
      "api_test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  private final List<ConfigurableApplicationContext> instances = new ArrayList<>();
  private final RedissonClient redis;
  private final StandInWorker worker;
  private final StandInCdn cdn = new StandInCdn();
  private final Path store = Files.createTempDirectory("easel-store-");
  private final StoreGate storeGate = new StoreGate();
  private final StandInSource source = new StandInSource();
  private final TestNames names = new TestNames();

  private TestApi() throws Exception {
    redis = RedisConnection.open(brokers.redisUrl());
    try (var connection = DriverManager.getConnection(brokers.postgresUrl())) {
      execute(connection, "create database " + name);
    }
    worker = new StandInWorker(brokers, Sealer.of(KEYSET));
    startAnother();
    // Lanes are named after these numbers, and the broker may not be ours alone.
    var first = ThreadLocalRandom.current().nextInt(1_000_000, 1_000_000_000);
    sql("alter table easel_api.customer alter id restart with " + first);
    sql("alter sequence easel_api.account_number restart with " + first);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  static synchronized TestApi shared() {
    var open = shared;
    if (open != null) {
      return open;
    }
    try {
      open = new TestApi();
      shared = open;
      return open;
    } catch (Exception failed) {
      throw new IllegalStateException("the API under test did not start", failed);
    }
  }

  /// Starts one more instance over the same brokers.
  ///
  /// @param more arguments, in place of those of the same names
  ConfigurableApplicationContext startAnother(String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--spring.datasource.url=" + brokers.postgresUrl(name),
                "--spring.datasource.hikari.maximum-pool-size=12",
                "--spring.rabbitmq.addresses=" + brokers.rabbitAddresses(),
                "--spring.rabbitmq.virtual-host=" + brokers.virtualHost(),
                "--easel.broker.queue-type=" + QUEUES,
                "--easel.redis.prefix=" + name,
                "--easel.encryption-key=" + KEYSET,
                "--easel.admin-key=" + OPERATOR,
                "--easel.account-patience=3s",
                "--easel.store=" + store.toUri(),
                "--easel.picture.discord-api=" + cdn.uri(),
                // The real ones are not to be reached from here.
                "--easel.picture.hosts=",
                "--easel.picture.deadline=2s",
                "--easel.picture.lease=4s",
                "--easel.picture.pause=100ms",
                "--easel.picture.largest=1MB",
                "--easel.ask.silence=1s",
                "--easel.ask.again=2s",
                "--easel.upload.cleaning=300ms",
                "--easel.outbound.allow=127.0.0.1",
                "--easel.webhooks.attempt=3s",
                "--easel.webhooks.first-pause=200ms",
                "--easel.webhooks.longest-pause=1s",
                "--easel.webhooks.refusal-patience=1s",
                "--easel.webhooks.sweep=1s",
                "--easel.rate-limit.general=" + System.getProperty("test.general", "off"),
                "--easel.rate-limit.message=off",
                // what a test says of these is not joined to it
                "--EASEL_REDIS_URL=" + brokers.redisUrl(),
                "--EASEL_RATE_LIMIT_GUESSES=off"));
    for (var argument : more) {
      var name = argument.substring(0, argument.indexOf('=') + 1);
      arguments.removeIf(other -> other.startsWith(name));
      arguments.add(argument);
    }
    var instance =
        new SpringApplicationBuilder(ApiApplication.class)
            .initializers(this::standIns)
            // Closed by ours alone, which then knows that nobody declares a queue again.
            .registerShutdownHook(false)
            .run(arguments.toArray(String[]::new));
    instances.add(instance);
    await("the API is ready")
        .atMost(START)
        .ignoreExceptions()
        .until(() -> new Http(uri(instance), "").get("/actuator/health/readiness").status() == 200);
    return instance;
  }

  private void standIns(ConfigurableApplicationContext context) {
    var beans = (GenericApplicationContext) context;
    beans.registerBean(StoreGate.class, () -> storeGate);
    context.getBeanFactory().registerSingleton("testNames", names);
    beans.registerBean(PictureSource.class, () -> source, bean -> bean.setPrimary(true));
  }

  static URI uri(ConfigurableApplicationContext instance) {
    var port = instance.getEnvironment().getProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port);
  }

  Http operator() {
    return new Http(uri(instances.getFirst()), OPERATOR);
  }

  <T> T bean(Class<T> type) {
    return instances.getFirst().getBean(type);
  }

  StandInWorker worker() {
    return worker;
  }

  StandInCdn cdn() {
    return cdn;
  }

  /// The folder of the object store.
  Path store() {
    return store;
  }

  StoreGate storeGate() {
    return storeGate;
  }

  StandInSource source() {
    return source;
  }

  /// Which addresses the hosts of webhooks have.
  TestNames names() {
    return names;
  }

  RedissonClient redis() {
    return redis;
  }

  RedisKeys keys() {
    return new RedisKeys(name);
  }

  TestCustomer customer(String plan) {
    var body =
        operator().post("/api/v1/admin/customers", "{\"name\":\"t\",\"plan\":\"" + plan + "\"}");
    return new TestCustomer(
        body.json().required("id").asLong(),
        new Http(uri(instances.getFirst()), body.json().required("apiKey").asString()),
        worker);
  }

  void sql(String statement) throws SQLException {
    try (var connection = connect()) {
      execute(connection, statement);
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(brokers.postgresUrl(name));
  }

  /// The one value that a query finds, as a text.
  String value(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(brokers.postgresUrl(name));
        var sql = connection.createStatement();
        var rows = sql.executeQuery(query)) {
      if (!rows.next()) {
        throw new IllegalArgumentException("expected one row, got none: " + query);
      }
      return String.valueOf(rows.getString(1));
    }
  }

  /// How many rows a query counts.
  long count(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(brokers.postgresUrl(name));
        var sql = connection.createStatement();
        var rows = sql.executeQuery("select count(*) from " + query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  String selectText(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(brokers.postgresUrl(name));
        var sql = connection.createStatement();
        var rows = sql.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private void close() {
    cdn.close();
    instances.reversed().forEach(ConfigurableApplicationContext::close);
    declaredLanes().forEach(worker::lose);
    worker.close();
    FileSystemUtils.deleteRecursively(store.toFile());
    redis.getKeys().deleteByPattern(name + ":*");
    redis.shutdown();
    try (var connection = DriverManager.getConnection(brokers.postgresUrl())) {
      execute(connection, "drop database " + name + " with (force)");
    } catch (SQLException failed) {
      System.err.println("could not drop " + name + ": " + failed.getMessage());
    }
  }

  private List<String> declaredLanes() {
    var lanes = new ArrayList<String>();
    try (var connection = DriverManager.getConnection(brokers.postgresUrl(name));
        var sql = connection.createStatement();
        var rows = sql.executeQuery("select id from easel_api.queue where declared")) {
      while (rows.next()) {
        lanes.add(Topology.lane(new QueueId(rows.getString("id"))));
      }
    } catch (SQLException failed) {
      System.err.println("could not read the lanes of " + name + ": " + failed.getMessage());
    }
    return lanes;
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
