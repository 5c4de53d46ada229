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
  LEFT_OUT
}
