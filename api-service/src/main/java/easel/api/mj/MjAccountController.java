package easel.api.mj;

import easel.api.account.Accounts;
import easel.api.account.LinkedAccount;
import easel.api.customer.Customer;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// A customer's linked accounts in this dialect, without any token.
@Tag(name = "mj: account")
@SecurityRequirement(name = "mj-api-secret")
@RestController
@RequestMapping({
  "/mj/account",
  "/mj-fast/mj/account",
  "/mj-relax/mj/account",
  "/mj-turbo/mj/account"
})
class MjAccountController {
  /// @param enable whether it takes jobs now
  /// @param coreSize the most jobs at once
  record DiscordAccount(
      String id,
      String guildId,
      String channelId,
      String display,
      boolean enable,
      int coreSize,
      int runningCount,
      int queueCount,
      Map<String, Object> properties) {
    static DiscordAccount of(LinkedAccount account) {
      return new DiscordAccount(
          account.id().toString(),
          account.server(),
          account.channel(),
          account.label(),
          account.usable(),
          account.atOnce(),
          account.running(),
          account.waiting(),
          Map.of());
    }
  }

  private final Accounts accounts;

  MjAccountController(Accounts accounts) {
    this.accounts = accounts;
  }

  @GetMapping("/list")
  List<DiscordAccount> list(@Parameter(hidden = true) Customer customer) {
    return accounts.linked(customer.id()).stream().map(DiscordAccount::of).toList();
  }

  @GetMapping("/{id}/fetch")
  ResponseEntity<DiscordAccount> fetch(
      @Parameter(hidden = true) Customer customer, @PathVariable String id) {
    return list(customer).stream()
        .filter(account -> account.id().equals(id))
        .findFirst()
        .map(ResponseEntity::ok)
        .orElseGet(() -> ResponseEntity.ok().build());
  }
}
