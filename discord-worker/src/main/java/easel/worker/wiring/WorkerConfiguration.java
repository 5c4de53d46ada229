package easel.worker.wiring;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import com.zaxxer.hikari.HikariDataSource;
import easel.common.crypto.Sealer;
import easel.common.directory.DirectoryFollower;
import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import easel.common.slot.RedisSlots;
import easel.common.slot.Slots;
import easel.common.store.ObjectStore;
import easel.common.store.StoreConnection;
import easel.worker.account.DirectoryView;
import easel.worker.account.JobLog;
import easel.worker.broker.BrokerConnection;
import easel.worker.claim.AccountNotes;
import easel.worker.claim.Claims;
import easel.worker.claim.Identifies;
import easel.worker.claim.Leases;
import easel.worker.claim.Presence;
import easel.worker.claim.SessionPresence;
import easel.worker.claim.SqlAccountNotes;
import easel.worker.claim.SqlClaims;
import easel.worker.claim.SqlLeases;
import easel.worker.claim.SqlThreads;
import easel.worker.claim.Threads;
import easel.worker.ear.UserSessions;
import easel.worker.gateway.JdaBots;
import easel.worker.reply.RabbitPublisher;
import easel.worker.send.CommandIndex;
import easel.worker.send.DiscordClient;
import easel.worker.send.HttpDiscordClient;
import easel.worker.settings.WorkerProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.redisson.api.RedissonClient;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {
  private static final int HEARTBEAT_SECONDS = 4;
  private static final int RPC_MILLIS = 5_000;
  private static final Duration CONFIRM_PATIENCE = Duration.ofSeconds(10);
  private static final String SCHEMA = "easel_worker";

  @Bean
  Sealer sealer(WorkerProperties settings) {
    if (settings.encryptionKey().isBlank()) {
      throw new IllegalStateException(
          "expected EASEL_ENCRYPTION_KEY to be the Tink keyset that the API seals tokens with, got none; './easel up' makes one");
    }
    return Sealer.of(settings.encryptionKey());
  }

  @Bean(destroyMethod = "shutdown")
  RedissonClient redis(WorkerProperties settings) {
    return RedisConnection.open(settings.redis().url());
  }

  @Bean
  RedisKeys redisKeys(WorkerProperties settings) {
    return new RedisKeys(settings.redis().prefix());
  }

  @Bean
  Slots slots(RedissonClient redis, RedisKeys keys) {
    return new RedisSlots(redis, keys);
  }

  @Bean
  DirectoryView directory(RedissonClient redis, RedisKeys keys) {
    return new DirectoryView(new DirectoryFollower(redis, keys)::refresh);
  }

  @Bean
  ObjectStore store(@Value("${easel.store}") String address) {
    return StoreConnection.open(address);
  }

  @Bean
  TransactionTemplate transactions(PlatformTransactionManager manager) {
    return new TransactionTemplate(manager);
  }

  @Bean
  Claims claims(JdbcClient jdbc, TransactionTemplate transactions) {
    return new SqlClaims(jdbc, transactions);
  }

  @Bean
  Leases leases(JdbcClient jdbc) {
    return new SqlLeases(jdbc);
  }

  @Bean
  LeaseConnection leaseConnection(HikariDataSource shared) {
    return new LeaseConnection(shared);
  }

  @Bean
  Threads threads(JdbcClient jdbc) {
    return new SqlThreads(jdbc);
  }

  @Bean
  AccountNotes accountNotes(JdbcClient jdbc) {
    return new SqlAccountNotes(jdbc);
  }

  @Bean
  Identifies identifies(JdbcClient jdbc) {
    return new Identifies(jdbc);
  }

  @Bean(destroyMethod = "")
  Presence presence(JdbcConnectionDetails details) {
    var login = new Properties();
    if (details.getUsername() != null) {
      login.setProperty("user", details.getUsername());
    }
    if (details.getPassword() != null) {
      login.setProperty("password", details.getPassword());
    }
    login.setProperty("ApplicationName", "easel-worker-presence");
    login.setProperty("connectTimeout", "2");
    // What says nothing is given up: beats wait for it.
    login.setProperty("loginTimeout", "5");
    login.setProperty("socketTimeout", "5");
    login.setProperty("tcpKeepAlive", "true");
    var name = "worker-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    return new SessionPresence(details.getJdbcUrl(), login, SCHEMA, name);
  }

  @Bean(destroyMethod = "")
  BrokerConnection consuming(CachingConnectionFactory template, RabbitConnectionDetails details) {
    return connection("consume", template, details);
  }

  @Bean(destroyMethod = "")
  BrokerConnection publishing(CachingConnectionFactory template, RabbitConnectionDetails details) {
    return connection("publish", template, details);
  }

  /// Spring's settings, but channels of our own: a partition is handed over by closing its channel.
  private static BrokerConnection connection(
      String name, CachingConnectionFactory template, RabbitConnectionDetails details) {
    ConnectionFactory factory = template.getRabbitConnectionFactory().clone();
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setChannelRpcTimeout(RPC_MILLIS);
    factory.setConnectionTimeout(RPC_MILLIS);
    List<Address> addresses =
        details.getAddresses().stream()
            .map(address -> new Address(address.host(), address.port()))
            .toList();
    return new BrokerConnection(name, factory, addresses);
  }

  @Bean(destroyMethod = "")
  RabbitPublisher publisher(BrokerConnection publishing) {
    return new RabbitPublisher(publishing, CONFIRM_PATIENCE);
  }

  @Bean(destroyMethod = "")
  HttpDiscordClient discordClient(WorkerProperties settings) {
    return new HttpDiscordClient(settings.discord().api());
  }

  @Bean
  CommandIndex commandIndex(DiscordClient discord) {
    return new CommandIndex(discord);
  }

  @Bean(destroyMethod = "")
  JdaBots bots(WorkerProperties settings, Identifies identifies) {
    return new JdaBots(settings.discord().api(), identifies::reserve);
  }

  @Bean(destroyMethod = "")
  UserSessions secondEars(WorkerProperties settings, Identifies identifies) {
    return new UserSessions(settings.discord().api(), identifies::reserve);
  }

  @Bean
  JobLog jobLog(MeterRegistry meters) {
    return new JobLog(meters);
  }
}
