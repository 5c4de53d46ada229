package easel.api.account;

import easel.api.customer.Customer;
import easel.api.http.Listing;
import easel.api.http.Problem;
import easel.api.http.Refuses;
import easel.api.plan.MidjourneyPlan;
import easel.common.message.Reply.AccountState.AccountInfo;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Linked accounts: a customer's own, and the operator's shared ones.
@Tag(name = "accounts")
@RestController
@RequestMapping("/api/v1")
class AccountController {
  /// The first dialect's name for pausing an account.
  record TokenEdit(@Schema(requiredMode = RequiredMode.REQUIRED) @Nullable Boolean isActive) {}

  @Schema(description = "What Midjourney answered to /info last, word for word.")
  record InfoView(
      @Nullable String subscription,
      @Schema(
              description = "Of the fast hours that were paid for.",
              example = "14.53/30.0 hours (48.43%)")
          @Nullable String fastTimeRemaining,
      @Schema(description = "When it was heard.") Instant at) {
    static @Nullable InfoView of(@Nullable AccountInfo info) {
      return info == null
          ? null
          : new InfoView(info.subscription(), info.fastTimeRemaining(), info.at());
    }
  }

  record AccountView(
      long id,
      String label,
      String serverId,
      String channelId,
      @Schema(implementation = MidjourneyPlan.class) String midjourneyPlan,
      int concurrency,
      int maxConcurrency,
      int recommendedConcurrency,
      boolean isActive,
      @Schema(allowableValues = {"CONNECTING", "READY", "PAUSED", "NEEDS_ATTENTION"}) String status,
      @Schema(description = "Why it is in NEEDS_ATTENTION; null otherwise.")
          @Nullable String attention,
      @Schema(
              allowableValues = {"CHECK_AGAIN", "NEW_TOKEN"},
              description =
                  "What ends NEEDS_ATTENTION, once its reason was seen to at Discord. CHECK_AGAIN:"
                      + " PATCH {\"active\": true}, or a token; it is then tried with the next job,"
                      + " and nothing is tried before. NEW_TOKEN: PATCH a token. null: it ends by"
                      + " itself.")
          @Nullable String remedy,
      @Schema(
              description =
                  "Since when it has been READY, or has taken no jobs; null where nobody has said"
                      + " yet.")
          @Nullable Instant since,
      @Schema(
              allowableValues = {"FAST", "RELAX", "TURBO"},
              description =
                  "In which mode it draws where a prompt asks for none; null where that is not"
                      + " known. In relax mode at most 3 of its jobs run at once.")
          @Nullable String mode,
      boolean secondEar,
      @Schema(description = NewAccount.REMIX) boolean remix,
      @Schema(
              description =
                  "Null where Midjourney has not said it yet, and without a second ear: it says it"
                      + " to the account alone.")
          @Nullable InfoView info,
      int running,
      int waiting) {
    static AccountView of(Account account) {
      return new AccountView(
          account.id().value(),
          account.label(),
          account.server(),
          account.channel(),
          account.midjourneyPlan().name(),
          account.concurrency(),
          account.midjourneyPlan().most(),
          account.midjourneyPlan().recommended(),
          account.active(),
          account.state(),
          account.attention(),
          account.remedy() == null ? null : account.remedy().name(),
          account.since(),
          account.mode() == null ? null : account.mode().name(),
          account.secondEar(),
          account.remix(),
          InfoView.of(account.info()),
          account.running(),
          account.waiting());
    }
  }

  private final Accounts accounts;

  AccountController(Accounts accounts) {
    this.accounts = accounts;
  }

  @PostMapping("/discord/accounts")
  @Refuses(HttpStatus.CONFLICT)
  @ResponseStatus(HttpStatus.CREATED)
  AccountView link(@Parameter(hidden = true) Customer customer, @RequestBody NewAccount body) {
    return AccountView.of(accounts.link(customer.id(), LinkRequest.of(body)));
  }

  @GetMapping({"/discord/accounts", "/discord/tokens"})
  Listing<AccountView> all(@Parameter(hidden = true) Customer customer) {
    return listing(accounts.all(customer.id()));
  }

  @GetMapping("/discord/accounts/{id}")
  AccountView one(@Parameter(hidden = true) Customer customer, @PathVariable long id) {
    return AccountView.of(accounts.require(customer.id(), Accounts.idOf(id)));
  }

  @PatchMapping("/discord/accounts/{id}")
  @Refuses(HttpStatus.CONFLICT)
  AccountView change(
      @Parameter(hidden = true) Customer customer,
      @PathVariable long id,
      @RequestBody AccountEdit body) {
    return AccountView.of(accounts.change(customer.id(), Accounts.idOf(id), body));
  }

  @PutMapping("/discord/token/{id}")
  AccountView setActive(
      @Parameter(hidden = true) Customer customer,
      @PathVariable long id,
      @RequestBody TokenEdit body) {
    if (body.isActive() == null) {
      throw Problem.invalid("isActive", "is-active-required", "isActive is required.");
    }
    var edit = AccountEdit.ofActive(body.isActive());
    return AccountView.of(accounts.change(customer.id(), Accounts.idOf(id), edit));
  }

  @DeleteMapping("/discord/accounts/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unlink(@Parameter(hidden = true) Customer customer, @PathVariable long id) {
    accounts.unlink(customer.id(), Accounts.idOf(id));
  }

  @PostMapping("/admin/accounts")
  @Refuses(HttpStatus.CONFLICT)
  @ResponseStatus(HttpStatus.CREATED)
  AccountView linkShared(@RequestBody NewAccount body) {
    return AccountView.of(accounts.link(null, LinkRequest.of(body)));
  }

  @GetMapping("/admin/accounts")
  Listing<AccountView> allShared() {
    return listing(accounts.all(null));
  }

  @GetMapping("/admin/accounts/{id}")
  AccountView oneShared(@PathVariable long id) {
    return AccountView.of(accounts.require(null, Accounts.idOf(id)));
  }

  @PatchMapping("/admin/accounts/{id}")
  @Refuses(HttpStatus.CONFLICT)
  AccountView changeShared(@PathVariable long id, @RequestBody AccountEdit body) {
    return AccountView.of(accounts.change(null, Accounts.idOf(id), body));
  }

  @DeleteMapping("/admin/accounts/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unlinkShared(@PathVariable long id) {
    accounts.unlink(null, Accounts.idOf(id));
  }

  private static Listing<AccountView> listing(List<Account> accounts) {
    return Listing.of(accounts.stream().map(AccountView::of).toList());
  }
}
