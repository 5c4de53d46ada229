package easel.worker.simulation;

import easel.common.crypto.SealedFor;
import easel.common.directory.AccountEntry;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.Command;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.partition.Partitions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Workers, the first account of a cell, and the one queue whose jobs it is handed. Nothing goes
/// wrong in it by chance.
final class Scene {
  private static final QueueId QUEUE = QueueId.ofCustomer(1);

  final World world;
  final Cell cell;
  private long numbers;

  Scene(long seed) {
    world = new World(seed);
    world.calm();
    cell = new Cell(world, Planted.NOTHING);
  }

  AccountEntry account() {
    return cell.accounts.values().iterator().next();
  }

  /// The account is also heard through its own session.
  void switchSecondEarOn() {
    change(account(), account().limit(), true, true, account().checks());
  }

  /// It is so no more.
  void switchSecondEarOff() {
    change(account(), account().limit(), true, false, account().checks());
  }

  /// The account runs so many jobs at once from now on.
  void limit(int limit) {
    change(account(), limit, true, account().hasSecondEar(), account().checks());
  }

  void unlink() {
    change(account(), account().limit(), false, account().hasSecondEar(), account().checks());
  }

  /// The account's owner asks that it be tried again.
  void checkAgain() {
    var account = account();
    int checks = Objects.requireNonNullElse(account.checks(), 0);
    change(account, account.limit(), true, account.hasSecondEar(), checks + 1);
  }

  /// The account's owner gives its token again, the same or a new one.
  void giveToken() {
    var account = account();
    var sealed = Cell.SEALER.seal(account.discordUser(), SealedFor.userToken(account.id()));
    change(account, sealed, account.limit(), true, account.hasSecondEar(), account.checks());
  }

  /// Of the accounts of the cell only the first one is linked.
  void unlinkOthers() {
    cell.accounts.values().stream()
        .filter(entry -> !entry.equals(account()))
        .toList()
        .forEach(entry -> change(entry, entry.limit(), false, false, entry.checks()));
  }

  private void change(
      AccountEntry entry, int limit, boolean linked, boolean secondEar, @Nullable Integer checks) {
    change(entry, entry.sealedUserToken(), limit, linked, secondEar, checks);
  }

  private void change(
      AccountEntry entry,
      String sealedUserToken,
      int limit,
      boolean linked,
      boolean secondEar,
      @Nullable Integer checks) {
    cell.accounts.put(
        entry.id(),
        new AccountEntry(
            entry.id(),
            entry.pool(),
            entry.discordUser(),
            entry.server(),
            entry.channel(),
            limit,
            entry.usable() && linked,
            linked,
            sealedUserToken,
            entry.sealedBotToken(),
            secondEar,
            checks));
  }

  void pass(Duration time) {
    world.pass(time.toNanos());
  }

  /// Lets time pass until it is so, or a minute is over.
  void passUntil(BooleanSupplier so) {
    for (int i = 0; i < 6_000 && !so.getAsBoolean(); i++) {
      pass(Duration.ofMillis(10));
    }
  }

  List<JobId> handOver(int count) {
    var jobs = new ArrayList<JobId>();
    for (int i = 0; i < count; i++) {
      jobs.add(handOver(id -> new Command.Imagine("a red fox " + id)));
    }
    return jobs;
  }

  JobId handOver(Function<JobId, Command> command) {
    return handOver(QUEUE, command);
  }

  /// Of the account's own queue, which only the account's limit holds up.
  List<JobId> handOverOfAccount(int count) {
    var jobs = new ArrayList<JobId>();
    for (int i = 0; i < count; i++) {
      jobs.add(
          handOver(
              QueueId.ofAccount(new AccountId(99)), id -> new Command.Imagine("a red fox " + id)));
    }
    return jobs;
  }

  private JobId handOver(QueueId queue, Function<JobId, Command> command) {
    var id = new JobId(new UUID(1, ++numbers));
    var job = new LaneJob(id, queue, numbers, Instant.EPOCH, null, command.apply(id));
    cell.accept(job);
    cell.broker.publish(
        Partitions.ofDiscordUser(account().discordUser()),
        new AccountMessage.HandOver(job, account().id()));
    return id;
  }

  /// Somebody wants to know about it.
  void ask(JobId job) {
    cell.ask(new AccountMessage.Tell(job, QUEUE));
  }

  void cancel(JobId job) {
    cell.ask(new AccountMessage.End(job, QUEUE, new JobEnd.Cancelled(false)));
  }
}
