package easel.worker.track;

import easel.common.message.Reply.AccountState.Mode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What Midjourney says to an account alone of the mode in which it draws where a prompt asks for
/// none.
public final class OwnMode {
  private static final Pattern MODE =
      Pattern.compile("Job Mode\\W+(?<mode>fast|relax|turbo)", Pattern.CASE_INSENSITIVE);
  private static final Set<String> CHANGES = Set.of("fast", "relax", "turbo", "settings");

  private OwnMode() {}

  /// The mode that an answer to `/info` names, if it is one.
  public static Optional<Mode> saidIn(SeenMessage message) {
    return OwnInfo.texts(message)
        .flatMap(text -> MODE.matcher(text).results())
        .map(found -> Mode.valueOf(found.group("mode").toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /// Whether it answers a command that changes the mode, or may: how Midjourney says what it then
  /// is nobody knows.
  public static boolean mayChangeWith(SeenMessage message) {
    return message.isEphemeral()
        && message.command() != null
        && CHANGES.contains(message.command());
  }
}
