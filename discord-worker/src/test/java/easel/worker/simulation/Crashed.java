package easel.worker.simulation;

/// The process is dead: nothing of it goes on. No code of it may catch this.
final class Crashed extends Error {
  private static final long serialVersionUID = 1;

  Crashed() {
    super("this process was killed", null, false, false);
  }
}
