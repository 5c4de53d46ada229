package easel.api.board;

import easel.api.board.BoardReader.Shown;
import easel.api.change.ChangeLog;
import easel.api.change.Feeds;
import easel.api.change.StreamProperties;
import easel.api.customer.Customer;
import easel.api.digest.Sha256;
import easel.api.http.EventStream;
import easel.api.http.Problem;
import easel.api.job.Jobs;
import easel.api.page.Page;
import easel.api.page.Pages;
import easel.api.picture.ProgressPictures;
import easel.api.queue.Queues;
import easel.api.signin.StillSignedIn;
import easel.common.id.JobId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The board: a customer's queues as they are, live.
@Page
class BoardPages {
  // board.js waits for more than two of them.
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final String TO_BOARD = "redirect:" + Pages.HOME;

  private final Boards boards;
  private final BoardParts parts;
  private final BoardRows rows;
  private final Feeds feeds;
  private final ChangeLog log;
  private final StreamProperties streams;
  private final StillSignedIn signedIn;
  private final ProgressPictures pictures;
  private final Queues queues;
  private final Jobs jobs;
  private final Clock clock = Clock.systemUTC();

  BoardPages(
      Boards boards,
      BoardParts parts,
      BoardRows rows,
      Feeds feeds,
      ChangeLog log,
      StreamProperties streams,
      StillSignedIn signedIn,
      ProgressPictures pictures,
      Queues queues,
      Jobs jobs) {
    this.boards = boards;
    this.parts = parts;
    this.rows = rows;
    this.feeds = feeds;
    this.log = log;
    this.streams = streams;
    this.signedIn = signedIn;
    this.pictures = pictures;
    this.queues = queues;
    this.jobs = jobs;
  }

  @GetMapping("/board")
  String board(Customer customer, Model model) {
    model.addAttribute("board", boards.whole(customer.id()));
    model.addAttribute("now", clock.instant().toString());
    return "board/board";
  }

  /// What changes of the board, after what the page shows; without that it begins with the whole.
  @GetMapping("/board/events")
  void events(
      Customer customer,
      @RequestParam(required = false) @Nullable Long change,
      @RequestParam(required = false) @Nullable Long version,
      HttpServletRequest request,
      HttpServletResponse response) {
    var shown = change == null || version == null ? null : new Shown(change, version);
    var isStillSignedIn = signedIn.with(request);
    try (var subscription = feeds.require(customer.id(), null)) {
      EventStream.answer(
          request,
          response,
          stream -> {
            var reader =
                new BoardReader(
                    customer.id(),
                    boards,
                    parts,
                    stream,
                    subscription,
                    heartbeat(streams.heartbeat()),
                    isStillSignedIn);
            reader.catchUp(log, shown);
            reader.follow();
          });
    }
  }

  /// A board takes a longer silence for a lost connection, and comes back without end.
  ///
  /// @param longest that any stream may be silent
  static Duration heartbeat(Duration longest) {
    return longest.compareTo(HEARTBEAT) < 0 ? longest : HEARTBEAT;
  }

  /// How far the picture of a running job is drawn. Its address has the progress in it, so that
  /// another picture has another address. A browser that has it asks whether it still may show it:
  /// after the sign-out it may not.
  @GetMapping("/board/previews/{job}")
  void preview(
      Customer customer,
      @PathVariable UUID job,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, InterruptedException {
    var url = rows.preview(customer.id(), job).orElseThrow(BoardPages::noPreview);
    var picture = pictures.find(new JobId(job), url).orElseThrow(BoardPages::noPreview);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    if (new ServletWebRequest(request, response).checkNotModified(Sha256.of(url).hex())) {
      return;
    }
    response.setContentType(picture.mediaType());
    response.setContentLength(picture.content().length);
    response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
    response.getOutputStream().write(picture.content());
  }

  @PostMapping("/board/queues/{id}/pause")
  String pause(
      Customer customer, @PathVariable String id, HttpServletRequest request, Model model) {
    return setPaused(customer, id, true, request, model);
  }

  @PostMapping("/board/queues/{id}/resume")
  String resume(
      Customer customer, @PathVariable String id, HttpServletRequest request, Model model) {
    return setPaused(customer, id, false, request, model);
  }

  /// Asks whether all that waits is to be cancelled; a script shows the same as a dialog.
  @GetMapping("/board/queues/{id}/cancel")
  String askToCancel(Customer customer, @PathVariable String id, Model model) {
    model.addAttribute("head", requireCard(customer, id).head());
    return "board/cancel";
  }

  @PostMapping("/board/queues/{id}/cancel")
  String cancel(Customer customer, @PathVariable String id, RedirectAttributes flash) {
    var asked = jobs.cancelWaiting(customer, id);
    flash.addFlashAttribute(
        "notice",
        asked == 1
            ? "1 waiting job is being cancelled."
            : "%d waiting jobs are being cancelled.".formatted(asked));
    return TO_BOARD;
  }

  private String setPaused(
      Customer customer, String id, boolean paused, HttpServletRequest request, Model model) {
    queues.setPaused(customer.id(), id, paused);
    if (!Pages.isPart(request)) {
      return TO_BOARD;
    }
    model.addAttribute("head", requireCard(customer, id).head());
    return "board/head";
  }

  private Card requireCard(Customer customer, String id) {
    var queue = queues.requireOwn(customer.id(), id);
    return boards.cards(customer.id(), List.of(queue.value())).stream()
        .findFirst()
        .orElseThrow(() -> Problem.notFound("queue"));
  }

  private static Problem noPreview() {
    return Problem.notFound("picture");
  }
}
