package easel.api.account;

import easel.api.broker.WorkerCalls;
import easel.api.http.Problem;
import easel.api.http.Problem.FieldError;
import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.message.AccountCheck;
import easel.common.message.AccountCheck.Checked;
import easel.common.topology.Topology;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Has a worker check with Discord whether an account could be linked.
@Component
class AccountCheckClient {
  /// Who the token belongs to.
  record Owner(String discordUser, @Nullable String username) {}

  private final WorkerCalls workers;
  private final Sealer sealer;

  AccountCheckClient(WorkerCalls workers, Sealer sealer) {
    this.workers = workers;
    this.sealer = sealer;
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
    return workers
        .ask(Topology.CHECK, check, Checked.class)
        .orElseThrow(
            () ->
                Problem.unavailable(
                    "no-check",
                    "No worker checked the account with Discord in time. Try again.",
                    Duration.ofSeconds(5)));
  }
}
