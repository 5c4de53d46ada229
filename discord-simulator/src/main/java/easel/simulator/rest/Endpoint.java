package easel.simulator.rest;

/// One of the calls that the API knows.
record Endpoint(Who who, Handler handler) {
  enum Who {
    ANYONE,
    BOTH,
    PERSON_ONLY,
    BOT_ONLY
  }

  /// Answers a call.
  @FunctionalInterface
  interface Handler {
    Answer answer(Call call) throws ApiError;
  }
}
