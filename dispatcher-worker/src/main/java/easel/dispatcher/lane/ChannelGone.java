package easel.dispatcher.lane;

/// The channel is closed: what was delivered on it is delivered again elsewhere.
public final class ChannelGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ChannelGone(Throwable cause) {
    super("The channel is closed: " + cause.getMessage(), cause);
  }
}
