package easel.api.account;

import easel.api.page.Page;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.RequestMapping;

/// The operator's pages of the shared accounts.
@Page
@RequestMapping(Whose.SHARED)
class SharedAccountPages extends AccountPages {
  SharedAccountPages(Accounts accounts, @Value("${easel.account-patience:10m}") Duration patience) {
    super(accounts, patience, _ -> Whose.operators());
  }
}
