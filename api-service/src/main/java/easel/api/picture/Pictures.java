package easel.api.picture;

import easel.api.http.Problem;
import easel.api.picture.Fetched.Failed;
import easel.api.picture.Fetched.Gone;
import easel.api.picture.Fetched.Refused;
import easel.api.picture.Fetched.Whole;
import easel.api.picture.Rendition.Unreadable;
import easel.common.store.ObjectStore;
import easel.common.store.Stored;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// Gives pictures and their parts to whoever has their address: what is kept from the store, what
/// is not kept yet from Discord. Parts are made when they are first asked for, most never are, and
/// lie beside the picture from then on.
@Service
class Pictures {
  private static final Logger LOG = LoggerFactory.getLogger(Pictures.class);
  private static final Duration FOR_EVER = Duration.ofDays(365);
  private static final Duration NOT_KEPT_YET = Duration.ofDays(1);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final PictureRows rows;
  private final Cdn cdn;
  private final ObjectStore store;
  private final Retention retention;
  private final Clock clock = Clock.systemUTC();
  private final Turns making = new Turns(1, PATIENCE);
  private final Turns passingOn = new Turns(4, PATIENCE);
  private final AtomicBoolean storeFails = new AtomicBoolean();

  Pictures(PictureRows rows, Cdn cdn, ObjectStore store, PictureProperties properties) {
    this.rows = rows;
    this.cdn = cdn;
    this.store = store;
    this.retention = properties.keptFor();
  }

  /// @throws Problem 404 if there is none, 410 if there is none any more
  Picture require(String token, Part part) {
    var picture = rows.find(token).orElseThrow(() -> Problem.notFound("picture"));
    if (part.isOfGrid() && !picture.grid()) {
      throw Problem.of(
          HttpStatus.NOT_FOUND, "not-found", "This picture is a single one, not a grid of four.");
    }
    return switch (picture.state()) {
      case DUE, KEPT -> picture;
      case LOST ->
          throw Problem.of(
              HttpStatus.GONE,
              "picture-lost",
              "This picture is lost: Discord's link to it died before it was kept, or it is too large.");
      case EXPIRED, DELETED ->
          throw Problem.of(
              HttpStatus.GONE,
              "picture-deleted",
              "This picture was deleted: pictures are kept for a limited time only.");
    };
  }

  /// For how long its address shows the same for certain.
  Duration freshness(Picture picture) {
    var span = retention.span();
    var keptAt = picture.keptAt();
    var longest = keptAt == null ? NOT_KEPT_YET : FOR_EVER;
    if (span == null) {
      return longest;
    }
    var now = clock.instant();
    var left = Duration.between(now, (keptAt == null ? now : keptAt).plus(span));
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return left.compareTo(longest) < 0 ? left : longest;
  }

  /// @throws Problem 503 if neither store nor Discord gives it now, 422 if it cannot be cut
  Served open(Picture picture, Part part) throws Exception {
    if (picture.state() == State.KEPT) {
      var served = openKept(picture, part);
      if (served.isPresent()) {
        return served.get();
      }
    }
    return part.isOriginal()
        ? fromDiscord(picture)
        : making.take(() -> Served.of(rendition(fetch(picture).content(), part)));
  }

  /// @return empty if the store has lost the picture
  private Optional<Served> openKept(Picture picture, Part part) throws Exception {
    try {
      var kept = stored(picture, part);
      if (kept.isPresent()) {
        return Optional.of(Served.of(kept.get()));
      }
      return part.isOriginal()
          ? Optional.empty()
          : Optional.of(making.take(() -> make(picture, part)));
    } catch (IOException failed) {
      if (!storeFails.getAndSet(true)) {
        LOG.atWarn().setCause(failed).log("The object store gives no pictures; answered with 503");
      }
      throw unavailable();
    }
  }

  private Served make(Picture picture, Part part) throws IOException {
    // Another may have made it while this one waited for its turn.
    var kept = stored(picture, part);
    if (kept.isPresent()) {
      return Served.of(kept.get());
    }
    var made = rendition(original(picture), part);
    keep(picture, part, made);
    return Served.of(made);
  }

  private byte[] original(Picture picture) throws IOException {
    var kept = stored(picture, Part.ORIGINAL);
    if (kept.isEmpty()) {
      return fetch(picture).content();
    }
    try (var found = kept.get()) {
      var content = new byte[Math.toIntExact(found.length())];
      if (found.content().readNBytes(content, 0, content.length) < content.length) {
        throw new IOException("a picture in the object store ended too early");
      }
      return content;
    }
  }

  // That it is made again the next time is all that comes of a failure.
  private void keep(Picture picture, Part part, Rendition made) {
    try {
      if (rows.notePart(picture.token(), part.name())) {
        store.put(picture.key(part), made.type().mediaType(), made.content());
      }
    } catch (IOException failed) {
      LOG.atWarn().addKeyValue("job", picture.job()).setCause(failed).log("Part not kept");
    }
  }

  private static Rendition rendition(byte[] original, Part part) {
    try {
      return Rendition.of(original, part);
    } catch (Unreadable unreadable) {
      throw Problem.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "picture-unreadable",
          "Nothing smaller can be made of this picture, as %s. The whole of it can be had."
              .formatted(unreadable.getMessage()));
    }
  }

  private Optional<Stored> stored(Picture picture, Part part) throws IOException {
    var found = store.find(picture.key(part));
    if (storeFails.getAndSet(false)) {
      LOG.atInfo().log("The object store gives pictures again");
    }
    return found;
  }

  // It is in memory until it was sent, and who it is sent to may take long.
  private Served fromDiscord(Picture picture) throws InterruptedException {
    passingOn.begin();
    try {
      var whole = fetch(picture);
      return Served.of(whole.type(), whole.content()).andThen(passingOn::end);
    } catch (RuntimeException failed) {
      passingOn.end();
      throw failed;
    }
  }

  static Problem unavailable() {
    return Problem.unavailable(
        "picture-unavailable", "The picture cannot be had at this moment. Try again.", AGAIN);
  }

  private Whole fetch(Picture picture) {
    return switch (cdn.fetch(picture.link())) {
      case Whole whole -> whole;
      case Gone _ ->
          throw Problem.of(
              HttpStatus.NOT_FOUND, "not-found", "Discord does not have this picture any more.");
      case Failed _ -> throw unavailable();
      case Refused _ -> throw Problem.notFound("picture");
    };
  }
}
