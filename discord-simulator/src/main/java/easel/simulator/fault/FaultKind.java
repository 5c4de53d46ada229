package easel.simulator.fault;

import java.util.Arrays;
import java.util.Set;

/// The mishaps that can be ordered, and where each can happen.
// Sets made by Set.of are immutable, which Error Prone cannot see.
@SuppressWarnings("ImmutableEnumChecker")
public enum FaultKind {
  TOO_MANY("429", Place.INTERACTIONS, Place.REST, Place.CDN),
  SERVER_ERROR("500", Place.INTERACTIONS, Place.REST, Place.CDN),
  HTML_502("html502", Place.INTERACTIONS, Place.REST, Place.CDN),
  HANG("hang", Place.INTERACTIONS, Place.FORMS, Place.REST, Place.CDN, Place.GATEWAY),
  LATE("late", Place.INTERACTIONS, Place.FORMS),
  CUT_BEFORE("cutBefore", Place.INTERACTIONS, Place.REST, Place.CDN),
  CUT_AFTER("cutAfter", Place.INTERACTIONS, Place.REST, Place.CDN),
  DELAY("delay", Place.INTERACTIONS, Place.REST, Place.CDN, Place.GATEWAY),
  SILENT("silent", Place.INTERACTIONS),
  DROP("drop", Place.GATEWAY),
  RECONNECT("op7", Place.GATEWAY),
  INVALID_RESUMABLE("op9resumable", Place.GATEWAY),
  INVALID("op9", Place.GATEWAY),
  DUPLICATE("duplicate", Place.GATEWAY),
  REORDER("reorder", Place.GATEWAY);

  // Every session begins with the first, and nothing that was missed comes after the second.
  private static final Set<String> IN_THEIR_PLACE = Set.of("READY", "RESUMED");

  private final String key;
  private final Set<Place> places;

  FaultKind(String key, Place... places) {
    this.key = key;
    this.places = Set.of(places);
  }

  public String key() {
    return key;
  }

  /// @param call or event
  boolean canStrike(String call) {
    return this != REORDER || !IN_THEIR_PLACE.contains(call);
  }

  static FaultKind named(String key, Place place) {
    var possible = Arrays.stream(values()).filter(kind -> kind.places.contains(place)).toList();
    return possible.stream()
        .filter(kind -> kind.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a kind for %s, one of %s, got: '%s'"
                        .formatted(
                            place.key(), possible.stream().map(FaultKind::key).toList(), key)));
  }
}
