package easel.systemtests.chaos;

import java.util.LinkedHashMap;
import java.util.Map;

/// What goes with each request for a job, whatever it asks for.
///
/// @param job its name here: the request's Idempotency-Key
/// @param isNamed whether the request tells the name, to be given back with what is told of the job
/// @param webhook where the job's end is to be told, instead of where the customer's others are;
///   empty for there
record Order(String job, boolean isNamed, String webhook) {
  /// Nothing but the key.
  static Order plain(String job) {
    return new Order(job, false, "");
  }

  /// The request's body with what goes with it.
  ///
  /// @param name the field for the name
  /// @param address the field for the address
  Map<String, Object> with(Map<String, ?> wish, String name, String address) {
    var body = new LinkedHashMap<String, Object>(wish);
    if (isNamed) {
      body.put(name, job);
    }
    if (!webhook.isEmpty()) {
      body.put(address, webhook);
    }
    return body;
  }

  /// The request's headers.
  String[] headers() {
    return new String[] {"Idempotency-Key", job};
  }
}
