package easel.simulator.cdn;

import easel.simulator.cdn.Uploads.Upload;
import easel.simulator.fault.Fault;
import easel.simulator.fault.Faults;
import easel.simulator.fault.Place;
import easel.simulator.http.Exchange;
import easel.simulator.settings.Option;
import easel.simulator.settings.SettingsStore;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Serves pictures to whoever has a signed address, and takes uploads.
public final class Cdn {
  private static final Pattern JOB = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Links links;
  private final Subject.Finder subjects;
  private final Uploads uploads;
  private final SettingsStore settings;
  private final Faults faults;

  public Cdn(
      Links links,
      Subject.Finder subjects,
      Uploads uploads,
      SettingsStore settings,
      Faults faults) {
    this.faults = faults;
    this.links = links;
    this.subjects = subjects;
    this.uploads = uploads;
    this.settings = settings;
  }

  /// Answers for `/attachments/<channel>/<attachment>/<file>`.
  public void download(Exchange exchange, String attachment, String filename)
      throws InterruptedException {
    var fault = faults.take(Place.CDN, 0);
    if (fault != null && prevents(fault, exchange)) {
      return;
    }
    var validity =
        links.check(
            exchange.path(), exchange.query("ex"), exchange.query("is"), exchange.query("hm"));
    switch (validity) {
      case FORGED -> text(exchange, 403, "This content is no longer available.");
      case EXPIRED ->
          text(
              exchange,
              settings.forAll().count(Option.EXPIRED_PICTURE_STATUS),
              "This content is no longer available.");
      case VALID -> send(exchange, attachment, filename);
    }
  }

  private boolean prevents(Fault fault, Exchange exchange) throws InterruptedException {
    switch (fault.kind()) {
      case TOO_MANY -> {
        exchange.answerHeader(
            "Retry-After", Long.toString((long) Math.ceil(fault.retryAfterSeconds())));
        text(exchange, 429, "Too many requests");
      }
      case SERVER_ERROR -> text(exchange, 500, "Internal server error");
      case HTML_502 ->
          exchange.bytes(
              502, "text/html", "<html><body>502</body></html>".getBytes(StandardCharsets.UTF_8));
      case CUT_BEFORE, CUT_AFTER -> exchange.cut();
      case HANG -> {
        faults.hang();
        exchange.cut();
      }
      default -> {
        Thread.sleep(fault.delayMs());
        return false;
      }
    }
    return true;
  }

  private void send(Exchange exchange, String attachment, String filename) {
    var upload = uploads.get(attachment);
    if (upload != null) {
      var type = upload.contentType();
      exchange.bytes(200, type == null ? "application/octet-stream" : type, upload.content());
      return;
    }
    exchange.answerHeader("Cache-Control", "private, max-age=31536000");
    exchange.bytes(200, FileKind.of(filename).contentType(), made(filename));
  }

  /// The file that a job has made or will make, whatever becomes of its link.
  ///
  /// @param filename whose last part is the job's id
  public byte[] made(String filename) {
    var subject = subject(filename);
    return switch (FileKind.of(filename)) {
      case PNG -> Drawing.png(subject);
      case WEBP -> isPreview(filename) ? Drawing.png(subject) : Motion.webp(subject);
      case MP4 -> Motion.mp4(subject);
    };
  }

  // Those have such names, and are drawings.
  private static boolean isPreview(String filename) {
    return filename.endsWith("_grid_0.webp");
  }

  private Subject subject(String filename) {
    var job = JOB.matcher(filename);
    if (!job.find()) {
      return new Subject(filename, 1, filename);
    }
    var known = subjects.find(job.group());
    return known == null
        ? new Subject(job.group(), 0, filename.substring(0, job.start()).replace('_', ' ').strip())
        : known;
  }

  /// Takes the bytes for an upload slot.
  public void upload(Exchange exchange, String slot) {
    uploads.put(slot, new Upload(exchange.header("Content-Type"), exchange.body()));
    exchange.empty(200);
  }

  private static void text(Exchange exchange, int status, String text) {
    exchange.bytes(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }
}
