package easel.simulator.settings;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/// The settings for everyone, and what differs for single accounts.
public final class SettingsStore {
  private final Map<Long, Settings> ofAccounts = new ConcurrentHashMap<>();
  private volatile Settings forAll = Settings.STANDARD;

  public Settings forAll() {
    return forAll;
  }

  public Settings of(long account) {
    var own = ofAccounts.get(account);
    return own == null ? forAll : own.over(forAll);
  }

  public synchronized void change(ObjectNode changes) {
    forAll = forAll.with(changes);
  }

  public synchronized void replace(ObjectNode values) {
    forAll = Settings.STANDARD.with(values);
  }

  public synchronized void change(long account, ObjectNode changes) {
    ofAccounts.put(account, ofAccounts.getOrDefault(account, Settings.STANDARD).with(changes));
  }

  public synchronized void replace(long account, ObjectNode values) {
    ofAccounts.put(account, Settings.STANDARD.with(values));
  }

  public synchronized void clear() {
    ofAccounts.clear();
    forAll = Settings.STANDARD;
  }
}
