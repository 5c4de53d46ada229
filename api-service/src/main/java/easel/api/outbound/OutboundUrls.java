package easel.api.outbound;

import easel.api.outbound.OutboundUrl.UnusableUrl;
import org.springframework.stereotype.Component;

/// Reads URLs of customers, and refuses those that certainly must not be called.
@Component
public final class OutboundUrls {
  private final Allowed allowed;

  OutboundUrls(Allowed allowed) {
    this.allowed = allowed;
  }

  /// Looks nothing up: of a name it is not known yet where it leads.
  ///
  /// @throws UnusableUrl if it is no URL, or names an address that must not be called
  public OutboundUrl of(String text) {
    var url = OutboundUrl.of(text);
    var address = AddressLiteral.parse(url.host());
    if (address != null && !allowed.permits(url.host(), address)) {
      throw new UnusableUrl("must not name a private, loopback, link-local or metadata address.");
    }
    return url;
  }
}
