package easel.simulator.fault;

import java.util.Arrays;

/// Where a mishap can happen.
public enum Place {
  INTERACTIONS("interactions"),
  /// What dialogs are filled in with: forms, and regions that are marked in an editor.
  FORMS("forms"),
  REST("rest"),
  GATEWAY("gateway"),
  CDN("cdn");

  private final String key;

  Place(String key) {
    this.key = key;
  }

  public String key() {
    return key;
  }

  static Place named(String key) {
    return Arrays.stream(values())
        .filter(place -> place.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected on to be one of %s, got: '%s'"
                        .formatted(Arrays.stream(values()).map(Place::key).toList(), key)));
  }
}
