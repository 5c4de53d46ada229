package easel.api.digest;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Consumer;

/// The SHA-256 of a text or file, in hexadecimal digits.
public record Sha256(String hex) {
  public static Sha256 of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Sha256 of(byte[] content) {
    return of(sha256(), content);
  }

  /// Of what is written, of which nothing is kept.
  public static Sha256 ofWritten(Consumer<OutputStream> writing) {
    var digest = sha256();
    writing.accept(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return of(digest, new byte[0]);
  }

  private static Sha256 of(MessageDigest digest, byte[] last) {
    return new Sha256(HexFormat.of().formatHex(digest.digest(last)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("this JDK knows no SHA-256", impossible);
    }
  }

  /// Compares in constant time: how much of it is right must not show.
  public boolean matches(Sha256 other) {
    return MessageDigest.isEqual(
        hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
  }
}
