package easel.systemtests;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What stands for some bytes: equal ones have an equal digest.
public final class Digest {
  private Digest() {}

  /// SHA-256, in hexadecimal digits.
  public static String of(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this JDK knows no SHA-256", impossible);
    }
  }
}
