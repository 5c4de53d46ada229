package easel.bench;

import easel.systemtests.InstalledChromium;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A Chromium with one page, steered over its own protocol by as few words as possible: what is
/// watched in it costs it time, which is measured.
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String FIRST = "-10";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private @Nullable WebSocket socket;
  private int last;

  private Browser(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  static Browser start() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("easel-browser-");
    // A session, and so a group of processes, of its own: it can go first as a whole.
    var command = new ArrayList<>(List.of("setsid"));
    command.add(InstalledChromium.find().toString());
    command.addAll(InstalledChromium.ARGUMENTS);
    command.addAll(
        List.of(
            "--remote-debugging-port=0",
            "--user-data-dir=" + folder,
            "--window-size=1280,900",
            "about:blank"));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    var browser = new Browser(process, folder);
    try {
      browser.connect();
      return browser;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      browser.close();
      throw failed;
    }
  }

  long pid() {
    return process.pid();
  }

  /// From now on it has a core before everybody else who wants one.
  ///
  /// @return whether this machine lets it
  boolean goFirst() throws IOException, InterruptedException {
    var renice =
        new ProcessBuilder("renice", "-n", FIRST, "-g", Long.toString(pid()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    // Where sessions share the cores, what is said within one is not enough.
    var session = Path.of("/proc", Long.toString(pid()), "autogroup");
    if (renice.waitFor() != 0) {
      return false;
    }
    if (Files.exists(session)) {
      Files.writeString(session, FIRST);
    }
    return true;
  }

  /// Opens a page as somebody who is signed in elsewhere, and returns once it is loaded.
  void open(URI address, List<HttpCookie> cookies) throws InterruptedException {
    for (var cookie : cookies) {
      ask(
          "Network.setCookie",
          Map.of("name", cookie.getName(), "value", cookie.getValue(), "url", address.toString()));
    }
    ask("Page.navigate", Map.of("url", address.toString()));
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var expected = address + " complete";
    for (var now = state(); !now.equals(expected); now = state()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("expected '%s', got: '%s'".formatted(expected, now));
      }
      Stage.look();
    }
  }

  private String state() throws InterruptedException {
    return run("location.href + ' ' + document.readyState").asString();
  }

  /// What a script comes to.
  JsonNode run(String script) throws InterruptedException {
    var answer = ask("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException("a script failed: " + answer);
    }
    return answer.path("result").path("value");
  }

  private JsonNode ask(String method, Map<String, ?> parameters) throws InterruptedException {
    var to = socket;
    if (to == null) {
      throw new IllegalStateException("there is no page");
    }
    var id = ++last;
    var answer = new CompletableFuture<JsonNode>();
    asked.put(id, answer);
    var question = Map.of("id", id, "method", method, "params", parameters);
    try {
      to.sendText(JSON.writeValueAsString(question), true)
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      var said = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (said.has("error")) {
        throw new IllegalStateException("%s: got %s".formatted(method, said.path("error")));
      }
      return said.path("result");
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException(
          "%s: expected an answer of Chromium".formatted(method), failed);
    } finally {
      asked.remove(id);
    }
  }

  private void connect() throws IOException, InterruptedException {
    var list = URI.create("http://127.0.0.1:%s/json/list".formatted(port()));
    var pages = client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
    var page =
        JSON.readTree(pages)
            .valueStream()
            .filter(target -> target.path("type").asString("").equals("page"))
            .findFirst()
            .orElseThrow(() -> new IOException("expected a page, got: " + pages));
    var address = URI.create(page.required("webSocketDebuggerUrl").asString());
    try {
      socket =
          client
              .newWebSocketBuilder()
              .buildAsync(address, new Hearing(asked))
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IOException("could not connect to " + address, failed);
    }
  }

  /// Chromium writes it down once it listens.
  private String port() throws IOException, InterruptedException {
    var written = folder.resolve("DevToolsActivePort");
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var lines = Files.exists(written) ? Files.readAllLines(written) : List.<String>of();
      if (lines.size() > 1) {
        return lines.getFirst();
      }
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "expected Chromium to listen within %s, it said: %s"
                .formatted(PATIENCE, Files.readString(folder.resolve("output.txt"))));
      }
      Stage.look();
    }
  }

  /// Ends it and all that it keeps.
  @Override
  public void close() {
    client.shutdownNow();
    var family = process.descendants().toList();
    process.destroy();
    family.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      delete();
    } catch (IOException left) {
      // The result is worth more than a tidy disk.
      System.err.println("  could not delete %s: %s".formatted(folder, left));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void delete() throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// Hands each answer to whoever asked.
  private static final class Hearing implements WebSocket.Listener {
    private final Map<Integer, CompletableFuture<JsonNode>> asked;
    private final StringBuilder text = new StringBuilder();

    Hearing(Map<Integer, CompletableFuture<JsonNode>> asked) {
      this.asked = asked;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        var said = JSON.readTree(text.toString());
        text.setLength(0);
        var answer = asked.get(said.path("id").asInt(0));
        if (answer != null) {
          answer.complete(said);
        }
      }
      from.request(1);
      return null;
    }
  }
}
