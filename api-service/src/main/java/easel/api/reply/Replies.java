package easel.api.reply;

import easel.api.account.Accounts;
import easel.api.change.Announcements;
import easel.api.change.ChangeRows;
import easel.api.picture.Grid;
import easel.api.picture.Keeper;
import easel.api.relay.Relay;
import easel.api.reply.ReplyRows.After;
import easel.api.reply.ReplyRows.Before;
import easel.api.reply.ReplyRows.Change;
import easel.api.reply.ReplyRows.DuePicture;
import easel.api.reply.ReplyRows.Step;
import easel.api.webhook.Webhooks;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.DiscordMessage;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.message.Reply.AccountState;
import easel.common.message.Reply.Claimed;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.JobReply;
import easel.common.message.Reply.NotStopped;
import easel.common.message.Reply.PlaceFreed;
import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import easel.common.message.Reply.Unclaimed;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Applies replies to jobs and accounts: many jobs' in one transaction, each idempotently.
@Service
class Replies {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PICTURE_BYTES = 18; // 144 bits: nobody guesses it

  private final ReplyRows rows;
  private final Accounts accounts;
  private final Relay relay;
  private final ChangeRows changes;
  private final Announcements announcements;
  private final Keeper keeper;
  private final Webhooks webhooks;
  private final TransactionTemplate transactions;
  private final MeterRegistry metrics;

  Replies(
      ReplyRows rows,
      Accounts accounts,
      Relay relay,
      ChangeRows changes,
      Announcements announcements,
      Keeper keeper,
      Webhooks webhooks,
      TransactionTemplate transactions,
      MeterRegistry metrics) {
    this.rows = rows;
    this.accounts = accounts;
    this.relay = relay;
    this.changes = changes;
    this.announcements = announcements;
    this.keeper = keeper;
    this.webhooks = webhooks;
    this.transactions = transactions;
    this.metrics = metrics;
  }

  /// Applies a batch; when this returns all of it is committed.
  void apply(List<Reply> replies) {
    var byJob = new HashMap<UUID, List<JobReply>>();
    for (var reply : replies) {
      switch (reply) {
        case JobReply it -> byJob.computeIfAbsent(it.job().value(), _ -> new ArrayList<>()).add(it);
        case AccountState it -> accounts.apply(it);
        case PlaceFreed _ -> {} // for dispatchers
      }
    }
    if (!byJob.isEmpty()) {
      var outcome = transactions.execute(_ -> applyToJobs(byJob));
      outcome.unpublished().forEach(relay::wake);
      announcements.changed(outcome.customers());
      outcome.ends().forEach(this::count);
      if (outcome.ends().stream().anyMatch(JobEnd.Done.class::isInstance)) {
        keeper.wake();
      }
    }
    metrics.counter("easel.replies.applied").increment(replies.size());
  }

  private record Outcome(Set<QueueId> unpublished, List<JobEnd> ends, Set<Long> customers) {}

  private Outcome applyToJobs(Map<UUID, List<JobReply>> byJob) {
    var after = new ArrayList<After>();
    var ended = new ArrayList<After>();
    var steps = new ArrayList<Step>();
    var told = new ArrayList<JobId>();
    var sent = new HashSet<JobId>();
    var changed = new ArrayList<Before>();
    var outcome = new Outcome(new HashSet<>(), new ArrayList<>(), new HashSet<>());
    for (var before : rows.lock(byJob.keySet().stream().map(JobId::new).toList())) {
      var state = before.state();
      var progressed = false;
      for (var reply : byJob.getOrDefault(before.job().value(), List.of())) {
        var next = state.after(reply);
        if (next.claimed() && !state.claimed() && !(reply instanceof Claimed)) {
          steps.add(dispatched(reply, next.account())); // claimed and sent in one step
        }
        if (!next.equals(state) || reply instanceof NotStopped) {
          steps.add(step(reply));
        }
        progressed |= reply instanceof Progress && !next.equals(state);
        state = next;
      }
      if (before.state().status().hasEnded()) {
        continue;
      }
      var job = new After(before.job(), state, picture());
      after.add(job);
      noteEnd(job, ended, outcome);
      if (progressed || state.status().hasEnded()) {
        told.add(before.job());
      } else if (state.sentAt() != null && before.state().sentAt() == null) {
        told.add(before.job());
        sent.add(before.job());
      }
      if (!state.published() && before.state().published()) {
        outcome.unpublished().add(before.queue());
      }
      if (!state.looksLike(before.state())) {
        changed.add(before);
        outcome.customers().add(before.customer());
      }
    }
    // Their locks are the last ones that this transaction takes.
    var numbered = number(changed);
    if (!after.isEmpty()) {
      rows.update(after, numbered);
    }
    if (!ended.isEmpty()) {
      rows.updateEnds(ended);
    }
    var pictures = ended.stream().flatMap(job -> duePicture(job).stream()).toList();
    if (!pictures.isEmpty()) {
      rows.notePictures(pictures);
    }
    if (!steps.isEmpty()) {
      rows.trace(steps, numbered);
    }
    webhooks.tell(told, sent);
    return outcome;
  }

