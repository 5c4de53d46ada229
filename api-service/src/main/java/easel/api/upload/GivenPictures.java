package easel.api.upload;

import easel.api.digest.Sha256;
import easel.api.http.MemoryShare;
import easel.api.http.Problem;
import easel.api.picture.PictureType;
import easel.api.upload.PictureSource.Unfetchable;
import easel.common.message.Upload;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// Takes the pictures that come with a request, or that it names: checked, and kept for the worker.
@Service
public class GivenPictures {
  /// The largest file that Discord takes from an account without a subscription of its own.
  public static final int LARGEST = 10 * 1024 * 1024;

  private static final Pattern DATA_URL =
      Pattern.compile("^data:[a-zA-Z0-9.+-]+/[a-zA-Z0-9.+-]+;base64,");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Executor FETCHING = Thread::startVirtualThread;

  private final PictureSource source;
  private final Uploads uploads;
  private final MemoryShare memory;

  GivenPictures(PictureSource source, Uploads uploads, MemoryShare memory) {
    this.source = source;
    this.uploads = uploads;
    this.memory = memory;
  }

  /// Keeps a picture that came in Base64, with or without `data:image/…;base64,` before it.
  ///
  /// @throws Problem 400 or 413 if it is none that Midjourney takes
  public Upload keep(String field, String base64) {
    var content = decoded(field, base64);
    if (content.length > LARGEST) {
      throw tooLarge(field);
    }
    var type = PictureType.of(content).orElseThrow(() -> noPicture(field));
    return uploads.keep(type, content);
  }

  private static byte[] decoded(String field, String base64) {
    var digits = DATA_URL.matcher(base64).replaceFirst("");
    try {
      return Base64.getDecoder().decode(SPACE.matcher(digits).replaceAll(""));
    } catch (IllegalArgumentException _) {
      throw Problem.invalid(
          field,
          "invalid-" + field,
          "%s must be a picture in Base64, with or without data:image/png;base64, before it."
              .formatted(field));
    }
  }

  /// Fetches these pictures and keeps them, in their order.
  ///
  /// @throws Problem 400 if one is not to be had, is none that Midjourney takes, or is there twice
  public List<Upload> fetch(String field, List<URI> addresses) {
    var kept = new ArrayList<CompletableFuture<Fetched>>();
    for (int i = 0; i < addresses.size(); i++) {
      var name = "%s[%d]".formatted(field, i);
      var address = addresses.get(i);
      kept.add(CompletableFuture.supplyAsync(() -> fetch(name, address), FETCHING));
    }
    try {
      var fetched = kept.stream().map(GivenPictures::result).toList();
      refuseTwice(field, fetched);
      return fetched.stream().map(Fetched::upload).toList();
    } catch (RuntimeException refused) {
      for (var each : kept) {
        var _ = each.thenAccept(picture -> uploads.discard(List.of(picture.upload())));
      }
      throw refused;
    }
  }

  /// @param digest tells equal pictures
  private record Fetched(Upload upload, String digest) {}

  private Fetched fetch(String name, URI address) {
    try (var _ = memory.take(LARGEST)) {
      var content = source.fetch(address, LARGEST);
      if (content.length > LARGEST) {
        throw Problem.invalid(name, "invalid-link", name + ": the picture is too large.");
      }
      var type =
          PictureType.of(content)
              .orElseThrow(
                  () ->
                      Problem.invalid(
                          name,
                          "invalid-link",
                          name + " must be a PNG, JPEG, WebP or GIF picture, got something else."));
      return new Fetched(uploads.keep(type, content), Sha256.of(content).hex());
    } catch (Unfetchable unfetchable) {
      throw Problem.invalid(
          name, "invalid-link", "%s could not be fetched: %s".formatted(name, unfetchable.why()));
    }
  }

  private static Fetched result(CompletableFuture<Fetched> fetched) {
    try {
      return fetched.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw failed;
    }
  }

  private static void refuseTwice(String field, List<Fetched> fetched) {
    var seen = new HashSet<String>();
    for (int i = 0; i < fetched.size(); i++) {
      if (!seen.add(fetched.get(i).digest())) {
        throw Problem.invalid(
            field,
            "duplicate-pictures",
            "%s[%d] is the same picture as one before it: Midjourney blends different ones."
                .formatted(field, i));
      }
    }
  }

  private static Problem noPicture(String field) {
    return Problem.invalid(
        field, "invalid-" + field, field + " must be a PNG, JPEG, WebP or GIF picture.");
  }

  private static Problem tooLarge(String field) {
    return Problem.of(
        HttpStatus.CONTENT_TOO_LARGE,
        "picture-too-large",
        "%s must not exceed %d bytes.".formatted(field, LARGEST));
  }
}
