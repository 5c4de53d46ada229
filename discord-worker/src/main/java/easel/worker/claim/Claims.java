package easel.worker.claim;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.JobEnd;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The claims: one row per job, which alone decides what is sent (P2), how much at once (P3), and
/// how it ended (P1).
public interface Claims {
  /// Stands for the account of a closed claim, which holds no place on any.
  String CLOSED = "";

  /// Claims a job, and begins its send in the same commit if there is one and room for it.
  Claiming claim(Fence fence, NewClaim job, @Nullable Send send, Room room);

  /// Counts a claimed job and begins its send: UNCHANGED if there is no room for it.
  Written begin(Fence fence, NewClaim job, Send send, Room room);

  /// The send with this nonce was certainly not made: the job waits in line again. Whatever comes
  /// late says nothing of another send of the job.
  Written takeBack(Fence fence, JobId job, @Nullable String nonce, boolean inDoubtBefore);

  /// The request of the send with this nonce is over without an answer that says whether it was
  /// taken: whoever owns the claim next need not ask whether its sender is gone.
  Written requestOver(Fence fence, JobId job, @Nullable String nonce);

  /// The job is followed from here.
  ///
  /// @param received whether Discord certainly took the command
  Written track(
      Fence fence, JobId job, boolean received, @Nullable Long start, @Nullable String midjourney);

  /// The dialog that a press has opened is about to be filled in: done again with the same nonce,
  /// it is done; with another it is not.
  Written answerDialog(Fence fence, JobId job, String nonce);

  /// Nothing may be attributed to it any more.
  Written ambiguous(Fence fence, JobId job);

  /// The customer wants it stopped.
  Written askStop(Fence fence, JobId job);

  /// Fixes the end; from here it is the one end. UNCHANGED if it had one.
  ///
  /// @param closed whether the place is free with it
  Written end(Fence fence, JobId job, JobEnd end, boolean closed);

  /// Frees the place of an ended job.
  Written close(Fence fence, JobId job);

  /// Ends a job that nobody claimed. False if there is a claim after all.
  boolean endUnclaimed(JobId job, JobEnd end);

  /// Notes that the ends of these jobs are with the broker.
  void told(Collection<JobId> jobs);

  Optional<Claim> find(JobId job);

  /// The open claims of a partition, in line.
  List<Claim.Open> open(int partition);

  /// Where the open claims of a partition hold places.
  List<Place> placesOfAccounts(int partition);

  /// Where the open claims of queues hold places, whoever serves them.
  List<Place> placesOfQueues(Collection<QueueId> queues);

  /// Those of these jobs that have a claim, with the Discord account of an open one, or {@link
  /// #CLOSED}.
  Map<JobId, String> claimed(Collection<JobId> jobs);

  /// The closed claims of a partition whose end nobody may have heard of yet.
  List<Claim.Closed> untold(int partition);
}
