package easel.systemtests.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;

/// The append-only files of a Redis, of which an earlier state can be kept and given back.
final class RedisData {
  private static final String LIVE = "appendonlydir";
  private static final String KEPT = "appendonlydir-kept";
  private static final int TRIES = 20;

  private final Path live;
  private final Path kept;

  /// @param folder where Redis keeps its data
  RedisData(Path folder) {
    live = folder.resolve(LIVE);
    kept = folder.resolve(KEPT);
  }

  /// Copies what the running Redis has written. The end may be half a command: Redis cuts that off
  /// when it starts.
  void copy() {
    for (int tried = 1; ; tried++) {
      try {
        delete(kept);
        copy(live, kept);
        return;
      } catch (NoSuchFileException rewritten) {
        // Redis has just replaced its files by shorter ones.
        if (tried == TRIES) {
          throw new UncheckedIOException("Redis' data could not be copied", rewritten);
        }
      } catch (IOException failed) {
        throw new UncheckedIOException("Redis' data could not be copied", failed);
      }
    }
  }

  /// Puts the copy in the place of what Redis, which must not run, has written.
  void restore() {
    try {
      delete(live);
      Files.move(kept, live);
    } catch (IOException failed) {
      throw new UncheckedIOException("Redis' data could not be put back", failed);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (var files = Files.newDirectoryStream(from)) {
      for (var file : files) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
