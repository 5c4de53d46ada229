package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisDataTests {
  @TempDir Path folder;

  @Test
  void whatWasWrittenAfterTheCopyIsGoneOnceItIsPutBack() throws IOException {
    var file = Files.createDirectory(folder.resolve("appendonlydir")).resolve("incr.aof");
    var data = new RedisData(folder);
    Files.writeString(file, "older");
    data.copy();
    Files.writeString(file, "an earlier copy is replaced");
    data.copy();
    Files.writeString(file, "newer");

    data.restore();

    assertThat(file).hasContent("an earlier copy is replaced");
  }
}
