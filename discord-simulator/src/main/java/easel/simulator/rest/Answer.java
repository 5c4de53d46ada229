package easel.simulator.rest;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a call answers, if nothing happens to the answer on its way.
record Answer(int status, @Nullable JsonNode json) {
  static final Answer NO_CONTENT = new Answer(204, null);

  static Answer ok(JsonNode json) {
    return new Answer(200, json);
  }

  static Answer created(JsonNode json) {
    return new Answer(201, json);
  }
}
