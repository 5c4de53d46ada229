package easel.api.account;

import easel.api.plan.MidjourneyPlan;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

/// What is given to link an account, by a program or on a page; nothing of it is known to be sound.
record NewAccount(
    @Nullable String label,
    @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String serverId,
    @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String channelId,
    @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String userToken,
    @Schema(description = "Null for the operator's bot.") @Nullable String botToken,
    @Schema(requiredMode = RequiredMode.REQUIRED, implementation = MidjourneyPlan.class)
        @Nullable String midjourneyPlan,
    @Nullable Integer concurrency,
    @Nullable Boolean secondEar,
    @Schema(description = REMIX) @Nullable Boolean remix) {
  static final String REMIX =
      "Whether remix mode is on for it at Midjourney, which Easel cannot see: then 'action' of /mj"
          + " asks for a prompt where a button takes one. Of no effect without secondEar.";

  @Override
  public String toString() {
    return "NewAccount[label=%s]".formatted(label);
  }
}
