package easel.worker.account;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.JobEnd;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All log lines and counters about jobs. Never a prompt, never a token.
public final class JobLog {
  private static final Logger log = LoggerFactory.getLogger(JobLog.class);
  private final MeterRegistry meters;

  public JobLog(MeterRegistry meters) {
    this.meters = meters;
  }

  void claimed(JobId job, AccountId account) {
    log.atDebug().addKeyValue("job", job).addKeyValue("account", account).log("Job claimed");
  }

  void sent(JobId job, String outcome) {
    meters.counter("easel.sends", "outcome", outcome).increment();
    log.atDebug().addKeyValue("job", job).addKeyValue("outcome", outcome).log("Job posted");
  }

  void inDoubt(JobId job, AccountId account, String why) {
    meters.counter("easel.sends.in.doubt").increment();
    log.atWarn()
        .addKeyValue("job", job)
        .addKeyValue("account", account)
        .addKeyValue("why", why)
        .log("Send in doubt: its thread is read before anything else is sent there");
  }

  void doubtDecided(JobId job, String decision) {
    meters.counter("easel.sends.in.doubt.decided", "decision", decision).increment();
    log.atWarn().addKeyValue("job", job).addKeyValue("decision", decision).log("Doubt decided");
  }

  void ambiguous(JobId job) {
    meters.counter("easel.jobs.ambiguous").increment();
    log.atWarn()
        .addKeyValue("job", job)
        .log("Two commands began where one was sent: no picture is attributed to this job");
  }

  void ended(JobId job, JobEnd end) {
    var reason =
        switch (end) {
          case JobEnd.Done _, JobEnd.Answered _ -> "DONE";
          case JobEnd.Failed(var why, _, _) -> why.name();
          case JobEnd.Cancelled _ -> "CANCELLED";
        };
    meters.counter("easel.jobs.ended", "reason", reason).increment();
    log.atDebug().addKeyValue("job", job).addKeyValue("reason", reason).log("Job ended");
  }

  void needsAttention(AccountId account, String why) {
    log.atWarn()
        .addKeyValue("account", account)
        .addKeyValue("why", why)
        .log("Account needs attention: its jobs wait");
  }

  void unanswered(AccountId account, int code) {
    log.atInfo()
        .addKeyValue("account", account)
        .addKeyValue("code", code)
        .log("Midjourney did not answer Discord in time; the job is followed on");
  }

  void askedToShow(JobId job, AccountId account) {
    meters.counter("easel.jobs.shown").increment();
    log.atInfo()
        .addKeyValue("job", job)
        .addKeyValue("account", account)
        .log("Result not seen: Midjourney is asked to show it once more");
  }

  void notShown(JobId job) {
    log.atInfo().addKeyValue("job", job).log("Discord did not take the request to show a result");
  }

  void modeNotAsked(AccountId account) {
    log.atInfo()
        .addKeyValue("account", account)
        .log("Discord did not take the question in which mode the account draws");
  }

  void tookUp(AccountId account, int jobs) {
    log.atInfo()
        .addKeyValue("account", account)
        .addKeyValue("jobs", jobs)
        .log("Open jobs of an account taken up");
  }

  void threadMade(AccountId account, long thread) {
    log.atInfo().addKeyValue("account", account).addKeyValue("thread", thread).log("Thread made");
  }

  void serverFull(AccountId account) {
    meters.counter("easel.threads.refused").increment();
    log.atWarn()
        .addKeyValue("account", account)
        .log("Discord gives an account no thread: its server is full of active ones");
  }

  void threadPutAway(AccountId account, long thread) {
    log.atInfo()
        .addKeyValue("account", account)
        .addKeyValue("thread", thread)
        .log("Thread archived, since it is not needed");
  }

  void hindered(AccountId account, String what, Throwable cause) {
    log.atWarn()
        .addKeyValue("account", account)
        .addKeyValue("what", what)
        .addKeyValue("cause", cause.getClass().getSimpleName() + ": " + cause.getMessage())
        .log("Account hindered; tried again soon");
  }

  void databaseAway(Throwable cause) {
    log.debug("PostgreSQL does not answer: nothing is claimed or sent meanwhile", cause);
  }

  void failed(AccountId account, RuntimeException unexpected) {
    meters.counter("easel.accounts.errors").increment();
    log.atError()
        .addKeyValue("account", account)
        .setCause(unexpected)
        .log("Something went wrong with an account; going on with what comes next");
  }
}
