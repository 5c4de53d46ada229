package easel.common.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// Keeps objects in a bucket of S3, or of anything that speaks its protocol.
final class S3Store implements ObjectStore {
  private final S3Client s3;
  private final String bucket;
  private final String prefix;

  /// @param prefix of all keys in the bucket; empty, or ends with a slash
  S3Store(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  @Override
  public void put(String key, String type, byte[] content) throws IOException {
    var name = prefix + Keys.require(key);
    try {
      s3.putObject(
          request -> request.bucket(bucket).key(name).contentType(type),
          RequestBody.fromContentProvider(
              () -> new ByteArrayInputStream(content), content.length, type));
    } catch (SdkException failed) {
      throw new IOException("bucket " + bucket + " did not take an object", failed);
    }
  }

  @Override
  public Optional<Stored> find(String key) throws IOException {
    var name = prefix + Keys.require(key);
    try {
      var found = s3.getObject(request -> request.bucket(bucket).key(name));
      var head = found.response();
      return Optional.of(new Stored(head.contentType(), head.contentLength(), found));
    } catch (NoSuchKeyException _) {
      return Optional.empty();
    } catch (SdkException failed) {
      throw new IOException("bucket " + bucket + " did not give an object", failed);
    }
  }

  @Override
  public void delete(String key) throws IOException {
    var name = prefix + Keys.require(key);
    try {
      s3.deleteObject(request -> request.bucket(bucket).key(name));
    } catch (SdkException failed) {
      throw new IOException("bucket " + bucket + " did not delete an object", failed);
    }
  }
}
