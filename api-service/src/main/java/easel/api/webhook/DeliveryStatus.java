package easel.api.webhook;

/// Where a delivery is in its life.
enum DeliveryStatus {
  /// It will be attempted, or is at this moment.
  PENDING,
  /// A receiver answered 2xx.
  DELIVERED,
  /// No attempt of its time succeeded.
  FAILED,
  /// Its address must not be called.
  REFUSED,
  /// Nobody needs it any more: a newer event overtook a progress, or the URL was removed.
  LEFT_OUT;

  /// As it is read on pages.
  public String word() {
    return switch (this) {
      case PENDING -> "Pending";
      case DELIVERED -> "Delivered";
      case FAILED -> "Failed";
      case REFUSED -> "Refused";
      case LEFT_OUT -> "Left out";
    };
  }
}
