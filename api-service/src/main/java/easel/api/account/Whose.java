package easel.api.account;

import easel.api.customer.Customer;
import easel.api.page.Pages;
import easel.api.plan.Plan;
import org.jspecify.annotations.Nullable;

/// Whose accounts a page is about, and where those pages are.
///
/// @param customer null for the operator's shared accounts
/// @param base the path of their list
/// @param section the entry of the navigation
record Whose(@Nullable Customer customer, String base, String section, String title) {
  static final String OWN = "/accounts";
  static final String SHARED = Pages.OPERATOR + "/accounts";

  static Whose of(Customer customer) {
    return new Whose(customer, OWN, "accounts", "Accounts");
  }

  static Whose operators() {
    return new Whose(null, SHARED, "shared", "Shared accounts");
  }

  @Nullable Long id() {
    return customer == null ? null : customer.id();
  }

  public boolean isShared() {
    return customer == null;
  }

  /// Whether one queue of the customer feeds all its accounts.
  public boolean isOneQueue() {
    return customer != null && customer.plan().hasOneQueue();
  }

  /// The most jobs at once of the one queue of a customer that has one.
  public int jobsAtOnce() {
    return Plan.JOBS_AT_ONCE;
  }

  String pathOf(long account) {
    return base + "/" + account;
  }
}
