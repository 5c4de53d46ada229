package easel.api.directory;

import java.util.OptionalLong;

/// One change of the directory, within one transaction. Its version is taken with the first row
/// that it touches, as late as possible: until the transaction ends nobody else can change the
/// directory.
public final class Change {
  private final DirectoryRows rows;
  private long version;

  Change(DirectoryRows rows) {
    this.rows = rows;
  }

  /// The version that every row changed must carry.
  public long version() {
    if (version == 0) {
      version = rows.nextVersion();
    }
    return version;
  }

  OptionalLong taken() {
    return version == 0 ? OptionalLong.empty() : OptionalLong.of(version);
  }
}
