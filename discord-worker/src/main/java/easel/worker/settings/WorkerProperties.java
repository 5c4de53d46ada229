package easel.worker.settings;

import easel.common.topology.QueueType;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param encryptionKey the Tink keyset that opens the tokens of accounts
/// @param queueType the kind of RabbitMQ queue
/// @param sendInterval least pause between two sends of one account
/// @param firstSignTimeout from a send to Midjourney's first answer, where that is public
/// @param silenceTimeout since the last sign of a job that has begun
/// @param quarantine how long the place of a job without a confirmed end stays taken
/// @param accountPatience how long claimed jobs wait for an account in trouble
@ConfigurationProperties("easel")
public record WorkerProperties(
    @DefaultValue("") String encryptionKey,
    @DefaultValue("quorum") QueueType queueType,
    @DefaultValue("1500ms") Duration sendInterval,
    @DefaultValue("60s") Duration firstSignTimeout,
    @DefaultValue("5m") Duration silenceTimeout,
    @DefaultValue("10m") Duration quarantine,
    @DefaultValue("10m") Duration accountPatience,
    @DefaultValue Redis redis,
    @DefaultValue Discord discord) {

  /// @param prefix keeps several Easels apart in one Redis
  public record Redis(
      @DefaultValue("redis://127.0.0.1:6379") String url, @DefaultValue("easel") String prefix) {
    @Override
    public String toString() {
      return "Redis[prefix=" + prefix + "]";
    }
  }

  /// @param api base of Discord's REST
  /// @param botToken the operator's bot; empty if there is none
  public record Discord(
      @DefaultValue("https://discord.com/api/v10") String api, @DefaultValue("") String botToken) {
    @Override
    public String toString() {
      return "Discord[api=" + api + "]";
    }
  }

  @Override
  public String toString() {
    return "WorkerProperties[sendInterval=%s, discord=%s]".formatted(sendInterval, discord);
  }
}
