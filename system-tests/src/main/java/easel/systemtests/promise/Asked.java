package easel.systemtests.promise;

import java.util.List;
import java.util.regex.Pattern;

/// What a job asks of Midjourney.
///
/// @param kind in a customer's words, such as `blend` or `Zoom Out 2x`
/// @param inDialog whether a dialog must be filled in for it: nothing is drawn before
/// @param given what Discord must get with its command, or its dialog, in this order: the digests
///   of pictures to draw from, a prompt, an address, the digest of another picture; empty of what
///   may be anything
public record Asked(String kind, Result result, boolean inDialog, List<String> given) {
  /// What comes of a job.
  public enum Result {
    PICTURE,
    TEXTS,
    /// Nothing but that its button shows that it was pressed.
    MARK
  }

  // As Easel reads it.
  private static final Pattern RELAX = Pattern.compile("(?:^|\\s)(?:--|—)relax(?=\\s|$)");

  public Asked {
    given = List.copyOf(given);
  }

  /// Of what begins at once.
  public Asked(String kind, Result result, List<String> given) {
    this(kind, result, false, given);
  }

  /// Whether it is to be drawn relaxed, of which an account draws few at once. What a button makes
  /// is not, unless its own prompt asks for it.
  public boolean isRelaxed() {
    return result == Result.PICTURE && given.stream().anyMatch(text -> RELAX.matcher(text).find());
  }

  /// The same, said in the words of somebody else.
  public Asked by(String whom) {
    return new Asked(kind + " by " + whom, result, inDialog, given);
  }
}
