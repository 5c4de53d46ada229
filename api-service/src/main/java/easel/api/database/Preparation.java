package easel.api.database;

/// What must be in the schema before anyone is served; done again if it failed, so it is
/// idempotent.
public interface Preparation {
  void prepare();
}
