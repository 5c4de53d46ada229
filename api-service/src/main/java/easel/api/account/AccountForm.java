package easel.api.account;

import easel.api.http.Problem;
import java.util.List;
import java.util.function.Function;

/// A form of an account's page: it changes one thing of the account.
///
/// @param path where it is sent, below the account's page
/// @param fields all that are typed into it
/// @param edit what it asks for
/// @param notice what is said once that is done
record AccountForm(
    String path,
    List<String> fields,
    Function<Typed, AccountEdit> edit,
    Function<Account, String> notice) {
  static final AccountForm LIMIT =
      new AccountForm(
          "limit",
          List.of("concurrency"),
          Typed::newLimit,
          account -> "At most %d at once now.".formatted(account.concurrency()));

  private static final List<AccountForm> ALL =
      List.of(
          LIMIT,
          new AccountForm("label", List.of("label"), Typed::newLabel, _ -> "Renamed."),
          new AccountForm(
              "plan",
              List.of("midjourneyPlan"),
              Typed::newPlan,
              account ->
                  "Midjourney plan %s: at most %d at once now."
                      .formatted(account.midjourneyPlan(), account.concurrency())),
          new AccountForm(
              "tokens",
              Typed.TOKENS,
              Typed::newTokens,
              _ -> "Discord took it: it is used from now on."),
          new AccountForm(
              "pause",
              List.of(),
              _ -> AccountEdit.ofActive(false),
              _ -> "Paused: it takes no new jobs. What runs goes on."),
          new AccountForm("resume", List.of(), _ -> AccountEdit.ofActive(true), _ -> "Resumed."),
          new AccountForm(
              "check",
              List.of(),
              _ -> AccountEdit.ofActive(true),
              _ -> "It is tried again with the next job."),
          new AccountForm(
              "second-ear",
              List.of(),
              Typed::newSecondEar,
              account -> account.secondEar() ? "The second ear is on." : "The second ear is off."),
          new AccountForm(
              "remix",
              List.of(),
              Typed::newRemix,
              account ->
                  account.remix()
                      ? "It is in remix mode, as you say."
                      : "It is not in remix mode, as you say."));

  AccountForm {
    fields = List.copyOf(fields);
  }

  /// @throws Problem 404 if none is sent there
  static AccountForm at(String path) {
    return ALL.stream()
        .filter(form -> form.path().equals(path))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("page"));
  }
}
