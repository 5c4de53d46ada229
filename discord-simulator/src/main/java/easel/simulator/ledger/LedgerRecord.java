package easel.simulator.ledger;

import org.jspecify.annotations.Nullable;

/// An entry in the making: what is not said stays empty. Its time is the time when it was begun.
public final class LedgerRecord {
  private final Kind kind;
  private final long nanos;
  private long account;
  private long channel;
  private long parent;
  private int type;
  private @Nullable String command;
  private @Nullable String prompt;
  private @Nullable String customId;
  private long opener;
  private long message;
  private @Nullable String nonce;
  private @Nullable String outcome;
  private @Nullable Boolean taken;
  private @Nullable String job;
  private @Nullable String end;
  private @Nullable String picture;
  private long finalMessage;
  private @Nullable String detail;

  private LedgerRecord(Kind kind, long nanos) {
    this.kind = kind;
    this.nanos = nanos;
  }

  public static LedgerRecord of(Kind kind) {
    return new LedgerRecord(kind, System.nanoTime());
  }

  /// Of something that happened at an earlier moment.
  public static LedgerRecord of(Kind kind, long nanos) {
    return new LedgerRecord(kind, nanos);
  }

  public LedgerRecord account(long value) {
    account = value;
    return this;
  }

  /// @param parentChannel 0 unless the channel is a thread
  public LedgerRecord channel(long value, long parentChannel) {
    channel = value;
    parent = parentChannel;
    return this;
  }

  public LedgerRecord type(int value) {
    type = value;
    return this;
  }

  public LedgerRecord command(@Nullable String value) {
    command = value;
    return this;
  }

  public LedgerRecord prompt(@Nullable String value) {
    prompt = value;
    return this;
  }

  public LedgerRecord customId(@Nullable String value) {
    customId = value;
    return this;
  }

  /// @param value 0 for what is no form
  public LedgerRecord opener(long value) {
    opener = value;
    return this;
  }

  public LedgerRecord message(long value) {
    message = value;
    return this;
  }

  public LedgerRecord nonce(@Nullable String value) {
    nonce = value;
    return this;
  }

  public LedgerRecord outcome(String value) {
    outcome = value;
    return this;
  }

  public LedgerRecord taken(boolean value) {
    taken = value;
    return this;
  }

  public LedgerRecord job(@Nullable String value) {
    job = value;
    return this;
  }

  public LedgerRecord end(String value) {
    end = value;
    return this;
  }

  public LedgerRecord picture(@Nullable String value) {
    picture = value;
    return this;
  }

  public LedgerRecord finalMessage(long value) {
    finalMessage = value;
    return this;
  }

  public LedgerRecord detail(@Nullable String value) {
    detail = value;
    return this;
  }

  Entry numbered(long seq) {
    return new Entry(
        seq,
        nanos,
        kind,
        account,
        channel,
        parent,
        type,
        command,
        prompt,
        customId,
        opener,
        message,
        nonce,
        outcome,
        taken,
        job,
        end,
        picture,
        finalMessage,
        detail);
  }
}
