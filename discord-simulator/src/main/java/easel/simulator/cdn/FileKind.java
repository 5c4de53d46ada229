package easel.simulator.cdn;

import java.util.Arrays;

/// The kinds of files that jobs make.
public enum FileKind {
  /// A still picture.
  PNG("png", "image/png"),
  /// Moving pictures without sound: so a live Midjourney answered Animate in June 2026.
  WEBP("webp", "image/webp"),
  /// One video.
  MP4("mp4", "video/mp4");

  private final String extension;
  private final String contentType;

  FileKind(String extension, String contentType) {
    this.extension = extension;
    this.contentType = contentType;
  }

  /// Of a file's name, without its dot.
  public String extension() {
    return extension;
  }

  public String contentType() {
    return contentType;
  }

  /// What a file of this name is; a picture where it says nothing else.
  public static FileKind of(String filename) {
    return Arrays.stream(values())
        .filter(kind -> filename.endsWith("." + kind.extension))
        .findFirst()
        .orElse(PNG);
  }
}
