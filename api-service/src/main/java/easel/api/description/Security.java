package easel.api.description;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.List;

/// Says with which key each call is made.
final class Security {
  static final String CUSTOMER = "key";
  static final String OPERATOR = "operator-key";

  /// Also the name of its header.
  static final String SECRET = "mj-api-secret";

  private Security() {}

  static void describe(OpenAPI description) {
    description
        .getPaths()
        .forEach(
            (path, item) ->
                item.readOperations()
                    .forEach(operation -> operation.setSecurity(keys(Audience.of(path)))));
  }

  // One of them is enough.
  private static List<SecurityRequirement> keys(Audience audience) {
    return switch (audience) {
      case CUSTOMER -> List.of(key(CUSTOMER), key(SECRET));
      case OPERATOR -> List.of(key(OPERATOR));
      case MJ -> List.of(key(SECRET), key(CUSTOMER));
    };
  }

  private static SecurityRequirement key(String scheme) {
    return new SecurityRequirement().addList(scheme);
  }
}
