package easel.systemtests.chaos;

import easel.systemtests.Digest;
import java.util.Base64;
import java.util.Random;
import java.util.SplittableRandom;

/// A picture that a customer gives: a name is all that there is to know of it, its bytes follow.
///
/// @param name such as `tag00012-1.png`: the job that it is for, and which of its pictures it is
record Given(String name) {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0};
  private static final int SHORTEST = 200;
  private static final int LONGEST = 4_000;

  /// Bytes that begin as a picture of its kind does, and are no other's.
  byte[] content() {
    // Not Random alone, whose first numbers of neighbouring seeds are much the same.
    var random = new Random(new SplittableRandom(name.hashCode()).nextLong());
    var content = new byte[SHORTEST + random.nextInt(LONGEST - SHORTEST)];
    random.nextBytes(content);
    var begins = name.endsWith(".png") ? PNG : JPEG;
    System.arraycopy(begins, 0, content, 0, begins.length);
    return content;
  }

  String base64() {
    return Base64.getEncoder().encodeToString(content());
  }

  String digest() {
    return Digest.of(content());
  }
}
