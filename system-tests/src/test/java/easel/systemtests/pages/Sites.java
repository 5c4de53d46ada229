package easel.systemtests.pages;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// All pages of the navigation, by the name that they have there.
final class Sites {
  static final Map<String, String> OF_CUSTOMER =
      inOrder(
          "Board",
          "/board",
          "Make",
          "/make",
          "Jobs",
          "/jobs",
          "Accounts",
          "/accounts",
          "Webhooks",
          "/webhooks");

  static final Map<String, String> OF_OPERATOR =
      inOrder(
          "Queues",
          "/operator",
          "Customers",
          "/operator/customers",
          "Shared accounts",
          "/operator/accounts",
          "Instances",
          "/operator/instances",
          "Failures",
          "/operator/failures",
          "Audit",
          "/operator/audit");

  private Sites() {}

  /// The pages of single things.
  static Map<String, String> of(Scene scene) {
    return inOrder(
        "Account",
        "/accounts/" + scene.account(),
        "Link",
        "/accounts/link",
        "Job done",
        "/jobs/" + scene.done(),
        "Job upscaled",
        "/jobs/" + scene.upscaled(),
        "Job failed",
        "/jobs/" + scene.failed(),
        "Job cancelled",
        "/jobs/" + scene.cancelled(),
        "Job running",
        "/jobs/" + scene.running(),
        "Job waiting",
        "/jobs/" + scene.waiting());
  }

  /// The operator's pages of single things.
  static Map<String, String> ofOperator(Scene scene) {
    return inOrder(
        "Customer",
        "/operator/customers/" + scene.customer().id(),
        "Jobs failed",
        "/operator/failures/jobs?reason=BANNED_PROMPT",
        "Job of a customer",
        "/operator/jobs/" + scene.failed());
  }

  private static Map<String, String> inOrder(String... namesAndPaths) {
    var sites = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndPaths.length; i += 2) {
      sites.put(namesAndPaths[i], namesAndPaths[i + 1]);
    }
    return Collections.unmodifiableMap(sites);
  }
}
