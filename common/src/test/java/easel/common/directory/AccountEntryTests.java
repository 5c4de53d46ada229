package easel.common.directory;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.message.Wire;
import org.junit.jupiter.api.Test;

class AccountEntryTests {
  @Test
  void anAccountThatAnOlderVersionWroteHasNoSecondEarAndNoChecks() {
    var entry =
        new AccountEntry(
            new AccountId(1), PoolId.SHARED, "1300", "1", "2", 3, true, true, "s", null, true, 4);
    var written = Wire.writeText(entry);
    assertThat(Wire.readText(written, AccountEntry.class)).isEqualTo(entry);

    var before = written.replace(",\"secondEar\":true,\"checks\":4", "");

    assertThat(before).isNotEqualTo(written);
    assertThat(Wire.readText(before, AccountEntry.class).hasSecondEar()).isFalse();
    assertThat(Wire.readText(before, AccountEntry.class).checks()).isNull();
  }
}
