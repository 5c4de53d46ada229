package easel.systemtests.promise;

import java.util.List;

/// What a job asks of Midjourney.
///
/// @param kind in a customer's words, such as `blend` or `Zoom Out 2x`
/// @param isText whether its result is texts, not a picture
/// @param given what Discord must get with its command, in this order: a prompt, an address, or the
///   digest of a picture; empty of a press
public record Asked(String kind, boolean isText, List<String> given) {
  public Asked {
    given = List.copyOf(given);
  }
}
