package easel.api.description;

/// Whom a call is for, by its path.
enum Audience {
  CUSTOMER,
  OPERATOR,
  /// Customers with clients of the dialect `/mj`.
  MJ;

  static Audience of(String path) {
    if (path.startsWith("/mj/")) {
      return MJ;
    }
    return path.startsWith("/api/v1/admin/") ? OPERATOR : CUSTOMER;
  }
}
