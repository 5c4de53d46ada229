package easel.api.upload;

import easel.api.digest.Sha256;
import easel.api.http.MemoryShare;
import easel.api.http.Problem;
import easel.api.picture.PictureType;
import easel.api.upload.GivenPicture.Attached;
import easel.api.upload.GivenPicture.Held;
import easel.api.upload.GivenPicture.Inline;
import easel.api.upload.GivenPicture.Linked;
import easel.api.upload.PictureSource.Unfetchable;
import easel.common.message.Upload;
import java.net.URI;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/// Takes the pictures that come with a request, or that it names: checked, and kept for the worker.
@Service
public class GivenPictures {
  /// The largest file that Discord takes from an account without a subscription of its own.
  public static final int LARGEST = 10 * 1024 * 1024;

  /// The problem of a picture that is larger.
  public static final String TOO_LARGE = "picture-too-large";

  private static final Pattern DATA_URL =
      Pattern.compile("^data:[a-zA-Z0-9.+-]+/[a-zA-Z0-9.+-]+;base64,");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final String INVALID_BASE64 = "invalid-base64";
  private static final String ANY_PICTURE = "a PNG, JPEG, WebP or GIF picture";
  private static final Executor KEEPING = Thread::startVirtualThread;

  private final PictureSource source;
  private final Uploads uploads;
  private final MemoryShare memory;

  GivenPictures(PictureSource source, Uploads uploads, MemoryShare memory) {
    this.source = source;
    this.uploads = uploads;
    this.memory = memory;
  }

  /// Keeps these pictures, in their order; those that are somewhere else are fetched, and those
  /// that an ended job had are kept as they are.
  ///
  /// @throws Problem 400 or 413 if one is not to be had, or is none that Midjourney takes, 409 if
  ///   one that a job had is not there any more
  public List<Upload> keep(List<? extends GivenPicture> pictures) {
    return keep(pictures, _ -> {});
  }

  /// Keeps pictures like `keep`, of which no two may be the same.
  ///
  /// @throws Problem also if one is there twice
  public List<Upload> keepDifferent(List<? extends GivenPicture> pictures) {
    return keep(pictures, GivenPictures::refuseTwice);
  }

  /// Keeps what says which region of a picture is to be drawn anew: a PNG, as Midjourney's editor
  /// makes it.
  ///
  /// @throws Problem like `keep`, and 400 if it is another kind of picture
  public Upload keepMask(GivenPicture mask) {
    return switch (mask) {
      case Inline(var field, var base64) -> keepPng(field, decoded(field, base64)).upload();
      case Attached(var field, var content) -> keepPng(field, content).upload();
      // It was one when it came.
      case Linked _, Held _ -> keep(mask).upload();
    };
  }

  /// @param digest tells equal pictures
  private record Kept(String field, Upload upload, String digest) {}

  private List<Upload> keep(
      List<? extends GivenPicture> pictures, Consumer<List<Kept>> refuseTogether) {
    var keeping =
        pictures.stream()
            .map(picture -> CompletableFuture.supplyAsync(() -> keep(picture), KEEPING))
            .toList();
    try {
      var kept = keeping.stream().map(GivenPictures::result).toList();
      refuseTogether.accept(kept);
      return kept.stream().map(Kept::upload).toList();
    } catch (RuntimeException refused) {
      for (var each : keeping) {
        var _ = each.thenAccept(picture -> uploads.discard(List.of(picture.upload())));
      }
      throw refused;
    }
  }

  private Kept keep(GivenPicture picture) {
    return switch (picture) {
      case Linked(var field, var address) -> fetch(field, address);
      case Inline(var field, var base64) ->
          check(field, decoded(field, base64), PictureType.PICTURES, ANY_PICTURE);
      case Attached(var field, var content) ->
          check(field, content, PictureType.PICTURES, ANY_PICTURE);
      case Held held -> stillHeld(held);
    };
  }

  private Kept keepPng(String field, byte[] content) {
    return check(field, content, EnumSet.of(PictureType.PNG), "a PNG picture");
  }

  private Kept check(String field, byte[] content, Set<PictureType> taken, String expected) {
    if (content.length > LARGEST) {
      throw Problem.tooLarge(
          field,
          TOO_LARGE,
          "%s must not exceed %d bytes, got %d.".formatted(field, LARGEST, content.length));
    }
    var type =
        PictureType.of(content)
            .filter(taken::contains)
            .orElseThrow(
                () ->
                    Problem.invalid(
                        field, INVALID_BASE64, "%s must be %s.".formatted(field, expected)));
    return keep(field, type, content);
  }

  private static byte[] decoded(String field, String base64) {
    var digits = DATA_URL.matcher(base64).replaceFirst("");
    try {
      return Base64.getDecoder().decode(SPACE.matcher(digits).replaceAll(""));
    } catch (IllegalArgumentException _) {
      throw Problem.invalid(
          field,
          INVALID_BASE64,
          "%s must be a picture in Base64, with or without data:image/png;base64, before it."
              .formatted(field));
    }
  }

  private Kept fetch(String field, URI address) {
    try (var _ = memory.take(LARGEST)) {
      var content = source.fetch(address, LARGEST);
      if (content.length > LARGEST) {
        throw Problem.invalid(field, "invalid-link", field + ": the picture is too large.");
      }
      var type =
          PictureType.of(content)
              .filter(PictureType.PICTURES::contains)
              .orElseThrow(
                  () ->
                      Problem.invalid(
                          field,
                          "invalid-link",
                          field
                              + " must be a PNG, JPEG, WebP or GIF picture, got something else."));
      return keep(field, type, content);
    } catch (Unfetchable unfetchable) {
      throw Problem.invalid(
          field, "invalid-link", "%s could not be fetched: %s".formatted(field, unfetchable.why()));
    }
  }

  private Kept stillHeld(Held picture) {
    if (!uploads.areHeld(picture.job(), List.of(picture.upload()))) {
      throw Problem.conflict(
          "pictures-gone",
          "The pictures that this job was given are not kept any more. Submit it with them once"
              + " more.");
    }
    return new Kept(picture.field(), picture.upload(), picture.upload().key());
  }

  private Kept keep(String field, PictureType type, byte[] content) {
    return new Kept(field, uploads.keep(type, content), Sha256.of(content).hex());
  }

  private static Kept result(CompletableFuture<Kept> keeping) {
    try {
      return keeping.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw failed;
    }
  }

  private static void refuseTwice(List<Kept> pictures) {
    var seen = new HashSet<String>();
    for (var picture : pictures) {
      if (!seen.add(picture.digest())) {
        throw Problem.invalid(
            picture.field(),
            "duplicate-pictures",
            "%s is the same picture as one before it: Midjourney blends different ones."
                .formatted(picture.field()));
      }
    }
  }
}
