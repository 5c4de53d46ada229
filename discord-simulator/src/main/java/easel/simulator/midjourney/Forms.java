package easel.simulator.midjourney;

import easel.simulator.settings.Option;
import easel.simulator.settings.SettingsStore;
import easel.simulator.world.Account;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The forms that are open. Each is known by the interaction that opened it, only to the account
/// that it was shown to, until it is sent or too old.
final class Forms {
  private static final int MOST = 10_000;

  private final SettingsStore settings;
  private final Map<Long, Kept> open = new LinkedHashMap<>();

  Forms(SettingsStore settings) {
    this.settings = settings;
  }

  private record Kept(OpenForm form, long sinceNanos) {}

  synchronized void open(long opener, OpenForm form) {
    open.put(opener, new Kept(form, System.nanoTime()));
    if (open.size() > MOST) {
      open.remove(open.keySet().iterator().next());
    }
  }

  synchronized @Nullable OpenForm find(Account account, long opener) {
    var kept = open.get(opener);
    if (kept == null || kept.form().account() != account) {
      return null;
    }
    var lifeNanos = settings.of(account.id()).number(Option.FORM_LIFE_MS) * 1_000_000;
    return System.nanoTime() - kept.sinceNanos() > lifeNanos ? null : kept.form();
  }

  /// Closes the form, since it was sent.
  ///
  /// @return whether it was still open: of two who send it at once, one is told so
  synchronized boolean close(long opener) {
    return open.remove(opener) != null;
  }

  synchronized void clear() {
    open.clear();
  }
}
