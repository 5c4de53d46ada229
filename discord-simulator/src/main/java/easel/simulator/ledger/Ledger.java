package easel.simulator.ledger;

import easel.simulator.http.Json;
import easel.simulator.settings.Option;
import easel.simulator.settings.SettingsStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Everything that happened, in the order in which it happened. Only ever appended to; the oldest
/// entries go when there are too many.
public final class Ledger {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int CHUNK = 4096;

  private final SettingsStore settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private final ArrayDeque<List<Entry>> chunks = new ArrayDeque<>();
  private final Instant startInstant = Instant.now();
  private final long startNanos = System.nanoTime();
  private long first = 1;
  private long last;

  public Ledger(SettingsStore settings) {
    this.settings = settings;
  }

  public void append(LedgerRecord entry) {
    lock.lock();
    try {
      if (chunks.isEmpty() || chunks.getLast().size() == CHUNK) {
        chunks.addLast(new ArrayList<>(CHUNK));
        forgetOldest();
      }
      last++;
      chunks.getLast().add(entry.numbered(last));
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void forgetOldest() {
    var most = settings.forAll().number(Option.LEDGER_ENTRIES);
    while (last - first + 1 > most) {
      first += chunks.removeFirst().size();
    }
  }

  /// Numbers go on, so that a reader's `after` stays right.
  public void clear() {
    lock.lock();
    try {
      chunks.clear();
      first = last + 1;
    } finally {
      lock.unlock();
    }
  }

  /// One page as JSON: `{"entries", "last"}`.
  public byte[] page(long after, int limit) {
    var entries = read(after, limit);
    var out = new ByteArrayOutputStream(1024 + entries.size() * 400);
    try (var json = Json.MAPPER.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("entries");
      for (var entry : entries) {
        write(json, entry);
      }
      json.writeEndArray();
      json.writeNumberProperty("last", last(after, entries));
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private long last(long after, List<Entry> entries) {
    if (!entries.isEmpty()) {
      return entries.getLast().seq();
    }
    lock.lock();
    try {
      return Math.min(after, last);
    } finally {
      lock.unlock();
    }
  }

  /// Writes entries as lines of JSON, those that exist and those that come, until the reader goes.
  public void stream(long after, OutputStream out) throws IOException, InterruptedException {
    var seen = after;
    out.flush();
    while (true) {
      var entries = read(seen, 1000);
      if (entries.isEmpty()) {
        if (!awaitBeyond(seen)) {
          // An empty line tells a reader that this is alive, and tells us whether there is a
          // reader.
          out.write('\n');
          out.flush();
        }
        continue;
      }
      var lines = new ByteArrayOutputStream(entries.size() * 400);
      for (var entry : entries) {
        try (var json = Json.MAPPER.createGenerator(lines)) {
          write(json, entry);
        }
        lines.write('\n');
      }
      out.write(lines.toByteArray());
      out.flush();
      seen = entries.getLast().seq();
    }
  }

  private boolean awaitBeyond(long seq) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var left = Duration.ofSeconds(5).toNanos();
      while (last <= seq) {
        if (left <= 0) {
          return false;
        }
        left = appended.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private List<Entry> read(long after, int limit) {
    var entries = new ArrayList<Entry>();
    lock.lock();
    try {
      var start = first;
      for (var chunk : chunks) {
        var from = Math.max(0, after + 1 - start);
        if (from < chunk.size()) {
          var size = Math.min(chunk.size(), from + limit - entries.size());
          entries.addAll(chunk.subList((int) from, (int) size));
        }
        start += chunk.size();
        if (entries.size() >= limit) {
          break;
        }
      }
    } finally {
      lock.unlock();
    }
    return entries;
  }

  private void write(JsonGenerator json, Entry entry) {
    json.writeStartObject();
    json.writeNumberProperty("seq", entry.seq());
    var at = startInstant.plus(entry.nanos() - startNanos, TimeUnit.NANOSECONDS.toChronoUnit());
    json.writeStringProperty("at", MICROS.format(at));
    json.writeNumberProperty("nanos", entry.nanos());
    json.writeStringProperty("kind", entry.kind().name());
    id(json, "account", entry.account());
    id(json, "channel", entry.channel());
    id(json, "parent", entry.parent());
    if (entry.type() != 0) {
      json.writeNumberProperty("type", entry.type());
    }
    text(json, "command", entry.command());
    text(json, "prompt", entry.prompt());
    text(json, "customId", entry.customId());
    id(json, "opener", entry.opener());
    id(json, "messageId", entry.message());
    text(json, "nonce", entry.nonce());
    text(json, "outcome", entry.outcome());
    if (entry.taken() != null) {
      json.writeBooleanProperty("taken", entry.taken());
    }
    text(json, "job", entry.job());
    text(json, "end", entry.end());
    text(json, "picture", entry.picture());
    id(json, "finalMessageId", entry.finalMessage());
    text(json, "detail", entry.detail());
    json.writeEndObject();
  }

  private static void id(JsonGenerator json, String name, long value) {
    if (value != 0) {
      json.writeStringProperty(name, Long.toUnsignedString(value));
    }
  }

  private static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }
}
