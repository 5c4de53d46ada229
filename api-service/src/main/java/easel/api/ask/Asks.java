package easel.api.ask;

import easel.api.ask.AskRows.Asked;
import easel.api.ask.AskRows.Stranded;
import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import easel.api.page.Span;
import easel.common.message.AccountMessage.Ask;
import easel.common.message.AccountMessage.End;
import easel.common.message.AccountMessage.Tell;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Asks workers: about jobs that have gone silent, and for the end of jobs that are cancelled or
/// can no longer run. Only a claim ends a job, so the answer is an event like any other.
@Component
public class Asks implements DisposableBean {
  private static final Duration OFTEN = Duration.ofSeconds(1);
  private static final Duration SELDOM = Duration.ofSeconds(5);

  private final AskRows rows;
  private final AskPublisher publisher;
  private final AskProperties properties;
  private final Duration patience;
  private final TransactionTemplate transactions;
  private final List<Loop> loops = new ArrayList<>();
  private volatile @Nullable Loop ends;

  Asks(
      AskRows rows,
      AskPublisher publisher,
      AskProperties properties,
      @Value("${easel.account-patience:10m}") Duration patience,
      TransactionTemplate transactions) {
    this.rows = rows;
    this.publisher = publisher;
    this.properties = properties;
    this.patience = patience;
    this.transactions = transactions;
  }

  @EventListener(SchemaReady.class)
  void start() {
    var started = Loop.start("ends", OFTEN, this::askForEnds);
    ends = started;
    loops.add(started);
    loops.add(Loop.start("silent-jobs", SELDOM, this::askAboutSilent));
  }

  @Override
  public void destroy() {
    loops.forEach(Loop::close);
  }

  /// Looks now for ends to ask for: a customer cancelled, or an account was unlinked.
  public void wake() {
    var loop = ends;
    if (loop != null) {
      loop.wake();
    }
  }

  private void askForEnds() {
    ask(
        () -> rows.cancelled(properties.again()),
        it -> new End(it.job(), it.queue(), new JobEnd.Cancelled(false)));
    ask(
        () -> rows.stranded(patience, properties.again()),
        it -> new End(it.asked().job(), it.asked().queue(), unavailable(it)));
  }

  private void askAboutSilent() {
    ask(() -> rows.silent(properties.silence(), properties.longest()), Asks::tell);
    ask(() -> rows.passedOver(properties.silence(), properties.longest()), Asks::tell);
  }

  // What the broker does not take is not noted as asked.
  private <T> void ask(Supplier<List<T>> jobs, Function<T, Ask> question) {
    int asked;
    do {
      asked =
          transactions.execute(
              _ -> {
                var now = jobs.get();
                now.forEach(job -> publisher.publish(question.apply(job)));
                return now.size();
              });
    } while (asked == AskRows.AT_ONCE);
  }

  private static Ask tell(Asked asked) {
    return new Tell(asked.job(), asked.queue());
  }

  private JobEnd unavailable(Stranded job) {
    var unusable = job.unusable();
    return new JobEnd.Failed(
        FailReason.ACCOUNT_UNAVAILABLE,
        unusable == null
            ? "No linked account is left that could run this job."
            : "Its account has been paused or in trouble for %s, longer than the %s that jobs wait."
                .formatted(Span.rough(unusable), Span.rough(patience)),
        false);
  }
}
