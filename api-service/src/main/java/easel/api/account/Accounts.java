package easel.api.account;

import easel.api.account.AccountCheckClient.Owner;
import easel.api.ask.Asks;
import easel.api.change.Announcements;
import easel.api.directory.Change;
import easel.api.directory.DirectoryWriter;
import easel.api.directory.DirectoryWriter.Written;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.queue.Queues;
import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.message.Reply.AccountState;
import easel.common.message.Reply.AccountState.Status;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

/// Links and unlinks accounts, changes their limits, and notes what workers learn of them. A null
/// customer stands for the operator's shared accounts throughout.
@Service
public class Accounts {
  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

  private final AccountRows rows;
  private final Queues queues;
  private final DirectoryWriter directory;
  private final AccountCheckClient checks;
  private final Sealer sealer;
  private final Asks asks;
  private final AccountNotes notes;
  private final Announcements announcements;

  Accounts(
      AccountRows rows,
      Queues queues,
      DirectoryWriter directory,
      AccountCheckClient checks,
      Sealer sealer,
      Asks asks,
      AccountNotes notes,
      Announcements announcements) {
    this.rows = rows;
    this.queues = queues;
    this.directory = directory;
    this.checks = checks;
    this.sealer = sealer;
    this.asks = asks;
    this.notes = notes;
    this.announcements = announcements;
  }

  Account link(@Nullable Long customer, LinkRequest request) {
    var owner =
        checks.check(request.server(), request.channel(), request.userToken(), request.botToken());
    // Taken first: the tokens are sealed for this number.
    var account = account(customer, rows.nextId(), request, owner);
    var pool = customer == null ? PoolId.SHARED : PoolId.ofCustomer(customer);
    try {
      write(
              customer,
              change -> {
                notes.linked(account);
                rows.insert(account, pool, change.version());
                return account;
              })
          .eventually();
    } catch (DuplicateKeyException _) {
      throw Problem.conflict(
          "already-linked", "The Discord account of this userToken is linked already.");
    }
    LOG.atInfo().addKeyValue("account", account.id()).log("Account linked");
    return account;
  }

  Account change(@Nullable Long customer, AccountId id, AccountEdit edit) {
    var tokens = checkedTokens(customer, id, edit);
    var written =
        write(
            customer,
            change -> {
              var before = rows.lock(customer, id).orElseThrow(() -> Problem.notFound("account"));
              var after = edited(before, edit, tokens);
              notes.changed(before, after);
              rows.update(after, change.version());
              return after;
            });
    return written.holding();
  }

  void unlink(@Nullable Long customer, AccountId id) {
    write(
            customer,
            change -> {
              var account = rows.lock(customer, id).orElseThrow(() -> Problem.notFound("account"));
              notes.unlinked(account);
              rows.unlink(account.id(), change.version());
              return account;
            })
        .eventually();
    asks.wake(); // what was meant for it ends at once
    LOG.atInfo().addKeyValue("account", id).log("Account unlinked");
  }

  List<Account> all(@Nullable Long customer) {
    return rows.ofCustomer(customer);
  }

  /// @throws Problem 404 for a number that no account can have
  static AccountId idOf(long id) {
    if (id < 1) {
      throw Problem.notFound("account");
    }
    return new AccountId(id);
  }

  /// What becomes of the account's jobs if it is unlinked now.
  Unlinking unlinking(@Nullable Long customer, AccountId id) {
    return rows.unlinking(require(customer, id).id());
  }

  /// The invitation of the account's own bot, if it has one whose token says which it is.
  Optional<Invitation> invitation(Account account) {
    return Invitation.of(openedBotToken(account), null, account.server());
  }

  Account require(@Nullable Long customer, AccountId id) {
    return rows.find(customer, id).orElseThrow(() -> Problem.notFound("account"));
  }

  /// A customer's own ones, for showing.
  public List<LinkedAccount> linked(long customer) {
    return rows.ofCustomer(customer).stream().map(LinkedAccount::of).toList();
  }

  /// Notes what a worker says of an account; mostly it says nothing new.
  public void apply(AccountState state) {
    var info = state.info();
    if (info != null) {
      rows.note(state.account(), info);
    }
    if (!rows.isNews(state)) {
      return;
    }
    var customer = rows.customerOf(state.account()).orElse(null);
    write(
            customer,
            change -> {
              if (rows.lock(customer, state.account()).isPresent()) {
                rows.apply(state, change.version());
              }
              return state;
            })
        .eventually();
    LOG.atInfo()
        .addKeyValue("account", state.account())
        .addKeyValue("status", state.status())
        .addKeyValue("attention", state.attention())
        .log("Account state changed");
  }

