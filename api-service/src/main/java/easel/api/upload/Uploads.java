package easel.api.upload;

import easel.api.http.Problem;
import easel.api.picture.PictureType;
import easel.common.id.JobId;
import easel.common.message.Upload;
import easel.common.store.ObjectStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/// Keeps pictures in the object store, under keys that nobody guesses, until a worker has uploaded
/// them and their job is done. Those of a job that failed or was cancelled are kept for some time
/// more, so that it can be submitted again with them.
///
/// A row is written before the picture and given to the job with the job's own, so that whatever
/// fails in between leaves nothing behind for ever.
@Service
public class Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 16;
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final UploadRows rows;
  private final ObjectStore store;
  private final Duration retention;

  Uploads(UploadRows rows, ObjectStore store, UploadProperties properties) {
    this.rows = rows;
    this.store = store;
    this.retention = properties.retention();
  }

  /// How long the pictures of a job that failed or was cancelled are kept after its end.
  public Duration retention() {
    return retention;
  }

  /// Keeps a picture for the job that will be accepted with it.
  ///
  /// @throws Problem 503 if the object store does not take it
  Upload keep(PictureType type, byte[] content) {
    var random = new byte[KEY_BYTES];
    RANDOM.nextBytes(random);
    var upload =
        new Upload("uploads/%s.%s".formatted(HexFormat.of().formatHex(random), type.extension()));
    rows.add(upload);
    try {
      store.put(upload.key(), type.mediaType(), content);
    } catch (IOException failed) {
      LOG.atWarn().addKeyValue("cause", failed.toString()).log("The object store took no picture");
      discard(List.of(upload));
      throw unavailable();
    }
    return upload;
  }

  /// Gives pictures to a job, in the transaction that accepts it. Those that a job had which has
  /// ended are not its any more then.
  ///
  /// @throws Problem 503 if they were given up meanwhile
  public void giveTo(JobId job, List<Upload> uploads) {
    if (!uploads.isEmpty() && !rows.giveTo(job, uploads)) {
      throw unavailable();
    }
  }

  /// Whether all these pictures are still this job's.
  public boolean areHeld(JobId job, List<Upload> uploads) {
    return rows.has(job, uploads);
  }

  /// Gives up pictures of a request that was refused.
  public void discard(List<Upload> uploads) {
    if (!uploads.isEmpty()) {
      rows.drop(uploads);
    }
  }

  /// Deletes what no job needs any more.
  void deleteUnneeded() throws IOException {
    rows.dropUnneeded(retention);
    for (var dropped = rows.dropped(); !dropped.isEmpty(); dropped = rows.dropped()) {
      for (var upload : dropped) {
        store.delete(upload.key());
        rows.forget(upload);
      }
    }
  }

  private static Problem unavailable() {
    return Problem.unavailable(
        "store-unavailable",
        "The object store did not take the picture; nothing was accepted. Try again.",
        RETRY);
  }
}
