package easel.api.webhook;

import easel.api.outbound.OutboundResult;
import easel.api.outbound.OutboundResult.Answered;
import easel.api.outbound.OutboundResult.Failed;
import easel.api.outbound.OutboundResult.Refused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What an attempt means for its delivery.
///
/// @param status PENDING: it is attempted again
/// @param pause until then
/// @param statusCode of the receiver's answer, null if there was none
/// @param error a sentence of ours, null if it was delivered
record Verdict(
    DeliveryStatus status, Duration pause, @Nullable Integer statusCode, @Nullable String error) {

  /// @param took the attempt
  static Verdict of(
      OutboundResult result,
      Delivery delivery,
      Duration took,
      Pauses pauses,
      Duration refusalPatience) {
    return switch (result) {
      case Answered(var code, _, _) when code / 100 == 2 ->
          new Verdict(DeliveryStatus.DELIVERED, Duration.ZERO, code, null);
      case Answered(var code, _, _) -> later(delivery, took, pauses, code, sentence(code));
      case Failed(var why) -> later(delivery, took, pauses, null, why);
      case Refused(var why, var lasting) -> {
        // A name server may be wrong for a moment; a URL is not.
        var since = Duration.between(delivery.askedAt(), delivery.at().plus(took));
        var again = later(delivery, took, pauses, null, why);
        yield !lasting
                && since.compareTo(refusalPatience) < 0
                && again.status() == DeliveryStatus.PENDING
            ? again
            : new Verdict(DeliveryStatus.REFUSED, Duration.ZERO, null, why);
      }
    };
  }

  private static Verdict later(
      Delivery delivery, Duration took, Pauses pauses, @Nullable Integer code, String why) {
    var left = Duration.between(delivery.at().plus(took), delivery.givesUpAt());
    if (!left.isPositive()) {
      return new Verdict(DeliveryStatus.FAILED, Duration.ZERO, code, why);
    }
    // The last attempt comes when the time is over, not a pause before.
    var pause = pauses.after(delivery.tries());
    return new Verdict(DeliveryStatus.PENDING, pause.compareTo(left) < 0 ? pause : left, code, why);
  }

  private static String sentence(int code) {
    return code / 100 == 3
        ? "The receiver answered %d; redirects are not followed.".formatted(code)
        : "The receiver answered %d; 2xx was expected.".formatted(code);
  }
}
