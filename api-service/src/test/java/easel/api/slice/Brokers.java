package easel.api.slice;

import java.util.Optional;

/// Where the brokers of the tests are.
record Brokers(String rabbitAddresses, String virtualHost, String redisUrl, String postgresUrl) {
  static Brokers fromEnvironment() {
    return new Brokers(
        variable("EASEL_TEST_RABBITMQ_ADDRESSES", "127.0.0.1:5672"),
        variable("EASEL_TEST_RABBITMQ_VIRTUAL_HOST", "/"),
        variable("EASEL_TEST_REDIS_URL", "redis://127.0.0.1:6379"),
        variable(
            "EASEL_TEST_POSTGRES_URL", "jdbc:postgresql://127.0.0.1:5432/postgres?user=postgres"));
  }

  /// The same server, another database.
  String postgresUrl(String database) {
    return postgresUrl.replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + database);
  }

  private static String variable(String name, String otherwise) {
    return Optional.ofNullable(System.getenv(name)).orElse(otherwise);
  }
}
