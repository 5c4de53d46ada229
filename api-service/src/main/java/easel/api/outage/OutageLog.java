package easel.api.outage;

import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says once when something goes out of reach, and once when it is back, however many notice.
public final class OutageLog {
  private static final Logger LOG = LoggerFactory.getLogger(OutageLog.class);
  private static final Set<Outage> CURRENT = EnumSet.noneOf(Outage.class);

  private OutageLog() {}

  /// Somebody met the outage.
  public static void met(Outage outage, Throwable thrown) {
    synchronized (CURRENT) {
      if (!CURRENT.add(outage)) {
        return;
      }
    }
    LOG.atWarn()
        .addKeyValue("cause", firstLine(rootOf(thrown)))
        .log(
            "{} does not answer; tried again until it does. To help: {}",
            outage.title(),
            outage.action());
  }

  /// Somebody who had met the outage got an answer again.
  public static void over(Outage outage) {
    synchronized (CURRENT) {
      if (!CURRENT.remove(outage)) {
        return;
      }
    }
    LOG.atInfo().log("{} answers again", outage.title());
  }

  private static Throwable rootOf(Throwable thrown) {
    var root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String firstLine(Throwable thrown) {
    return thrown.toString().lines().findFirst().orElse("");
  }
}
