package easel.simulator.ledger;

/// What an entry tells of.
public enum Kind {
  INTERACTION,
  FORM,
  JOB_RUNNING,
  JOB_WAITING,
  JOB_REFUSED,
  JOB_ENDED,
  MARKED,
  MESSAGE,
  THREAD,
  FAULT,
  GATEWAY
}
