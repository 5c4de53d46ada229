package easel.api.account;

import easel.api.plan.MidjourneyPlan;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What is to be changed of an account; null stays as it is.
record AccountEdit(
    @Nullable String label,
    @Nullable Integer concurrency,
    @Schema(
            description =
                "Whether it takes jobs. true also has an account tried again that is in"
                    + " NEEDS_ATTENTION with the remedy CHECK_AGAIN: once, with its next job.")
        @Nullable Boolean active,
    @Nullable String userToken,
    @Nullable String botToken,
    @Schema(implementation = MidjourneyPlan.class) @Nullable String midjourneyPlan,
    @Nullable Boolean secondEar,
    @Schema(description = NewAccount.REMIX) @Nullable Boolean remix) {
  static AccountEdit ofLabel(@Nullable String label) {
    return new AccountEdit(label, null, null, null, null, null, null, null);
  }

  static AccountEdit ofLimit(@Nullable Integer concurrency) {
    return new AccountEdit(null, concurrency, null, null, null, null, null, null);
  }

  static AccountEdit ofActive(@Nullable Boolean active) {
    return new AccountEdit(null, null, active, null, null, null, null, null);
  }

  static AccountEdit ofTokens(@Nullable String userToken, @Nullable String botToken) {
    return new AccountEdit(null, null, null, userToken, botToken, null, null, null);
  }

  static AccountEdit ofPlan(@Nullable String midjourneyPlan) {
    return new AccountEdit(null, null, null, null, null, midjourneyPlan, null, null);
  }

  static AccountEdit ofSecondEar(boolean secondEar) {
    return new AccountEdit(null, null, null, null, null, null, secondEar, null);
  }

  static AccountEdit ofRemix(boolean remix) {
    return new AccountEdit(null, null, null, null, null, null, null, remix);
  }

  @Override
  public String toString() {
    return "AccountEdit[label=%s, concurrency=%s, active=%s]".formatted(label, concurrency, active);
  }
}
