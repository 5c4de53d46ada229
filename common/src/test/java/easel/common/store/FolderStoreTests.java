package easel.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTests extends ObjectStoreContract {
  @TempDir private Path folder;

  @Override
  ObjectStore store() {
    return StoreConnection.open(root().toUri().toString());
  }

  @Override
  ObjectStore reopened() {
    return store();
  }

  private Path root() {
    return folder.resolve("made/when needed");
  }

  @Test
  void nothingIsMadeBeforeSomethingIsPut() throws IOException {
    assertThat(store().find("a")).isEmpty();
    assertThat(root()).doesNotExist();
  }

  @Test
  void othersOnTheMachineMayNotLook() throws IOException {
    store().put("a", "image/png", random(10));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root())))
        .isEqualTo("rwx------");
  }

  @Test
  void anUnfinishedPutLeavesWhatWasThereAndIsSweptADayLater() throws IOException {
    // given an object, and what a process leaves that is killed while it writes another
    store().put("a", "image/png", random(10));
    var abandoned = Files.write(root().resolve(".unfinished/killed"), random(5));
    var underWay = Files.write(root().resolve(".unfinished/writing"), random(5));
    Files.setLastModifiedTime(
        abandoned, FileTime.from(Instant.now().minus(Duration.ofDays(1).plusMinutes(1))));

    // when a store is opened
    try (var found = store().find("a").orElseThrow()) {
      assertThat(found.content().readAllBytes()).isEqualTo(random(10));
    }

    // then only what is a day old is gone
    assertThat(abandoned).doesNotExist();
    assertThat(underWay).exists();
  }

  @Test
  void aPutThatFailsLeavesNothingBehind() throws IOException {
    store().put("a", "image/png", random(10));
    assertThatIOException().isThrownBy(() -> store().put("a/b", "image/png", random(10)));
    try (var unfinished = Files.list(root().resolve(".unfinished"))) {
      assertThat(unfinished).isEmpty();
    }
  }

  @Test
  void aTypeThatWouldSpoilTheFileIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().put("a", "image/png\nx", random(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> store().put("a", "png", random(1)));
  }

  @Test
  void aFileOfSomebodyElseIsNoObject() throws IOException {
    store().put("a", "image/png", random(1));
    Files.write(root().resolve("b"), new byte[300]);
    assertThatIOException().isThrownBy(() -> store().find("b")).withMessageContaining("media type");
  }
}
