package easel.systemtests.promise;

import java.util.List;

/// What a job asks of Midjourney.
///
/// @param kind in a customer's words, such as `blend` or `Zoom Out 2x`
/// @param isText whether its result is texts, not a picture
/// @param inDialog whether a dialog must be filled in for it: nothing is drawn before
/// @param given what Discord must get with its command, or its dialog, in this order: the digests
///   of pictures to draw from, a prompt, an address, the digest of another picture; empty of what
///   may be anything
public record Asked(String kind, boolean isText, boolean inDialog, List<String> given) {
  public Asked {
    given = List.copyOf(given);
  }

  /// Of what begins at once.
  public Asked(String kind, boolean isText, List<String> given) {
    this(kind, isText, false, given);
  }

  /// The same, said in the words of somebody else.
  public Asked by(String whom) {
    return new Asked(kind + " by " + whom, isText, inDialog, given);
  }
}
