package easel.worker.account;

import easel.common.crypto.Sealer;
import easel.common.store.ObjectStore;
import easel.worker.claim.AccountNotes;
import easel.worker.claim.Claims;
import easel.worker.claim.Leases;
import easel.worker.claim.Presence;
import easel.worker.claim.Renewals;
import easel.worker.claim.Threads;
import easel.worker.ear.SecondEars;
import easel.worker.gateway.Bots;
import easel.worker.reply.Publisher;
import easel.worker.send.CommandIndex;
import easel.worker.send.DiscordClient;
import easel.worker.settings.WorkerProperties;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/// What every account of this worker uses.
///
/// @param nanoClock as `System::nanoTime`
/// @param beside runs what takes time, so that no account waits for it
/// @param later runs what is tried again
public record Services(
    Claims claims,
    Threads threads,
    AccountNotes notes,
    Leases leases,
    Renewals renewals,
    Presence presence,
    DirectoryView directory,
    Sealer sealer,
    Bots bots,
    SecondEars secondEars,
    ObjectStore store,
    DiscordClient discord,
    Requests requests,
    CommandIndex commands,
    Publisher publisher,
    Endings endings,
    WorkerProperties settings,
    JobLog log,
    LongSupplier nanoClock,
    Executor beside,
    Later later) {

  /// By the clock with which waits are measured; means nothing in another process.
  public long now() {
    return nanoClock.getAsLong();
  }
}