  // Everyone locks in this order, so that nobody waits in a circle: the customer, the account, the
  // directory's version, queues.
  private <T> Written<T> write(@Nullable Long customer, Function<Change, T> work) {
    if (customer == null) {
      return directory.write(work);
    }
    var written =
        directory.<T>write(
            change -> {
              queues.lock(customer);
              var value = work.apply(change);
              queues.arrange(customer, change);
              return value;
            });
    announcements.changed(List.of(customer));
    return written;
  }

  private Account account(@Nullable Long customer, AccountId id, LinkRequest request, Owner owner) {
    var label = request.label();
    if (label == null) {
      label = Objects.requireNonNullElse(owner.username(), "account " + id);
    }
    return new Account(
        id,
        customer,
        owner.discordUser(),
        label,
        request.server(),
        request.channel(),
        sealer.seal(request.userToken(), SealedFor.userToken(id)),
        seal(request.botToken(), id),
        request.midjourneyPlan(),
        request.limit(),
        true,
        Status.CONNECTING,
        null,
        null,
        0,
        request.secondEar(),
        request.remix(),
        null,
        request.limit(),
        null,
        null,
        0,
        0);
  }

  private @Nullable String seal(@Nullable String botToken, AccountId id) {
    return botToken == null ? null : sealer.seal(botToken, SealedFor.botToken(id));
  }

  /// New tokens, sealed; each null where it stays as it is.
  private record Tokens(@Nullable String sealedUser, @Nullable String sealedBot) {}

  private Tokens checkedTokens(@Nullable Long customer, AccountId id, AccountEdit edit) {
    var errors = new FieldErrors();
    var userToken = LinkRequest.token("userToken", edit.userToken(), errors);
    var botToken = LinkRequest.token("botToken", edit.botToken(), errors);
    errors.throwIfAny();
    var account = require(customer, id);
    edited(account, edit, new Tokens(null, null)); // refuses bad fields before anyone is asked
    if (userToken == null && botToken == null) {
      return new Tokens(null, null);
    }
    var owner =
        checks.check(
            account.server(),
            account.channel(),
            userToken == null
                ? sealer.open(account.sealedUserToken(), SealedFor.userToken(id))
                : userToken,
            botToken == null ? openedBotToken(account) : botToken);
    if (!owner.discordUser().equals(account.discordUser())) {
      throw Problem.conflict(
          "other-discord-account",
          "userToken belongs to another Discord account. Unlink this one and link that one.");
    }
    return new Tokens(
        userToken == null ? null : sealer.seal(userToken, SealedFor.userToken(id)),
        seal(botToken, id));
  }

  private @Nullable String openedBotToken(Account account) {
    var sealed = account.sealedBotToken();
    return sealed == null ? null : sealer.open(sealed, SealedFor.botToken(account.id()));
  }

  private static Account edited(Account before, AccountEdit edit, Tokens tokens) {
    var errors = new FieldErrors();
    var label = LinkRequest.label(edit.label(), errors);
    var given = LinkRequest.plan(edit.midjourneyPlan(), errors);
    var plan = given == null ? before.midjourneyPlan() : given;
    var concurrency = LinkRequest.concurrency(edit.concurrency(), plan, errors);
    errors.throwIfAny();
    var active = edit.active();
    var secondEar = edit.secondEar();
    var remix = edit.remix();
    var sealedUser = tokens.sealedUser();
    var sealedBot = tokens.sealedBot();
    var checked = Boolean.TRUE.equals(active) && before.awaitsCheck();
    // Tokens that Discord has just accepted are worth another try.
    var retried =
        checked
            || ((sealedUser != null || sealedBot != null)
                && before.status() == Status.NEEDS_ATTENTION);
    return new Account(
        before.id(),
        before.customer(),
        before.discordUser(),
        label == null ? before.label() : label,
        before.server(),
        before.channel(),
        sealedUser == null ? before.sealedUserToken() : sealedUser,
        sealedBot == null ? before.sealedBotToken() : sealedBot,
        plan,
        concurrency == null ? Math.min(before.concurrency(), plan.most()) : concurrency,
        active == null ? before.active() : active,
        retried ? Status.CONNECTING : before.status(),
        retried ? null : before.attention(),
        retried ? null : before.remedy(),
        before.checks() + (checked ? 1 : 0),
        secondEar == null ? before.secondEar() : secondEar,
        remix == null ? before.remix() : remix,
        before.mode(),
        before.atOnce(),
        before.info(),
        before.since(),
        before.running(),
        before.waiting());
  }
}
