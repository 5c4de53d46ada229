package easel.api.picture;

import easel.api.digest.Sha256;
import easel.api.http.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Serves finished pictures to whoever has their unguessable address.
@Hidden
@RestController
class PictureController {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,64}");
  private static final int TAG_DIGITS = 32;

  private final Pictures pictures;

  PictureController(Pictures pictures) {
    this.pictures = pictures;
  }

  @GetMapping("/pictures/{token}")
  void whole(
      @PathVariable String token,
      @RequestParam(required = false) @Nullable Integer width,
      HttpServletRequest request,
      HttpServletResponse response)
      throws Exception {
    answer(token, Part.of(0, width), request, response);
  }

  @GetMapping("/pictures/{token}/{number:[1-" + Grid.SIZE + "]}")
  void oneOfGrid(
      @PathVariable String token,
      @PathVariable int number,
      @RequestParam(required = false) @Nullable Integer width,
      HttpServletRequest request,
      HttpServletResponse response)
      throws Exception {
    answer(token, Part.of(number, width), request, response);
  }

  private void answer(
      String token, Part part, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (!TOKEN.matcher(token).matches()) {
      throw Problem.notFound("picture");
    }
    var picture = pictures.require(token, part);
    var tag = tag(picture, part);
    if (has(tag, request)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      setFreshness(picture, tag, response);
      return;
    }
    try (var served = pictures.open(picture, part)) {
      setFreshness(picture, tag, response);
      response.setContentType(served.type().mediaType());
      response.setContentLengthLong(served.length());
      response.setHeader(
          HttpHeaders.CONTENT_DISPOSITION,
          "inline; filename=\"%s\"".formatted(filename(picture, part, served.type())));
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
      if (!request.getMethod().equals(HttpMethod.HEAD.name())) {
        send(served, response);
      }
    }
  }

  private static void send(Served served, HttpServletResponse response) {
    try {
      served.content().transferTo(response.getOutputStream());
    } catch (IOException _) {
      // Once something was sent nothing else can be said: the client has gone, or sees by the
      // length
      // that some is missing.
      if (!response.isCommitted()) {
        response.reset();
        throw Pictures.unavailable();
      }
    }
  }

  // An address shows one content for ever, so that its digest stands for it.
  private static String tag(Picture picture, Part part) {
    var digest = Sha256.of(picture.key(part)).hex();
    return '"' + digest.substring(0, TAG_DIGITS) + '"';
  }

  private static boolean has(String tag, HttpServletRequest request) {
    var had = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    return had != null && (had.contains(tag) || had.strip().equals("*"));
  }

  private void setFreshness(Picture picture, String tag, HttpServletResponse response) {
    response.setHeader(HttpHeaders.ETAG, tag);
    response.setHeader(
        HttpHeaders.CACHE_CONTROL,
        "public, max-age=%d, immutable".formatted(pictures.freshness(picture).toSeconds()));
  }

  private static String filename(Picture picture, Part part, PictureType type) {
    var number = part.isOfGrid() ? "-" + part.number() : "";
    return picture.job() + number + "." + type.extension();
  }
}
