package easel.common.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.URI;
import java.util.Properties;
import java.util.UUID;
import org.assertj.core.util.Throwables;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Against a server of S3's protocol that checks signatures.
class S3StoreTests extends ObjectStoreContract {
  private static final String KEY_ID = "aws.accessKeyId";
  private static final String SECRET = "aws.secretAccessKey";
  private static final BlobStore SERVER = BlobStores.create("transient", new Properties());
  private static final S3Proxy PROTOCOL =
      S3Proxy.builder()
          .blobStore(SERVER)
          .endpoint(URI.create("http://127.0.0.1:0"))
          .awsAuthentication(AuthenticationType.AWS_V4, "the-key", "the-secret")
          .build();

  private final String bucket = "bucket-" + UUID.randomUUID();

  S3StoreTests() {
    SERVER.createContainer(bucket);
  }

  @BeforeAll
  static void start() throws Exception {
    PROTOCOL.start();
    System.setProperty(KEY_ID, "the-key");
    System.setProperty(SECRET, "the-secret");
  }

  @AfterAll
  static void stop() throws Exception {
    PROTOCOL.stop();
    System.clearProperty(KEY_ID);
    System.clearProperty(SECRET);
  }

  @Override
  ObjectStore store() {
    return open(bucket + "/below/this");
  }

  @Override
  ObjectStore reopened() {
    return store();
  }

  private static ObjectStore open(String bucket) {
    return StoreConnection.open(
        "s3://%s?endpoint=http://127.0.0.1:%d".formatted(bucket, PROTOCOL.getPort()));
  }

  @Test
  void objectsLieBelowThePrefix() throws IOException {
    store().put("a/b", "image/png", random(10));
    assertThat(SERVER.blobExists(bucket, "below/this/a/b")).isTrue();
    assertThat(open(bucket).find("below/this/a/b")).isPresent();
    assertThat(open(bucket).find("a/b")).isEmpty();
  }

  @Test
  void aBucketThatIsNotThereIsNoEmptyOne() {
    var none = open("bucket-that-is-not-there");
    assertThatIOException().isThrownBy(() -> none.find("a"));
    assertThatIOException().isThrownBy(() -> none.put("a", "image/png", random(1)));
  }

  @Test
  void whoIsRefusedIsToldSoWithoutTheSecret() {
    System.setProperty(SECRET, "another-secret");
    try {
      var refused = store();
      assertThatIOException()
          .isThrownBy(() -> refused.put("a", "image/png", random(1)))
          .withMessageContaining(bucket)
          .satisfies(it -> assertThat(it).hasStackTraceContaining("403"))
          .satisfies(
              it -> assertThat(Throwables.getStackTrace(it)).doesNotContain("another-secret"));
    } finally {
      System.setProperty(SECRET, "the-secret");
    }
  }

  @Test
  void aServerThatIsDownIsAnError() {
    var down = StoreConnection.open("s3://bucket?endpoint=http://127.0.0.1:1");
    assertThatIOException().isThrownBy(() -> down.find("a"));
    assertThatIOException().isThrownBy(() -> down.delete("a"));
  }
}
