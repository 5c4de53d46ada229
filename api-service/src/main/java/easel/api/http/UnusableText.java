package easel.api.http;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;

/// Text that no database or protocol of ours can hold.
final class UnusableText extends DatabindException {
  private final String detail;

  UnusableText(JsonParser parser, String detail) {
    super(parser, detail);
    this.detail = detail;
  }

  String detail() {
    return detail;
  }
}
