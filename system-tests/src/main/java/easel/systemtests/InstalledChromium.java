package easel.systemtests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The Chromium that is installed on this machine.
public final class InstalledChromium {
  /// Without a screen, and it finds no other machine.
  public static final List<String> ARGUMENTS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost");

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  private InstalledChromium() {}

  public static Path find() {
    var folders = System.getenv().getOrDefault("PATH", "/usr/bin");
    return NAMES.stream()
        .flatMap(name -> Stream.of(folders.split(":", -1)).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "expected one of %s in PATH, got: %s; './easel test' installs it"
                        .formatted(NAMES, folders)));
  }
}
