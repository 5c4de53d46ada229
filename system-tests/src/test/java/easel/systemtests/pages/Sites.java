package easel.systemtests.pages;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where pages are, by their names: those of the navigation by the name that they have there.
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

  /// What is opened on a page before anything is done.
  ///
  /// @param path of the page
  /// @param opener the words on what opens it
  record Dialog(String path, String opener) {}

  /// The pages of single things, and the other looks of those of the navigation.
  static Map<String, String> of(Scene scene) {
    return inOrder(
        "Make describe",
        "/make/describe",
        "Make blend",
        "/make/blend",
        "Make shorten",
        "/make/shorten",
        "Jobs in a table",
        "/jobs?view=table",
        "Jobs not found",
        "/jobs?q=nobodyeverwrotethis",
        "Cancel all jobs",
        "/jobs/cancel",
        "Retry all jobs",
        "/jobs/retry?state=CANCELLED",
        "Account",
        "/accounts/" + scene.account(),
        "Link",
        "/accounts/link",
        "Unlink",
        "/accounts/" + scene.account() + "/unlink",
        "Cancel all that waits",
        "/board/queues/account-" + scene.account() + "/cancel",
        "Delivery",
        "/webhooks/deliveries/" + scene.delivery(),
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

  static Map<String, Dialog> dialogsOf(Scene scene) {
    var upscaled = "/jobs/" + scene.upscaled();
    var dialogs = new LinkedHashMap<String, Dialog>();
    dialogs.put("Dialog cancel waiting", new Dialog("/board", "Cancel all waiting"));
    dialogs.put("Dialog remix", new Dialog("/jobs/" + scene.done(), "With another prompt…"));
    dialogs.put("Dialog zoom", new Dialog(upscaled, "Custom Zoom…"));
    dialogs.put("Dialog region", new Dialog(upscaled, "Vary (Region)…"));
    dialogs.put("Dialog unlink", new Dialog("/accounts/" + scene.account(), "Unlink…"));
    dialogs.put("Dialog remove webhook", new Dialog("/webhooks", "Remove…"));
    return Collections.unmodifiableMap(dialogs);
  }

  /// The operator's pages of single things.
  static Map<String, String> ofOperator(Scene scene, SharedAccount shared) {
    return inOrder(
        "Customer",
        "/operator/customers/" + scene.customer().id(),
        "Banned words",
        "/operator/banned-words",
        "Banned words of a customer",
        "/operator/customers/" + scene.customer().id() + "/banned-words",
        "Shared account",
        "/operator/accounts/" + shared.id(),
        "Link shared",
        "/operator/accounts/link",
        "Unlink shared",
        "/operator/accounts/" + shared.id() + "/unlink",
        "Jobs failed",
        "/operator/failures/jobs?reason=BANNED_PROMPT",
        "Job of a customer",
        "/operator/jobs/" + scene.failed());
  }

  static Map<String, Dialog> dialogsOfOperator(Scene scene) {
    return Map.of(
        "Dialog revoke", new Dialog("/operator/customers/" + scene.customer().id(), "Revoke…"));
  }

  /// Pages that say why nothing else is shown.
  static Map<String, String> thatAreNone() {
    return inOrder(
        "Mistyped address",
        "/nothing-is-here",
        "Job not there",
        "/jobs/nobodys",
        "Not for this key",
        "/operator");
  }

  private static Map<String, String> inOrder(String... namesAndPaths) {
    var sites = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndPaths.length; i += 2) {
      sites.put(namesAndPaths[i], namesAndPaths[i + 1]);
    }
    return Collections.unmodifiableMap(sites);
  }
}
