package easel.api.broker;

import easel.api.outage.BrokerUnreachable;

/// RabbitMQ was given something over a connection that works, and said nothing in time.
public final class Unanswered extends BrokerUnreachable {
  public Unanswered(String what, Throwable cause) {
    super(what, cause);
  }
}
