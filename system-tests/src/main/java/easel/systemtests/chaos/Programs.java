package easel.systemtests.chaos;

import easel.systemtests.chaos.Population.Resident;
import easel.systemtests.promise.EndsDelivered;
import easel.systemtests.promise.History;
import easel.systemtests.promise.Notice;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import tools.jackson.databind.JsonNode;

/// What customers run beside Easel where all operations are mixed: a place for the pictures that
/// they give by address, and what webhooks are delivered to.
final class Programs implements AutoCloseable {
  private final History history;
  private final FaultLog log;
  private final Executor hands;
  private final Map<String, Customer> customers = new ConcurrentHashMap<>();
  private final Gallery gallery;
  private final Hooks hooks;
  private final Mix mix;

  /// @param ears whose dialogs can be filled in
  Programs(long seed, Ears ears, History history, FaultLog log, Executor hands) {
    this.history = history;
    this.log = log;
    this.hands = hands;
    this.gallery = new Gallery();
    this.hooks = new Hooks(this::arrived);
    this.mix = new Mix(seed, gallery.address(), ears);
  }

  Mix mix() {
    return mix;
  }

  /// The habits of a customer, who has told Easel by then where its webhooks go.
  ///
  /// @param number of the customer, from 0
  Habits settle(int number, Resident resident) {
    var name = resident.name();
    var habits =
        Habits.mixed(number, mix, resident::queueOf, hooks.address(name), hooks.otherAddress(name));
    if (!habits.webhook().equals(Habits.Webhook.NONE)) {
      var made =
          resident
              .instances()
              .getFirst()
              .call("PUT", "/webhook", habits.webhookRequest())
              .expect(200);
      hooks.knows(name, made.required("secret").asString());
    }
    return habits;
  }

  /// From now on the customer is told what arrives for it.
  void add(Resident resident, Customer customer) {
    customers.put(resident.name(), customer);
  }

  private void arrived(Notice notice, JsonNode job) {
    history.notified(notice);
    var path = URI.create(notice.address()).getPath();
    var customer = customers.get(path.split("/", -1)[1]);
    if (customer != null && notice.believed()) {
      hands.execute(() -> tell(customer, notice, job));
    }
  }

  private void tell(Customer customer, Notice notice, JsonNode job) {
    try {
      customer.arrived(notice, job);
    } catch (RuntimeException failed) {
      log.trouble("the campaign could not read what was delivered of " + notice.tag(), failed);
    }
  }

  /// Waits until every end has been delivered.
  ///
  /// @return whether it has
  boolean awaitDeliveries(Duration atMost) {
    return Wait.within(atMost, () -> new EndsDelivered().brokenBy(history).isEmpty());
  }

  @Override
  public void close() {
    hooks.close();
    gallery.close();
  }
}
