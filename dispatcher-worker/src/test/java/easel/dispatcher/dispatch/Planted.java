package easel.dispatcher.dispatch;

/// A bug that is planted into what surrounds the heads: the simulation must find it, and name the
/// promise that it breaks.
enum Planted {
  NOTHING("no promise"),
  /// A full account or queue gives a place away all the same.
  LIMIT_IGNORED("P3"),
  /// Nobody can say on which account a job has a place already.
  PLACE_FORGOTTEN("P6"),
  /// What a dead dispatcher held comes behind what waits in its lane.
  REQUEUED_AT_THE_BACK("P4"),
  /// A head is acknowledged whether or not its hand-over arrived.
  CONFIRMED_BEFORE_ARRIVAL("P1"),
  /// That a place is free is told to nobody.
  FREED_UNHEARD("P6");

  final String broken;

  Planted(String broken) {
    this.broken = broken;
  }
}
