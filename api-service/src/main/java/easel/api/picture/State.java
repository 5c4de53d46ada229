package easel.api.picture;

import java.util.Locale;

/// What becomes of a picture.
enum State {
  /// To be fetched from Discord.
  DUE,
  /// In the object store.
  KEPT,
  /// Discord's link died before.
  LOST,
  /// Its retention is over: not shown any more, and about to be deleted.
  EXPIRED,
  /// Not in the object store any more.
  DELETED;

  static State of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }
}
