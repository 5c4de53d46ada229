package easel.common.crypto;

/// Prints a new keyset for `EASEL_ENCRYPTION_KEY`.
public final class NewKeyset {
  private NewKeyset() {}

  public static void main(String[] arguments) {
    System.out.println(Sealer.newKeyset());
  }
}
