package easel.api.job;

import easel.api.job.JobNews.Told;
import easel.api.page.Moment;
import easel.api.page.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job's way from its acceptance to the last webhook, as people read it.
final class Timeline {
  /// @param since the entry before, null for the first
  /// @param delivery the webhook's that it is about, null for everything else
  record Entry(
      String title,
      Moment at,
      @Nullable String since,
      @Nullable String detail,
      @Nullable String delivery) {}

  private record Event(
      String title, Instant at, @Nullable String detail, @Nullable String delivery) {}

  private Timeline() {}

  /// @param steps in the order in which they happened
  static List<Entry> of(List<TraceStep> steps, List<Told> told, Status status) {
    var events = new ArrayList<Event>();
    var began = false;
    for (var step : steps) {
      // What Midjourney shows again and again is in the trace itself.
      var again = began && step.step().equals("progress");
      began = began || step.step().equals("progress");
      if (!again) {
        events.add(new Event(title(step, status), step.at(), detail(step), null));
      }
    }
    for (var each : told) {
      events.add(new Event("Webhook %s due".formatted(each.event()), each.asked(), null, null));
      events.add(ofTold(each));
    }
    events.sort(Comparator.comparing(Event::at));
    return entries(events);
  }

  private static Event ofTold(Told told) {
    var ended = told.ended();
    var attempts = told.attempts() == 1 ? "1 attempt" : told.attempts() + " attempts";
    var answer = told.answer() == null ? attempts : attempts + ", last: " + told.answer();
    var what =
        switch (told.status()) {
          case "DELIVERED" -> "delivered";
          case "FAILED" -> "not delivered";
          case "REFUSED" -> "refused: its address must not be called";
          case "LEFT_OUT" -> "left out: nobody needs it any more";
          default -> "is attempted";
        };
    return new Event(
        "Webhook %s %s".formatted(told.event(), what),
        ended == null ? told.asked() : ended,
        answer,
        told.delivery());
  }

  private static List<Entry> entries(List<Event> events) {
    var entries = new ArrayList<Entry>();
    Instant before = null;
    for (var event : events) {
      entries.add(
          new Entry(
              event.title(),
              Moment.of(event.at()),
              before == null ? null : Span.exact(Duration.between(before, event.at())),
              event.detail(),
              event.delivery()));
      before = event.at();
    }
    return entries;
  }

  private static String title(TraceStep step, Status status) {
    return switch (step.step()) {
      case "accepted" -> "Accepted";
      case "queued" -> "In its queue";
      case "dispatched" -> "Handed over";
      case "sending" -> "Sending begun";
      case "sent" -> "At Discord";
      case "progress" -> "Midjourney shows progress";
      case "unclaimed" -> "Put into its queue again";
      case "not-stopped" -> "Could not be stopped";
      case "ended" -> ending(status);
      default -> step.step();
    };
  }

  private static String ending(Status status) {
    return switch (status) {
      case DONE -> "Done";
      case FAIL -> "Failed";
      case CANCELLED -> "Cancelled";
      case QUEUED, PROCESSING -> "Ended";
    };
  }

  private static @Nullable String detail(TraceStep step) {
    if (step.detail() == null && step.account() != null && step.step().equals("dispatched")) {
      return "account " + step.account();
    }
    if ("DONE".equals(step.detail()) || "CANCELLED".equals(step.detail())) {
      return null; // said by the title
    }
    return step.detail();
  }
}
