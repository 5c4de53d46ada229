package easel.api.job;

/// A job in the words of one dialect, for whoever tells its customer of it.
public interface JobForm {
  Dialect dialect();

  /// What is written as JSON.
  Object of(Job job);
}
