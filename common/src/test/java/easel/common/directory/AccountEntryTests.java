package easel.common.directory;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.message.Wire;
import org.junit.jupiter.api.Test;

class AccountEntryTests {
  @Test
  void anAccountThatWasWrittenBeforeThereWereSecondEarsHasNone() {
    var entry =
        new AccountEntry(
            new AccountId(1), PoolId.SHARED, "1300", "1", "2", 3, true, true, "s", null, true);
    var written = Wire.writeText(entry);
    assertThat(Wire.readText(written, AccountEntry.class).hasSecondEar()).isTrue();

    var before = written.replace(",\"secondEar\":true", "");

    assertThat(before).isNotEqualTo(written);
    assertThat(Wire.readText(before, AccountEntry.class).hasSecondEar()).isFalse();
  }
}
