package easel.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A whole Easel of its own, with its own brokers and simulator, started and stopped by `./easel`
/// in a folder of its own. Several may run side by side.
public final class Deployment implements AutoCloseable {
  private static final Duration UP = Duration.ofMinutes(8);
  private static final Duration SHORT = Duration.ofMinutes(2);
  private static final int WARNING_LENGTH = 240;

  private final Path easel;
  private final Path home;
  private final Map<String, String> environment;
  private final String adminKey;
  private final CallListener listener;
  private final Map<String, URI> addresses = new ConcurrentHashMap<>();
  private final Set<String> ended = ConcurrentHashMap.newKeySet();
  private volatile Counts counts = new Counts(0, 0, 0);

  private record Counts(int api, int dispatcher, int worker) {}

  private Deployment(
      Path easel,
      Path home,
      Map<String, String> environment,
      String adminKey,
      CallListener listener) {
    this.easel = easel;
    this.home = home;
    this.environment = environment;
    this.adminKey = adminKey;
    this.listener = listener;
  }

  /// One of each service unless told otherwise.
  public static Builder of() {
    return new Builder();
  }

  /// Two of each service, as tests run them: rate limits and the sending pause are off, because
  /// tests submit faster than customers may; webhooks may go to the loopback, where tests receive
  /// them; and they are compiled once, because they soon stop again (docs/adr/0007).
  public static Builder twoOfEach() {
    return of().api(2)
        .dispatcher(2)
        .worker(2)
        .environment("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1")
        .environment("EASEL_SEND_INTERVAL", "0ms")
        .environment("EASEL_WEBHOOK_ALLOW", "127.0.0.1")
        .environment("EASEL_RATE_LIMIT_GENERAL", "off")
        .environment("EASEL_RATE_LIMIT_MESSAGE", "off");
  }

  /// What to start.
  public static final class Builder {
    private final Map<String, String> environment = new HashMap<>();
    private int api = 1;
    private int dispatcher = 1;
    private int worker = 1;
    private int rabbitmq = 1;
    private Consumer<Deployment> firstTold = _ -> {};
    private CallListener listener = (_, _, _) -> {};

    private Builder() {}

    public Builder api(int count) {
      api = count;
      return this;
    }

    public Builder dispatcher(int count) {
      dispatcher = count;
      return this;
    }

    public Builder worker(int count) {
      worker = count;
      return this;
    }

    /// The nodes of RabbitMQ.
    public Builder rabbitmq(int count) {
      rabbitmq = count;
      return this;
    }

    /// @param told of it before anything is started
    public Builder beforeStart(Consumer<Deployment> told) {
      firstTold = told;
      return this;
    }

    /// @param told of each call of its clients, whoever they call as
    Builder listener(CallListener told) {
      listener = told;
      return this;
    }

    /// A setting of the services, such as `EASEL_SEND_INTERVAL`.
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /// Starts it and returns when every process is ready.
    public Deployment up() {
      var adminKey = HexFormat.of().formatHex(new SecureRandom().generateSeed(16));
      environment.putIfAbsent("EASEL_ADMIN_KEY", adminKey);
      environment.putIfAbsent("SERVER_PORT", freePort());
      environment.putIfAbsent("SIMULATOR_PORT", freePort());
      // A build inside a test run would replace the very jars under test.
      environment.putIfAbsent("EASEL_BUILD", "never");
      var home = scratchFolder();
      environment.put("EASEL_HOME", home.toString());
      var deployment =
          new Deployment(
              script(),
              home,
              Map.copyOf(environment),
              environment.getOrDefault("EASEL_ADMIN_KEY", adminKey),
              listener);
      firstTold.accept(deployment);
      try {
        deployment.up(api, dispatcher, worker, "--rabbitmq", Integer.toString(rabbitmq));
      } catch (RuntimeException failed) {
        deployment.keepLogs(failed);
        throw failed;
      }
      return deployment;
    }

    private static Path script() {
      for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
        var script = folder.resolve("easel");
        if (Files.isExecutable(script) && Files.isRegularFile(script)) {
          return script;
        }
      }
      throw new IllegalStateException(
          "expected to run inside a clone of Easel, got: " + Path.of("").toAbsolutePath());
    }

