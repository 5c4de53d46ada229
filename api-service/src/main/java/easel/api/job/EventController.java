package easel.api.job;

import easel.api.change.ChangeLog;
import easel.api.change.ChangedJobs;
import easel.api.change.Feeds;
import easel.api.change.StreamProperties;
import easel.api.change.Subscription;
import easel.api.customer.Customer;
import easel.api.customer.CustomerAuthentication;
import easel.api.http.EventStream;
import easel.api.http.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Jobs as they change, as server-sent events. The id of an event is the number of a change, which
/// means the same at every instance: a reader that names its last one is told all that followed.
@Tag(name = "jobs")
@RestController
@RequestMapping("/api/v1/midjourney")
class EventController {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
  private static final long NONE = -1;

  private final Jobs jobs;
  private final ChangedJobs changed;
  private final ChangeLog log;
  private final Feeds feeds;
  private final CustomerAuthentication authentication;
  private final StreamProperties properties;

  EventController(
      Jobs jobs,
      ChangedJobs changed,
      ChangeLog log,
      Feeds feeds,
      CustomerAuthentication authentication,
      StreamProperties properties) {
    this.jobs = jobs;
    this.changed = changed;
    this.log = log;
    this.feeds = feeds;
    this.authentication = authentication;
    this.properties = properties;
  }

  /// One job: how it is now, each change, and its end, with which the stream ends.
  @ApiResponse(
      responseCode = "200",
      description = "The job as it is now, then each change; ends with the job.",
      content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
  @ApiResponse(
      responseCode = "204",
      description = "The job has ended, and the reader knows it: it need not come back.",
      content = @Content)
  @GetMapping("/message/{messageId}/events")
  void ofJob(
      @Parameter(hidden = true) Customer customer,
      @PathVariable String messageId,
      @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response) {
    var job = jobs.require(customer, messageId).id();
    var named = number(lastEventId);
    try (var subscription = feeds.require(customer.id(), job)) {
      var known = known(customer, subscription, named);
      var now = changed.show(customer.id(), List.of(job)).getFirst();
      if (now.isEnd() && now.number() <= known) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT); // it need not come back
        return;
      }
      EventStream.answer(
          request,
          response,
          stream -> {
            var reader = reader(stream, subscription, request, known);
            reader.tell(now);
            if (!now.isEnd()) {
              reader.follow(true);
            }
          });
    }
  }

  /// All jobs of the customer: each change after the last one that the reader knows of, or from now
  /// on.
  @ApiResponse(
      responseCode = "200",
      description = "Each change of any job, without end.",
      content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
  @GetMapping("/events")
  void ofCustomer(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = LAST_EVENT_ID, required = false) @Nullable String lastEventId,
      HttpServletRequest request,
      HttpServletResponse response) {
    var named = number(lastEventId);
    try (var subscription = feeds.require(customer.id(), null)) {
      var known = known(customer, subscription, named);
      var after = known == NONE ? subscription.from() : known;
      EventStream.answer(
          request,
          response,
          stream -> {
            stream.note(after); // so that it can resume before anything has changed
            var reader = reader(stream, subscription, request, after);
            reader.catchUp(log, customer.id());
            reader.follow(false);
          });
    }
  }

  private JobReader reader(
      EventStream stream, Subscription subscription, HttpServletRequest request, long known) {
    return new JobReader(
        stream, subscription, properties.heartbeat(), () -> isStillLetIn(request), known);
  }

  // PostgreSQL may have been set back: a number that it does not know of says nothing.
  private long known(Customer customer, Subscription subscription, long named) {
    return named > subscription.from() && named > log.last(customer.id()) ? NONE : named;
  }

  private static long number(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isBlank()) {
      return NONE;
    }
    if (!ID.matcher(lastEventId.strip()).matches()) {
      throw Problem.invalid(
          LAST_EVENT_ID,
          "invalid-last-event-id",
          LAST_EVENT_ID + " must be the id of an event of this stream.");
    }
    return Long.parseLong(lastEventId.strip());
  }

  private boolean isStillLetIn(HttpServletRequest request) {
    try {
      var _ = authentication.requireCustomer(request);
      return true;
    } catch (Problem _) {
      return false;
    } catch (RuntimeException _) {
      return true; // nobody can tell now
    }
  }
}
