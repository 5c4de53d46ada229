package easel.api.board;

import easel.api.customer.Customer;
import easel.api.http.Listing;
import easel.api.plan.Plan;
import easel.api.queue.Queues;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Queues: what runs, what waits, and holding them up.
@Tag(name = "queues")
@RestController
class BoardController {
  private static final int LISTED = 100;
  private static final int LISTED_FOR_OPERATOR = 10;

  record QueueState(String id, boolean paused) {}

  /// @param jobsAtOnce of the customer's one queue, null where accounts' limits count
  record Limits(@Nullable Integer jobsAtOnce, String general, String message) {}

  record Counts(int accounts, int waiting, int running) {}

  record AccountOfCustomer(long id, String name, Plan plan, Limits limits, Counts counts) {}

  private final BoardRows rows;
  private final Queues queues;
  private final String general;
  private final String message;

  BoardController(
      BoardRows rows,
      Queues queues,
      @Value("${easel.rate-limit.general}") String general,
      @Value("${easel.rate-limit.message}") String message) {
    this.rows = rows;
    this.queues = queues;
    this.general = general;
    this.message = message;
  }

  @GetMapping("/api/v1/queues")
  Listing<QueueView> queues(@Parameter(hidden = true) Customer customer) {
    return listing(rows.ofCustomer(customer.id(), LISTED));
  }

  @GetMapping("/api/v1/admin/queues")
  Listing<QueueView> allQueues() {
    return listing(rows.all(LISTED_FOR_OPERATOR));
  }

  @PostMapping("/api/v1/queues/{id}/pause")
  QueueState pause(@Parameter(hidden = true) Customer customer, @PathVariable String id) {
    queues.setPaused(customer.id(), id, true);
    return new QueueState(id, true);
  }

  @PostMapping("/api/v1/queues/{id}/resume")
  QueueState resume(@Parameter(hidden = true) Customer customer, @PathVariable String id) {
    queues.setPaused(customer.id(), id, false);
    return new QueueState(id, false);
  }

  @GetMapping("/api/v1/account")
  AccountOfCustomer account(@Parameter(hidden = true) Customer customer) {
    var totals = rows.totals(customer.id());
    var plan = customer.plan();
    return new AccountOfCustomer(
        customer.id(),
        customer.name(),
        plan,
        new Limits(plan.hasOneQueue() ? Plan.JOBS_AT_ONCE : null, general, message),
        new Counts(totals.accounts(), totals.waiting(), totals.running()));
  }

  private static Listing<QueueView> listing(List<QueueNow> queues) {
    return Listing.of(queues.stream().map(QueueView::of).toList());
  }
}
