package easel.api.failure;

import easel.api.failure.FailureRows.Failed;
import easel.api.failure.FailureRows.Group;
import easel.api.page.Moment;
import easel.api.page.Page;
import easel.common.message.FailReason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's page of why jobs failed lately.
@Page
class FailurePages {
  // However many jobs ended, so many say how it goes; counting them takes a fraction of a second.
  private static final int MOST = 100_000;

  private static final int OF_A_PAGE = 50;

  record FailedView(
      Moment at,
      String job,
      long customer,
      @Nullable String customerName,
      @Nullable String prompt,
      @Nullable String error,
      @Nullable String account) {
    static FailedView of(Failed failed) {
      var account = failed.account();
      return new FailedView(
          Moment.of(failed.at()),
          failed.job().toString(),
          failed.customer(),
          failed.customerName(),
          failed.prompt(),
          failed.error(),
          account == null ? null : "%s (%d)".formatted(failed.accountLabel(), account));
    }
  }

  /// @param reason empty where none was told
  /// @param share of all that ended, in percent
  record FailureView(
      String reason, @Nullable String told, int count, String share, FailedView last) {
    static FailureView of(Group group, int ended) {
      var reason = group.reason();
      return new FailureView(
          reason == null ? "" : reason,
          told(reason),
          group.count(),
          percent(group.count(), ended),
          FailedView.of(group.last()));
    }

    private static @Nullable String told(@Nullable String reason) {
      return Arrays.stream(FailReason.values())
          .filter(known -> known.name().equals(reason))
          .findFirst()
          .map(FailureView::told)
          .orElse(null);
    }

    private static String told(FailReason reason) {
      return switch (reason) {
        case BANNED_PROMPT -> "Midjourney refused a word of the prompt.";
        case INVALID_PARAMETER -> "Midjourney refused a parameter of the prompt.";
        case INVALID_LINK -> "Midjourney could not use a picture that was given.";
        case MODERATED -> "Midjourney stopped the job by its rules.";
        case QUEUE_FULL -> "Midjourney's own queue for the account was full.";
        case NO_ANSWER -> "Midjourney gave no sign after the command was sent.";
        case TIMEOUT -> "Midjourney began, then gave no sign for too long.";
        case STOPPED -> "Somebody stopped the job on Discord.";
        case ACCOUNT_UNAVAILABLE -> "No account that could run it was usable in time.";
        case SUBSCRIPTION -> "The account's Midjourney subscription does not allow it.";
        case INTERNAL -> "Something went wrong inside Easel.";
      };
    }
  }

  record SpanView(String word, String told, boolean chosen) {}

  private final FailureRows rows;

  FailurePages(FailureRows rows) {
    this.rows = rows;
  }

  @GetMapping("/operator/failures")
  String failures(@RequestParam(defaultValue = "") String span, Model model) {
    var chosen = Span.of(span).orElse(Span.DAY);
    var ended = rows.ended(chosen.length(), MOST);
    var groups = rows.failures(chosen.length(), MOST);
    var failed = groups.stream().mapToInt(Group::count).sum();
    model.addAttribute("spans", spans(chosen));
    model.addAttribute("span", chosen.word());
    model.addAttribute("told", chosen.told());
    model.addAttribute("ended", ended);
    model.addAttribute("isCut", ended == MOST);
    model.addAttribute("failed", failed);
    model.addAttribute("share", percent(failed, ended));
    model.addAttribute(
        "failures", groups.stream().map(group -> FailureView.of(group, ended)).toList());
    return "failures/list";
  }

  /// Those that failed for one reason, each with the way to its page.
  @GetMapping("/operator/failures/jobs")
  String jobs(
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String span,
      @RequestParam(required = false) @Nullable UUID before,
      Model model) {
    var chosen = Span.of(span).orElse(Span.DAY);
    var known = reason.isEmpty() ? null : reason;
    // One more than shown tells whether there is a next page.
    var found = rows.failed(known, chosen.length(), MOST, before, OF_A_PAGE + 1);
    var shown = found.stream().limit(OF_A_PAGE).map(FailedView::of).toList();
    model.addAttribute("reason", reason);
    model.addAttribute("meaning", FailureView.told(known));
    model.addAttribute("spans", spans(chosen));
    model.addAttribute("span", chosen.word());
    model.addAttribute("told", chosen.told());
    model.addAttribute("jobs", shown);
    model.addAttribute("older", found.size() > OF_A_PAGE ? shown.getLast().job() : null);
    return "failures/jobs";
  }

  private static List<SpanView> spans(Span chosen) {
    return Arrays.stream(Span.values())
        .map(span -> new SpanView(span.word(), span.told(), span == chosen))
        .toList();
  }

  private static String percent(int some, int all) {
    // A job may end between the two counts.
    return all == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * some / all);
  }
}
