package easel.dispatcher.redis;

/// Redis gave no answer: what was asked of it may or may not have been done.
public final class RedisUnreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RedisUnreachable(String message) {
    super(message);
  }

  RedisUnreachable(Throwable cause) {
    super("Redis did not answer: " + cause.getMessage(), cause);
  }
}
