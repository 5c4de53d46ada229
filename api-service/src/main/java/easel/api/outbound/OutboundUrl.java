package easel.api.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// An address that a customer named, sound in its form. Whether it may be called is decided each
/// time that it is, by what its host resolves to then.
public record OutboundUrl(URI uri) {
  private static final int LONGEST = 2000;
  private static final int LONGEST_HOST = 253;
  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern NUMBER =
      Pattern.compile("(^|\\.)([0-9]+|0x[0-9a-f]*)\\.?$", Pattern.CASE_INSENSITIVE);

  public OutboundUrl {
    var host = uri.getHost();
    if (host == null || host.length() > LONGEST_HOST || !(isHttps(uri) || isHttp(uri))) {
      throw new UnusableUrl("must be an absolute http or https URL.");
    }
    if (uri.getRawUserInfo() != null) {
      throw new UnusableUrl("must not contain a user name or a password.");
    }
    if (uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
      throw new UnusableUrl("must have a port between 1 and %d.".formatted(HIGHEST_PORT));
    }
    if (isNumber(host) && AddressLiteral.parse(host) == null) {
      throw new UnusableUrl("must name its host by a name or by a whole address.");
    }
  }

  /// @throws UnusableUrl if it is none
  public static OutboundUrl of(String text) {
    if (text.length() > LONGEST) {
      throw new UnusableUrl("must not exceed %d characters.".formatted(LONGEST));
    }
    try {
      // What is not ASCII is escaped, as browsers do.
      return new OutboundUrl(new URI(new URI(text.strip()).toASCIIString()));
    } catch (URISyntaxException _) {
      throw new UnusableUrl("must be an absolute http or https URL.");
    }
  }

  /// Who answers there: host and port. It holds nothing secret.
  public String endpoint() {
    return uri.getHost().toLowerCase(Locale.ROOT) + ":" + port();
  }

  /// The name or address to look up.
  String host() {
    var host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }
    return isHttps(uri) ? 443 : 80;
  }

  String scheme() {
    return isHttps(uri) ? "https" : "http";
  }

  // Path and query may hold secrets.
  @Override
  public String toString() {
    return endpoint();
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static boolean isHttp(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme());
  }

  // Some take a host whose last part is a number for an address in one of its odd forms.
  private static boolean isNumber(String host) {
    return host.startsWith("[") || NUMBER.matcher(host).find();
  }

  /// A text that is no URL which could ever be called. Its message is the rest of a sentence that
  /// begins with the name of the field, and does not repeat the text.
  public static final class UnusableUrl extends IllegalArgumentException {
    UnusableUrl(String restOfSentence) {
      super(restOfSentence);
    }

    /// A sentence about the field that holds it.
    public String about(String field) {
      return field + " " + getMessage();
    }
  }
}