    private static Path scratchFolder() {
      try {
        // PostgreSQL does not run as root: its own user must be able to reach its folder.
        return Files.createTempDirectory(
            "easel-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /// Below those that a system gives to outgoing connections: one of them could take it before
    /// the service does. And below those of the script's own.
    private static String freePort() {
      for (int tried = 0; tried < 100; tried++) {
        int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
        try (var _ = new ServerSocket(port)) {
          return Integer.toString(port);
        } catch (IOException _) {
          // somebody's: another
        }
      }
      throw new IllegalStateException("expected a free port between 10000 and 20000, got none");
    }
  }

  /// A line of `ps`.
  ///
  /// @param name such as `worker-2`
  /// @param pid null if it is not running
  /// @param port null if it has none
  public record Instance(
      String name, String role, @Nullable Long pid, @Nullable Integer port, boolean ready) {
    static Instance of(String line) {
      var column = Arrays.asList(line.strip().split("\\s+"));
      if (column.size() != 5) {
        throw new IllegalStateException("expected NAME ROLE PID PORT READY, got: '" + line + "'");
      }
      return new Instance(
          column.get(0),
          column.get(1),
          column.get(2).equals("-") ? null : Long.valueOf(column.get(2)),
          column.get(3).equals("-") ? null : Integer.valueOf(column.get(3)),
          column.get(4).equals("yes"));
    }
  }

  /// All processes, the dead ones too.
  public List<Instance> instances() {
    return run(SHORT, "ps").lines().skip(1).map(Instance::of).toList();
  }

  public Instance instance(String name) {
    return instances().stream()
        .filter(instance -> instance.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no process is named " + name));
  }

  /// The names of the services of a role, such as `worker`.
  public List<String> names(String role) {
    return instances().stream()
        .filter(instance -> instance.role().equals(role))
        .map(Instance::name)
        .toList();
  }

  /// Ends a process as a power cut would.
  public void kill(String name) {
    kill(List.of(instance(name)));
  }

  /// Ends these processes at once.
  public void kill(List<Instance> instances) {
    instances.forEach(instance -> ended.add(instance.name()));
    signal("KILL", instances);
  }

  /// Asks a process to end, as an operator's restart does, and returns once it has.
  ///
  /// @throws IllegalStateException if it takes longer than this
  public void terminate(String name, Duration deadline) {
    var instance = instance(name);
    ended.add(name);
    signal("TERM", List.of(instance));
    var pid = instance.pid();
    if (pid == null) {
      throw new IllegalStateException(name + " is not running");
    }
    try {
      var process = ProcessHandle.of(pid);
      if (process.isPresent()) {
        process.get().onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException late) {
      throw new IllegalStateException(
          "expected %s to end within %s of SIGTERM".formatted(name, deadline), late);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("could not wait for " + name, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, interrupted);
    }
  }

  /// Stops a process in the middle of whatever it does, without ending it.
  public void pause(Instance instance) {
    signal("STOP", List.of(instance));
  }

  public void resume(Instance instance) {
    signal("CONT", List.of(instance));
  }

  /// Starts a process again and returns when it is ready.
  public void restart(String name) {
    run(UP, "restart", name);
    ended.remove(name);
  }

  /// Starts again whatever was killed or terminated, and returns when it is ready.
  public void startAgain() {
    if (!ended.isEmpty()) {
      up(counts.api(), counts.dispatcher(), counts.worker());
    }
  }

  /// Starts a node of RabbitMQ as if its disk was lost: it joins the others as a new one. Returns
  /// when all queues have it as a member.
  public void restartWiped(String node) {
    run(UP, "restart", node, "--wipe");
  }

  /// Starts whatever is not running and returns when it is ready.
  public void up(int api, int dispatcher, int worker, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "up",
                "--private",
                "--api",
                Integer.toString(api),
                "--dispatcher",
                Integer.toString(dispatcher),
                "--worker",
                Integer.toString(worker)));
    arguments.addAll(List.of(more));
    counts = new Counts(api, dispatcher, worker);
    run(UP, arguments.toArray(String[]::new));
    ended.clear();
  }

  /// Where a process listens, also after a restart.
  public URI address(String name) {
    return addresses.computeIfAbsent(name, this::findAddress);
  }

  private URI findAddress(String name) {
    var port = instance(name).port();
    if (port == null) {
      throw new IllegalStateException(name + " has no port");
    }
    return URI.create("http://127.0.0.1:" + port);
  }

  /// How far the wall clock of a service is ahead of this machine's, within a second.
  public Duration clockAhead(String name) {
    var date =
        new Http(address(name), null)
            .send("GET", "/actuator/health/readiness", null)
            .headers()
            .firstValue("Date")
            .orElseThrow(() -> new IllegalStateException(name + " did not say what time it is"));
    return Duration.between(
        Instant.now(), ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
  }

  /// The first api, called by the operator.
  public EaselClient operator() {
    return operator("api-1");
  }

  public EaselClient operator(String api) {
    return new EaselClient(address(api), adminKey, listener);
  }

  public Simulator simulator() {
    return new Simulator(address("simulator"));
  }

  /// A setting as the services have it, such as `SPRING_RABBITMQ_ADDRESSES`.
  public String setting(String name) {
    var prefix = name + "=";
    try (var lines = Files.lines(home.resolve("config"))) {
      return lines
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no setting is named " + name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public Path log(String name) {
    return logs().resolve(name + ".log");
  }

  /// Where a broker of its own keeps its data, such as `redis`.
  public Path data(String role) {
    return home.resolve(role);
  }

  /// The folder of all logs.
  public Path logs() {
    return home.resolve("logs");
  }

  /// What its services warned of last, in the order of time: for who reads why a test failed, where
  /// no log outlives the machine.
  public List<String> lastWarnings(int most) {
    var warnings = new ArrayList<String>();
    for (var role : List.of("api", "dispatcher", "worker")) {
      for (var name : names(role)) {
        try (var lines = Files.lines(log(name))) {
          lines
              .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
              .map(line -> line.substring(0, Math.min(line.length(), WARNING_LENGTH)) + " " + name)
              .forEach(warnings::add);
        } catch (IOException failed) {
          throw new UncheckedIOException(failed);
        }
      }
    }
    Collections.sort(warnings);
    return warnings.subList(Math.max(0, warnings.size() - most), warnings.size());
  }

  /// Copies the logs of all its processes into a folder, which outlives it.
  public void copyLogs(Path folder) {
    try (var logs = Files.newDirectoryStream(home.resolve("logs"))) {
      Files.createDirectories(folder);
      for (var log : logs) {
        Files.copy(log, folder.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Stops everything and deletes its data.
  @Override
  public void close() {
    run(SHORT, "down", "--wipe");
  }

  private void signal(String signal, List<Instance> instances) {
    var command = new ArrayList<>(List.of("kill", "-" + signal));
    for (var instance : instances) {
      var pid = instance.pid();
      if (pid == null) {
        throw new IllegalStateException(instance.name() + " is not running");
      }
      command.add(pid.toString());
    }
    execute(SHORT, command);
  }

  private void keepLogs(RuntimeException failed) {
    try {
      run(SHORT, "down");
    } catch (RuntimeException alsoFailed) {
      failed.addSuppressed(alsoFailed);
    }
  }

  private String run(Duration limit, String... arguments) {
    var command = new ArrayList<String>();
    command.add(easel.toString());
    command.addAll(List.of(arguments));
    return execute(limit, command);
  }

  private String execute(Duration limit, List<String> command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      // Into a file: what `./easel` starts must not hold a pipe of ours open.
      var output = Files.createTempFile("easel-output-", ".txt");
      try {
        var process =
            builder
                .redirectOutput(output.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
          process.destroy();
          throw failure(command, "expected an end within " + limit, output);
        }
        if (process.exitValue() != 0) {
          throw failure(command, "expected exit code 0, got: " + process.exitValue(), output);
        }
        return Files.readString(output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + command, interrupted);
    }
  }

  private IllegalStateException failure(List<String> command, String what, Path output)
      throws IOException {
    return new IllegalStateException(
        "%s: %s; logs are in %s%n%s"
            .formatted(
                String.join(" ", command), what, home.resolve("logs"), Files.readString(output)));
  }
}
