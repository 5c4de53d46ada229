package easel.api.account;

import com.rabbitmq.client.ShutdownSignalException;
import easel.api.broker.Broker;
import easel.api.http.Problem;
import easel.api.http.Problem.FieldError;
import easel.api.outage.BrokerUnreachable;
import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.message.AccountCheck;
import easel.common.message.AccountCheck.Checked;
import easel.common.message.Wire;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/// Has a worker check with Discord whether an account could be linked.
@Component
class AccountCheckClient {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Who the token belongs to.
  record Owner(String discordUser, @Nullable String username) {}

  private final Broker broker;
  private final Sealer sealer;
  private final RabbitTemplate calls;

  AccountCheckClient(Broker broker, Sealer sealer) {
    this.broker = broker;
    this.sealer = sealer;
    this.calls = broker.caller(PATIENCE);
  }

  /// @throws Problem 400 that names each thing at fault, 503 if no worker answers
  Owner check(String server, String channel, String userToken, @Nullable String botToken) {
    var request = UUID.randomUUID().toString();
    var check =
        new AccountCheck(
            request,
            server,
            channel,
            sealer.seal(userToken, SealedFor.checkedUserToken(request)),
            botToken == null ? null : sealer.seal(botToken, SealedFor.checkedBotToken(request)));
    var checked = call(check);
    if (!checked.problems().isEmpty()) {
      throw Problem.invalid(
          checked.problems().stream()
              .map(problem -> new FieldError(problem.field(), problem.code(), problem.detail()))
              .toList());
    }
    var discordUser = checked.discordUser();
    if (discordUser == null) {
      throw Problem.invalid(
          "userToken", "refused-token", "Discord did not say whose token userToken is.");
    }
    return new Owner(discordUser, checked.username());
  }

  private Checked call(AccountCheck check) {
    declare();
    var message =
        MessageBuilder.withBody(Wire.write(check)).setContentType("application/json").build();
    var answer = calls.sendAndReceive("", Topology.CHECK, message);
    if (answer == null) {
      throw Problem.unavailable(
          "no-check",
          "No worker checked the account with Discord in time. Try again.",
          Duration.ofSeconds(5));
    }
    return Wire.read(answer.getBody(), Checked.class);
  }

  private void declare() {
    var channel = broker.openConsumer();
    try {
      broker.declarePlain(channel, Topology.CHECK);
    } catch (IOException | ShutdownSignalException failed) {
      throw new BrokerUnreachable("RabbitMQ did not declare " + Topology.CHECK, failed);
    } finally {
      Broker.release(channel);
    }
  }
}
