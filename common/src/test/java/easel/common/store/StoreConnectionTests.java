package easel.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreConnectionTests {
  @ParameterizedTest
  @ValueSource(strings = {"file:///var/lib/easel", "file:/var/lib/easel", "file:easel-store"})
  void aFolder(String address) {
    assertThat(StoreConnection.open(address)).isInstanceOf(FolderStore.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket?region=eu-central-1",
        "s3://my_bucket.1/with/prefix/?endpoint=http://127.0.0.1:9000",
        "s3://bucket/p?endpoint=https%3A%2F%2Fs3.example&region=x&path-style=false"
      })
  void aBucket(String address) {
    assertThat(StoreConnection.open(address)).isInstanceOf(S3Store.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/var/lib/easel",
        "file:",
        "file://host/folder",
        "file:///folder?secret",
        "s3:bucket",
        "s3:///prefix",
        "s3://key:secret@bucket",
        "s3://bucket?secret=1",
        "s3://bucket?region",
        "s3://bucket?endpoint=secret here",
        "s3://bucket/../secret?region=x",
        "http://bucket"
      })
  void anythingElseIsRefusedWithoutBeingRepeated(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoreConnection.open(address))
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
  }
}
