package easel.dispatcher.dispatch;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.slot.Place;
import easel.common.slot.Slots;
import easel.common.slot.Take;
import easel.dispatcher.redis.Redis;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// The places in Redis.
@Component
final class RedisPlaces implements Places {
  private final Slots slots;

  RedisPlaces(Slots slots) {
    this.slots = slots;
  }

  @Override
  public Take takeOfQueue(QueueId queue, JobId job) {
    return Redis.ask(() -> slots.takeOfQueue(queue, job));
  }

  @Override
  public Take takeOfAccount(String discordUser, JobId job) {
    return Redis.ask(() -> slots.takeOfAccount(discordUser, job));
  }

  @Override
  public void freeOfQueue(QueueId queue, JobId job) {
    Redis.tell(() -> slots.freeOfQueue(queue, job));
  }

  @Override
  public void freeOfAccount(String discordUser, JobId job) {
    Redis.tell(() -> slots.freeOfAccount(discordUser, job));
  }

  @Override
  public List<Take> lookAt(List<Place> places) {
    return Redis.ask(() -> slots.lookAt(places));
  }

  @Override
  public Optional<String> accountHolding(List<String> discordUsers, JobId job) {
    return Redis.ask(() -> slots.accountHolding(discordUsers, job));
  }
}
