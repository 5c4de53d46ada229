package easel.simulator.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything that can be changed while the simulator runs: its name, its values, its default.
// Kinds and values are immutable, which Error Prone cannot see through Object.
@SuppressWarnings("ImmutableEnumChecker")
public enum Option {
  WAITING_MS("waitingMs", new Kind.Whole(0), 150L),
  JOB_MS("jobMs", new Kind.Milliseconds(), new Span(8000, 8000)),
  UPSCALE_MS("upscaleMs", new Kind.Milliseconds(), new Span(1500, 1500)),
  PROGRESS_STEPS("progressSteps", new Kind.Whole(0), 3L),
  DELETE_MS("deleteMs", new Kind.Whole(0), 30L),

  RUNNING_BASIC("runningBasic", new Kind.Whole(1), 3L),
  RUNNING_PRO("runningPro", new Kind.Whole(1), 12L),
  RUNNING_RELAXED("runningRelaxed", new Kind.Whole(1), 3L),
  QUEUE_LIMIT_BASIC("queueLimitBasic", new Kind.Whole(0), 7L),
  QUEUE_LIMIT_PRO("queueLimitPro", new Kind.Whole(0), 10L),
  UPSCALE_TAKES_PLACE("upscaleTakesPlace", new Kind.Flag(), true),
  TEXT_TAKES_PLACE("textTakesPlace", new Kind.Flag(), true),

  DEFER_START("deferStart", new Kind.Flag(), false),
  DELETE_ORDER("deleteOrder", new Kind.Choice("afterFinal", "beforeFinal"), "afterFinal"),
  IMAGINE_PROGRESS("imagineProgress", new Kind.Choice("public", "ephemeral"), "public"),
  PRESS_PROGRESS("pressProgress", new Kind.Choice("ephemeral", "public"), "ephemeral"),
  TEXT_ANSWER("textAnswer", new Kind.Choice("public", "ephemeral"), "public"),
  HIDDEN("hidden", new Kind.Flag(), false),
  HIDDEN_FINAL("hiddenFinal", new Kind.Flag(), false),
  PARTIAL_UPDATES("partialUpdates", new Kind.Flag(), false),
  WEBSITE_LINK("websiteLink", new Kind.Flag(), false),
  PREVIEWS("previews", new Kind.Choice("grid", "step", "none"), "grid"),
  BUTTON_SET("buttonSet", new Kind.Choice("v7", "v5", "v8", "v8hd"), "v7"),
  UPSCALE_TEXT("upscaleText", new Kind.Choice("named", "plain"), "named"),
  PROMPT_SUFFIX("promptSuffix", new Kind.Text(), "--v 7.0"),
  COMMAND_VERSIONS("commandVersions", new Kind.Texts(), Map.of()),
  REPEATED_NONCE("repeatedNonce", new Kind.Choice("accept", "ignore"), "accept"),
  REPEATED_UPSCALE("repeatedUpscale", new Kind.Choice("slowDown", "accept"), "slowDown"),
  SLOW_DOWN_MS("slowDownMs", new Kind.Whole(0), 60_000L),
  DEFER_REFUSAL("deferRefusal", new Kind.Flag(), false),
  FORM_LIFE_MS("formLifeMs", new Kind.Whole(0), 900_000L),
  ARCHIVED_THREAD("archivedThread", new Kind.Choice("silent", "refuse", "answer"), "silent"),
  NONCE_FOR_BOTS("nonceForBots", new Kind.Flag(), false),

  RATE_LIMITS("rateLimits", new Kind.Flag(), true),
  INTERACTIONS_LIMIT("interactionsLimit", new Kind.Whole(1), 20L),
  INTERACTIONS_WINDOW_MS("interactionsWindowMs", new Kind.Whole(1), 1000L),
  REST_LIMIT("restLimit", new Kind.Whole(1), 10L),
  REST_WINDOW_MS("restWindowMs", new Kind.Whole(1), 1000L),
  GLOBAL_PER_SECOND("globalPerSecond", new Kind.Whole(1), 50L),
  INVALID_REQUESTS_LIMIT("invalidRequestsLimit", new Kind.Whole(1), 10_000L),
  IDENTIFY_WINDOW_MS("identifyWindowMs", new Kind.Whole(0), 5000L),
  IDENTIFIES_PER_DAY("identifiesPerDay", new Kind.Whole(1), 1000L),

  HEARTBEAT_INTERVAL_MS("heartbeatIntervalMs", new Kind.Whole(100), 41_250L),
  RESUME_WINDOW_MS("resumeWindowMs", new Kind.Whole(0), 180_000L),
  REPLAY_EVENTS("replayEvents", new Kind.Whole(1), 20_000L),
  ACTIVE_THREADS_LIMIT("activeThreadsLimit", new Kind.Whole(1), 1000L),
  AUTO_ARCHIVE_MINUTE_MS("autoArchiveMinuteMs", new Kind.Whole(1), 60_000L),
  PICTURE_LIFE_MS("pictureLifeMs", new Kind.Whole(0), 86_400_000L),
  EXPIRED_PICTURE_STATUS("expiredPictureStatus", new Kind.Whole(400), 404L),
  HISTORY_PER_CHANNEL("historyPerChannel", new Kind.Whole(1), 100_000L),
  FINISHED_JOBS("finishedJobs", new Kind.Whole(1), 150_000L),
  LEDGER_ENTRIES("ledgerEntries", new Kind.Whole(1000), 750_000L);

  private final String key;
  private final Kind kind;
  private final Object standard;

  Option(String key, Kind kind, Object standard) {
    this.key = key;
    this.kind = kind;
    this.standard = standard;
  }

  public String key() {
    return key;
  }

  Kind kind() {
    return kind;
  }

  Object standard() {
    return standard;
  }

  static Option named(String key) {
    return Stream.of(values())
        .filter(option -> option.key.equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of %s, got: '%s'".formatted(known(), key)));
  }

  private static List<String> known() {
    return Arrays.stream(values()).map(Option::key).collect(Collectors.toList());
  }
}
