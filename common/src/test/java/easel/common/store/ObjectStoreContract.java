package easel.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every object store promises.
abstract class ObjectStoreContract {
  /// An empty one.
  abstract ObjectStore store();

  /// The same one, opened anew.
  abstract ObjectStore reopened();

  @Test
  void whatWasPutIsFoundByteForByteAlsoWhenOpenedAnew() throws IOException {
    var content = random(3_000_000);
    store().put("pictures/Ab/x-_9.whole", "image/png", content);
    for (var store : new ObjectStore[] {store(), reopened()}) {
      try (var found = store.find("pictures/Ab/x-_9.whole").orElseThrow()) {
        assertThat(found.type()).isEqualTo("image/png");
        assertThat(found.length()).isEqualTo(content.length);
        assertThat(found.content().readAllBytes()).isEqualTo(content);
      }
    }
  }

  @Test
  void nothingIsFoundUnderAnotherKey() throws IOException {
    store().put("a/b", "image/png", random(10));
    assertThat(store().find("a/c")).isEmpty();
    assertThat(store().find("a")).isEmpty();
    assertThat(store().find("c/b")).isEmpty();
  }

  @Test
  void whatIsPutComesInPlaceOfWhatWasThere() throws IOException {
    store().put("a", "image/png", random(500));
    var content = random(20);
    store().put("a", "image/webp", content);
    try (var found = store().find("a").orElseThrow()) {
      assertThat(found.type()).isEqualTo("image/webp");
      assertThat(found.content().readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void anObjectMayBeEmpty() throws IOException {
    store().put("a", "image/png", new byte[0]);
    try (var found = store().find("a").orElseThrow()) {
      assertThat(found.length()).isZero();
      assertThat(found.content().readAllBytes()).isEmpty();
    }
  }

  @Test
  void whatWasDeletedIsNotFoundAndDeletingNothingIsNoError() throws IOException {
    store().put("a/b", "image/png", random(10));
    store().delete("a/b");
    assertThat(store().find("a/b")).isEmpty();
    store().delete("a/b");
    store().delete("never/there");
  }

  @Test
  void whoReadsWhileAnotherPutsSeesOneOfBoth() throws Exception {
    // given an object that is put again and again, each time of one byte throughout
    store().put("a", "image/png", filled(0));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing =
          executor.submit(
              () -> {
                for (int i = 1; i < 60; i++) {
                  store().put("a", "image/png", filled(i));
                }
                return null;
              });

      // then whoever reads meanwhile gets a whole one
      Callable<Void> reading =
          () -> {
            while (!writing.isDone()) {
              try (var found = store().find("a").orElseThrow()) {
                var content = found.content().readAllBytes();
                assertThat(content).isEqualTo(filled(content[0]));
              }
            }
            return null;
          };
      for (var reader : executor.invokeAll(IntStream.range(0, 3).mapToObj(_ -> reading).toList())) {
        reader.get();
      }
      writing.get();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "a/",
        "/a",
        "a//b",
        ".",
        "..",
        "../a",
        "a/../b",
        "a/..",
        "a/.b",
        ".unfinished/a",
        "a b",
        "a\\b",
        "a\u0000b",
        "ä",
        "a?b",
        "~/a",
        "C:/a"
      })
  void aKeyThatCouldLeadAstrayIsRefused(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().put(key, "image/png", new byte[1]));
    assertThatIllegalArgumentException().isThrownBy(() -> store().find(key));
    assertThatIllegalArgumentException().isThrownBy(() -> store().delete(key));
  }

  static byte[] random(int length) {
    var content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  private static byte[] filled(int value) {
    var content = new byte[100_000];
    Arrays.fill(content, (byte) value);
    return content;
  }
}
