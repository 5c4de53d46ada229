package easel.api.webhook;

import easel.api.job.JobDocuments;
import easel.api.outbound.OutboundUrl;
import easel.api.outbound.OutboundUrl.UnusableUrl;
import easel.api.webhook.DeliveryRows.Addressee;
import easel.api.webhook.DeliveryRows.NewDelivery;
import easel.common.id.JobId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Sees to it that customers are told of their jobs.
@Component
public class Webhooks {
  private static final String NOWHERE = "nowhere";

  private final DeliveryRows rows;
  private final WebhookRows webhooks;
  private final Secrets secrets;
  private final JobDocuments documents;
  private final WebhookProperties properties;
  private final Deliveries deliveries;

  Webhooks(
      DeliveryRows rows,
      WebhookRows webhooks,
      Secrets secrets,
      JobDocuments documents,
      WebhookProperties properties,
      Deliveries deliveries) {
    this.rows = rows;
    this.webhooks = webhooks;
    this.secrets = secrets;
    this.documents = documents;
    this.properties = properties;
    this.deliveries = deliveries;
  }

  /// Writes down, in the transaction that moved them on, that these jobs are to be told of as they
  /// are now: their progress, or their end. The transaction must hold their locks. It is delivered
  /// as soon as that is committed.
  ///
  /// @param sent those of them of which nothing more is new than that they were sent: that is told
  ///   to a `notifyHook` alone
  public void tell(Collection<JobId> jobs, Set<JobId> sent) {
    var addressees = jobs.isEmpty() ? List.<Addressee>of() : rows.addressees(jobs, sent);
    if (addressees.isEmpty()) {
      return;
    }
    // In one order everywhere, so that nobody waits in a circle.
    addressees.stream()
        .filter(it -> !it.hasSecret())
        .map(Addressee::customer)
        .distinct()
        .sorted()
        .forEach(
            customer ->
                webhooks.insertIfMissing(customer, secrets.seal(customer, WebhookSecret.random())));
    var told = addressees.stream().map(Addressee::job).toList();
    rows.leaveOutProgress(told);
    // What is named with a job is told in the words of that request; the customer's own address
    // gets the same whatever a job was asked for with.
    var named =
        addressees.stream().filter(it -> !it.own()).map(Addressee::job).collect(Collectors.toSet());
    var bodies = documents.of(told, named::contains);
    rows.insert(addressees.stream().map(it -> delivery(it, bodies.get(it.job()))).toList());
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            deliveries.wake();
          }
        });
  }

  private NewDelivery delivery(Addressee addressee, @Nullable String body) {
    if (body == null) {
      throw new IllegalStateException("expected a document of job " + addressee.job());
    }
    return new NewDelivery(
        DeliveryId.random(),
        addressee.customer(),
        addressee.job(),
        addressee.event(),
        addressee.own(),
        addressee.url(),
        endpoint(addressee.url()),
        body,
        properties.patience());
  }

  // A job must end, whatever was once taken for its webhook; such a delivery is refused later.
  static String endpoint(String url) {
    try {
      return OutboundUrl.of(url).endpoint();
    } catch (UnusableUrl _) {
      return NOWHERE;
    }
  }
}
