package easel.worker.account;

import easel.common.directory.AccountEntry;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Reply.AccountState.AccountInfo;
import easel.worker.claim.Fence;
import easel.worker.claim.Room;
import easel.worker.track.Tracker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the parts of an account share: always as it is now, for nobody keeps a copy of it.
///
/// Only the account's thread touches it; how many jobs there are is all that others read. Times are
/// by `nanoTime`.
final class AccountState {
  final Fence fence;
  final String discordUser;

  /// The open jobs.
  final Map<JobId, Job> jobs = new HashMap<>();

  final TreeMap<Long, Job> line = new TreeMap<>();
  final Tracker tracker;
  final OwnThreads threads = new OwnThreads();

  /// Queues that were full when last looked at.
  final Set<QueueId> fullQueues = new HashSet<>();

  AccountEntry entry;

  /// Whether it is known what is kept of the account: before, nothing is sent.
  boolean loaded;

  /// Whether somebody else may own the account by now: nothing more is written or sent.
  boolean stopped;

  boolean handingBack;

  /// The account's own session at the gateway; null while it does not listen.
  @Nullable String earSession;

  /// What Midjourney said of it last; null until this worker has heard it.
  @Nullable AccountInfo info;

  /// Whether it draws relaxed, or may do so until it is known: few of its jobs run at once.
  boolean relaxed;

  /// Whether Discord's answer to a request in the account's name is awaited.
  boolean postInFlight;

  /// The job whose command that request carries, where it is one.
  @Nullable Job posting;

  long nextSendAt;

  /// When PostgreSQL is tried again.
  long databaseAt;

  AccountState(Fence fence, AccountEntry entry, long now) {
    this.fence = fence;
    this.entry = entry;
    this.discordUser = entry.discordUser();
    this.tracker = new Tracker(discordUser);
    this.nextSendAt = now;
    this.databaseAt = now;
  }

  void add(Job job) {
    jobs.put(job.id(), job);
    line.put(job.line, job);
  }

  /// The open job whose request has this nonce.
  Optional<Job> ofNonce(String nonce) {
    return jobs.values().stream()
        .filter(job -> job.send != null && nonce.equals(job.send.nonce()))
        .findFirst();
  }

  void remove(Job job) {
    jobs.remove(job.id());
    line.remove(job.line);
    tracker.forget(job.id());
    fullQueues.remove(job.queue());
  }

  /// The job that is sent next.
  Optional<Job> next() {
    return Line.next(
        line.values(), within(new Room(entry.limit(), Room.UNLIMITED)).account(), fullQueues);
  }

  /// The room that its jobs have, whatever its owner allows.
  Room within(Room allowed) {
    return relaxed ? allowed.relaxed() : allowed;
  }
}
