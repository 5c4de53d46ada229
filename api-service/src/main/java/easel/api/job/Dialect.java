package easel.api.job;

/// In whose words a job was asked for: the address that is named with it is told of it in the same
/// ones. The names are kept with the jobs.
public enum Dialect {
  /// `/api/v1`
  V1,
  /// `/mj`
  MJ
}
