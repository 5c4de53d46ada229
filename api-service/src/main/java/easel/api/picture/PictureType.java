package easel.api.picture;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/// The kinds of pictures that Midjourney takes and draws, and of videos that it makes, known by how
/// their files begin: names and declared types are only claims.
public enum PictureType {
  PNG("image/png", "png", "89504e470d0a1a0a"),
  JPEG("image/jpeg", "jpg", "ffd8ff"),
  GIF("image/gif", "gif", "474946383[79]61"),
  // A RIFF file of any length with this in it.
  WEBP("image/webp", "webp", "52494646........57454250"),
  // A file of any brand of ISO 14496-12, whose first box may have any length.
  MP4("video/mp4", "mp4", "........66747970");

  /// All but videos.
  public static final Set<PictureType> PICTURES =
      Collections.unmodifiableSet(EnumSet.of(PNG, JPEG, GIF, WEBP));

  private final String mediaType;
  private final String extension;
  private final String beginning;

  PictureType(String mediaType, String extension, String beginning) {
    this.mediaType = mediaType;
    this.extension = extension;
    this.beginning = beginning;
  }

  /// The kind of this file; empty if it is none of them.
  public static Optional<PictureType> of(byte[] content) {
    var first = HexFormat.of().formatHex(content, 0, Math.min(content.length, 12));
    return Stream.of(values()).filter(type -> first.matches(type.beginning + ".*")).findFirst();
  }

  static Optional<PictureType> named(String mediaType) {
    return Stream.of(values()).filter(type -> type.mediaType.equals(mediaType)).findFirst();
  }

  public String mediaType() {
    return mediaType;
  }

  /// Of a file's name, without its dot.
  public String extension() {
    return extension;
  }

  public boolean isVideo() {
    return this == MP4;
  }

  /// Reads pictures of this kind, which is none of videos. Named, not looked for among what is
  /// installed: nothing else is to meet what comes from outside.
  ImageReader newReader() {
    return this == WEBP
        ? new WebPImageReaderSpi().createReaderInstance(null)
        : ImageIO.getImageReadersByMIMEType(mediaType).next();
  }
}
