package easel.api.account;

import easel.api.customer.CustomerAuthentication;
import easel.api.page.Page;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.RequestMapping;

/// A customer's pages of its own accounts.
@Page
@RequestMapping(Whose.OWN)
class OwnAccountPages extends AccountPages {
  OwnAccountPages(Accounts accounts, @Value("${easel.account-patience:10m}") Duration patience) {
    super(accounts, patience, request -> Whose.of(CustomerAuthentication.customerOf(request)));
  }
}
