package easel.dispatcher.dispatch;

import easel.dispatcher.lane.RabbitMqs;
import easel.dispatcher.member.Member;
import easel.dispatcher.pool.DirectoryWatch;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Ready while it can dispatch: brokers reachable, directory complete, among the living.
@Component("dispatcher")
final class DispatcherHealth implements HealthIndicator {
  private final Member member;
  private final DirectoryWatch directory;
  private final RabbitMqs rabbit;

  DispatcherHealth(Member member, DirectoryWatch directory, RabbitMqs rabbit) {
    this.member = member;
    this.directory = directory;
    this.rabbit = rabbit;
  }

  @Override
  public Health health() {
    var ready =
        rabbit.isReachable()
            && member.redisAnswers()
            && member.isSettled()
            && directory.isComplete();
    return (ready ? Health.up() : Health.down())
        .withDetail("rabbitmq", rabbit.isReachable() ? "reachable" : "unreachable")
        .withDetail("redis", member.redisAnswers() ? "reachable" : "unreachable")
        .withDetail("directory", directory.isComplete() ? "complete" : "incomplete")
        .withDetail("member", member.isSettled() ? "settled" : "not yet settled")
        .build();
  }
}