  private Map<JobId, Change> number(List<Before> changed) {
    var counts = new HashMap<Long, Integer>();
    changed.forEach(job -> counts.merge(job.customer(), 1, Integer::sum));
    var last = counts.isEmpty() ? Map.<Long, Long>of() : changes.take(counts);
    var free = new HashMap<>(last);
    var numbered = new HashMap<JobId, Change>();
    for (var job : changed.reversed()) {
      long number = free.getOrDefault(job.customer(), 0L);
      numbered.put(job.job(), new Change(job.customer(), number));
      free.put(job.customer(), number - 1);
    }
    return numbered;
  }

  private static void noteEnd(After job, List<After> ended, Outcome outcome) {
    var end = job.state().end();
    if (end != null) {
      ended.add(job);
      outcome.ends().add(end);
    }
  }

  private static Optional<DuePicture> duePicture(After job) {
    return job.state().end() instanceof JobEnd.Done(var picture)
        ? Optional.of(new DuePicture(job.picture(), job.job(), Grid.isOffered(picture.buttons())))
        : Optional.empty();
  }

  private void count(JobEnd end) {
    var reason =
        switch (end) {
          case JobEnd.Done _, JobEnd.Answered _ -> "DONE";
          case JobEnd.Failed(var why, _, _) -> why.name();
          case JobEnd.Cancelled _ -> "CANCELLED";
        };
    metrics.counter("easel.jobs.ended", "reason", reason).increment();
  }

  private static Step dispatched(JobReply reply, @Nullable AccountId account) {
    return new Step(reply.job(), reply.at(), "dispatched", account, null, null, null, null);
  }

  private static Step step(JobReply reply) {
    return switch (reply) {
      case Claimed it -> dispatched(it, it.account());
      case Sending(var job, var at, var account) ->
          new Step(job, at, "sending", account, null, null, null, null);
      case Sent(var job, var at, var account) ->
          new Step(job, at, "sent", account, null, null, null, null);
      case Progress(var job, var at, var account, var percent, var message, _) ->
          new Step(job, at, "progress", account, percent, id(message), channel(message), null);
      case Ended(var job, var at, var account, var end) ->
          new Step(
              job, at, "ended", account, null, id(message(end)), channel(message(end)), told(end));
      case Unclaimed(var job, var at) ->
          new Step(job, at, "unclaimed", null, null, null, null, null);
      case NotStopped(var job, var at, var detail) ->
          new Step(job, at, "not-stopped", null, null, null, null, detail);
    };
  }

  private static @Nullable DiscordMessage message(JobEnd end) {
    return switch (end) {
      case JobEnd.Done(var picture) -> picture.message();
      case JobEnd.Answered(var answer) -> answer.message();
      case JobEnd.Failed _, JobEnd.Cancelled _ -> null;
    };
  }

  private static String told(JobEnd end) {
    return switch (end) {
      case JobEnd.Done _, JobEnd.Answered _ -> "DONE";
      case JobEnd.Failed(var reason, var detail, _) -> "FAIL " + reason + ": " + detail;
      case JobEnd.Cancelled _ -> "CANCELLED";
    };
  }

  private static @Nullable String id(@Nullable DiscordMessage message) {
    return message == null ? null : message.id();
  }

  private static @Nullable String channel(@Nullable DiscordMessage message) {
    return message == null ? null : message.channel();
  }

  private static String picture() {
    var random = new byte[PICTURE_BYTES];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
