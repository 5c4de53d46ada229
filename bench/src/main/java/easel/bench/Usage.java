package easel.bench;

import easel.systemtests.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Processor time and memory of each process, children included, by its name.
///
/// @param machineCpuSeconds of all programs on this machine
record Usage(Map<String, Cost> costs, double machineCpuSeconds, long nanos) {
  private static final double TICKS_PER_SECOND = 100;

  /// @param memoryMib what it has in memory; what processes share is divided among them
  record Cost(double cpuSeconds, long memoryMib) {}

  static Usage of(Deployment easel) {
    return of(easel, Map.of());
  }

  /// @param others processes that are no part of it, by their names
  static Usage of(Deployment easel, Map<String, Long> others) {
    var costs = new LinkedHashMap<String, Cost>();
    for (var instance : easel.instances()) {
      var pid = instance.pid();
      if (pid != null) {
        costs.put(instance.name(), costOf(pid));
      }
    }
    others.forEach((name, pid) -> costs.put(name, costOf(pid)));
    costs.put("this benchmark", costOf(ProcessHandle.current().pid()));
    return new Usage(costs, cpuSecondsOfMachine(), System.nanoTime());
  }

  /// Processor time since then, memory as it is now.
  Usage since(Usage before) {
    var costs = new LinkedHashMap<String, Cost>();
    this.costs.forEach(
        (name, cost) -> {
          var earlier = before.costs.get(name);
          var spent = earlier == null ? 0 : earlier.cpuSeconds();
          costs.put(name, new Cost(cost.cpuSeconds() - spent, cost.memoryMib()));
        });
    return new Usage(costs, machineCpuSeconds - before.machineCpuSeconds, nanos - before.nanos);
  }

  /// Processor time of programs that are not in this table: what disturbed the measurement.
  double otherCpuSeconds() {
    return machineCpuSeconds - costs.values().stream().mapToDouble(Cost::cpuSeconds).sum();
  }

  /// How many cores a process kept busy.
  double cores(String name) {
    var cost = costs.get(name);
    if (cost == null) {
      throw new IllegalArgumentException("no process is named " + name);
    }
    return cost.cpuSeconds() / seconds();
  }

  /// The rows of a table: process, CPU s, % of one core, memory MiB.
  String rows() {
    var text = new StringBuilder();
    costs.forEach(
        (name, cost) ->
            text.append(
                "| %s | %s | %s | %d |%n"
                    .formatted(
                        name,
                        Machine.decimal(cost.cpuSeconds()),
                        Machine.decimal(100 * cost.cpuSeconds() / seconds()),
                        cost.memoryMib())));
    text.append(
        "| everything else on this machine | %s | %s | |%n"
            .formatted(
                Machine.decimal(otherCpuSeconds()),
                Machine.decimal(100 * otherCpuSeconds() / seconds())));
    return text.toString();
  }

  double seconds() {
    return nanos / 1e9;
  }

  private static double cpuSecondsOfMachine() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      // cpu, user, nice, system, idle, iowait, irq, softirq, …
      var total = List.of(lines.findFirst().orElseThrow().split("\\s+", -1));
      return Stream.of(1, 2, 3, 6, 7).mapToLong(field -> Long.parseLong(total.get(field))).sum()
          / TICKS_PER_SECOND;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Cost costOf(long pid) {
    var cpu = 0.0;
    var memory = 0L;
    for (var member : family(pid)) {
      try {
        cpu += cpuSeconds(Files.readString(Path.of("/proc", member.toString(), "stat")));
        memory +=
            memoryKib(Files.readAllLines(Path.of("/proc", member.toString(), "smaps_rollup")));
      } catch (IOException failed) {
        // A child that came and went counts for nothing.
        if (member == pid) {
          throw new UncheckedIOException(failed);
        }
      }
    }
    return new Cost(cpu, memory / 1024);
  }

  private static List<Long> family(long pid) {
    var members = new ArrayList<Long>();
    members.add(pid);
    // The benchmark's own children are other processes of this table.
    if (pid != ProcessHandle.current().pid()) {
      ProcessHandle.of(pid).stream()
          .flatMap(ProcessHandle::descendants)
          .forEach(child -> members.add(child.pid()));
    }
    return members;
  }

  private static double cpuSeconds(String stat) {
    // The name in parentheses may hold blanks; user and system time are the 12th and 13th after it.
    var fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS_PER_SECOND;
  }

  private static long memoryKib(List<String> rollup) {
    return rollup.stream()
        .filter(line -> line.startsWith("Pss:"))
        .flatMap(line -> Stream.of(line.replaceAll("\\D", "")))
        .mapToLong(Long::parseLong)
        .sum();
  }
}
