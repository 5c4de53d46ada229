package easel.api.webhook;

import easel.api.job.JobNews;
import easel.common.id.JobId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// A job's deliveries, for whoever shows the job.
@Component
class DeliveredNews implements JobNews {
  private final DeliveryRows rows;

  DeliveredNews(DeliveryRows rows) {
    this.rows = rows;
  }

  @Override
  public List<Told> of(long customer, JobId job) {
    var deliveries = rows.ofJob(customer, job);
    var attempts = rows.attempts(deliveries.stream().map(DeliveryRows.Shown::id).toList());
    return deliveries.stream()
        .map(
            delivery -> {
              var made = attempts.getOrDefault(delivery.id(), List.of());
              return new Told(
                  delivery.id().toString(),
                  delivery.event().name(),
                  delivery.status().name(),
                  delivery.createdAt(),
                  delivery.endedAt(),
                  made.size(),
                  made.isEmpty() ? null : answer(made.getLast()));
            })
        .toList();
  }

  private static @Nullable String answer(DeliveryRows.Attempt attempt) {
    return attempt.error() == null && attempt.statusCode() != null
        ? "HTTP " + attempt.statusCode()
        : attempt.error();
  }
}
