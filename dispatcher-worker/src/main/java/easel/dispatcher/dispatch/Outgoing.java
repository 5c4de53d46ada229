package easel.dispatcher.dispatch;

import easel.common.directory.AccountEntry;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.message.Wire;
import easel.common.partition.Partitions;
import easel.common.topology.Topology;
import java.util.Map;

/// A message that a dispatcher publishes.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outgoing(String queue, byte[] body, Map<String, Object> headers) {
  private static final String REASON = "x-easel-reason";

  static Outgoing handOver(LaneJob job, AccountEntry account) {
    return new Outgoing(
        Topology.handOver(Partitions.ofDiscordUser(account.discordUser())),
        Wire.write(new AccountMessage.HandOver(job, account.id())),
        Map.of());
  }

  static Outgoing askForEnd(JobId job, QueueId queue, JobEnd end) {
    return new Outgoing(
        Topology.ASK, Wire.write(new AccountMessage.End(job, queue, end)), Map.of());
  }

  static Outgoing deadLetter(byte[] body, String reason) {
    return new Outgoing(Topology.DEAD_LETTERS, body, Map.of(REASON, reason));
  }
}
