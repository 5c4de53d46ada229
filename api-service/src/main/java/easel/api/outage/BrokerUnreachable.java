package easel.api.outage;

/// RabbitMQ did not take, or did not say that it took, what it was given.
public class BrokerUnreachable extends RuntimeException {
  public BrokerUnreachable(String what, Throwable cause) {
    super(what, cause);
  }

  public BrokerUnreachable(String what) {
    super(what);
  }
}
