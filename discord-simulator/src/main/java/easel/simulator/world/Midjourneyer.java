package easel.simulator.world;

/// The user that the Midjourney application speaks as.
public final class Midjourneyer extends User {
  /// Both the application's and the bot user's id.
  public static final long ID = 936929561302675456L;

  Midjourneyer() {
    super(ID, "Midjourney Bot", null);
  }
}
