package easel.systemtests.promise;

/// Something that was broken on purpose during a run.
///
/// @param what the process or role that was hit, or the Discord user or bot that Discord let down
/// @param account the only Discord user whose jobs it concerns; empty if it concerns all
/// @param from when it began
/// @param until when its direct effect was over: from here on Easel has to recover
public record Disturbance(Cause cause, String what, String account, long from, long until) {
  /// The role of the process that was hit: `worker` of `worker-1`.
  String role() {
    return what.replaceFirst("-\\d$", "");
  }

  /// What happened, the mildest first.
  public enum Cause {
    /// A process of a service, or one of several nodes of a broker, ended by SIGKILL; or
    /// connections to a broker were reset.
    KILL,
    /// A process of a service stopped by SIGSTOP; or connections to a broker were half-open.
    PAUSE,
    /// Discord refused, lost or delayed something.
    DISCORD,
    /// RabbitMQ, Redis or PostgreSQL was down or was emptied, or no instance of a service was left.
    DOWN
  }
}
