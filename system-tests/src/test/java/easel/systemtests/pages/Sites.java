package easel.systemtests.pages;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// All pages of the navigation, by the name that they have there.
final class Sites {
  static final Map<String, String> OF_CUSTOMER =
      inOrder(
          "Board", "/board", "Make", "/make", "Jobs", "/jobs", "Accounts", "/accounts", "Webhooks",
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

  private static Map<String, String> inOrder(String... namesAndPaths) {
    var sites = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndPaths.length; i += 2) {
      sites.put(namesAndPaths[i], namesAndPaths[i + 1]);
    }
    return Collections.unmodifiableMap(sites);
  }
}
