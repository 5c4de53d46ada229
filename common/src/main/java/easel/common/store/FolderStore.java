package easel.common.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Keeps objects as files of a folder, which is made when it is needed. An object is one file, its
/// type in the first line: so a type never meets another's content, whatever is killed and when. No
/// key may go on where another ends.
final class FolderStore implements ObjectStore {
  // No key has a segment that begins so.
  private static final String UNFINISHED = ".unfinished";
  private static final Duration ABANDONED = Duration.ofDays(1);
  private static final Pattern TYPE = Pattern.compile("[a-z0-9.+-]+/[a-z0-9.+-]+");
  private static final int LONGEST_TYPE = 100;
  // What is written is copied outside of the heap, so much at once.
  private static final int SLICE = 1 << 20;

  private final Path root;

  FolderStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
    forgetAbandoned();
  }

  @Override
  public void put(String key, String type, byte[] content) throws IOException {
    var file = file(key);
    var folder = Objects.requireNonNull(file.getParent());
    var unfinished = root.resolve(UNFINISHED).resolve(UUID.randomUUID().toString());
    makeFolder(root.resolve(UNFINISHED));
    try {
      write(unfinished, line(type), content);
      makeFolder(folder);
      Files.move(unfinished, file, ATOMIC_MOVE);
      force(folder);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  @Override
  public Optional<Stored> find(String key) throws IOException {
    var file = file(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    FileChannel channel;
    try {
      channel = FileChannel.open(file, READ);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    try {
      var content = Channels.newInputStream(channel);
      var type = readLine(content);
      return Optional.of(new Stored(type, channel.size() - channel.position(), content));
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(file(key));
  }

  private Path file(String key) {
    return root.resolve(Keys.require(key));
  }

  private static byte[] line(String type) {
    if (type.length() > LONGEST_TYPE || !TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "expected a media type such as image/png, got: '%s'".formatted(type));
    }
    return (type + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static String readLine(InputStream content) throws IOException {
    var line = new StringBuilder();
    for (int next = content.read(); next != '\n'; next = content.read()) {
      if (next < 0 || line.length() == LONGEST_TYPE) {
        throw new IOException("a file in the object store has no media type in its first line");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private static void write(Path file, byte[] line, byte[] content) throws IOException {
    try (var channel = FileChannel.open(file, CREATE_NEW, WRITE)) {
      write(channel, ByteBuffer.wrap(line));
      for (int from = 0; from < content.length; from += SLICE) {
        write(channel, ByteBuffer.wrap(content, from, Math.min(SLICE, content.length - from)));
      }
      channel.force(true);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  // A new folder outlives a power cut once the folder that it is in was written.
  private void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    var above = Objects.requireNonNull(folder.getParent());
    makeFolder(above);
    try {
      Files.createDirectory(folder, permissions(folder));
    } catch (FileAlreadyExistsException _) {
      return; // another was first
    }
    force(above);
  }

  // Whoever knows the name of a picture may see it: not everybody on this machine.
  private FileAttribute<?>[] permissions(Path folder) {
    var isOurs =
        folder.equals(root)
            && folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return isOurs
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    }
  }

  // What processes left that were killed while they wrote.
  private void forgetAbandoned() {
    var before = Instant.now().minus(ABANDONED);
    try (var files = Files.newDirectoryStream(root.resolve(UNFINISHED))) {
      for (var file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException _) {
      // nothing there yet, or another does the same
    }
  }
}
