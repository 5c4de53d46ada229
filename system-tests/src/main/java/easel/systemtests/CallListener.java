package easel.systemtests;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/// Is told of each call that was answered.
@FunctionalInterface
interface CallListener {
  /// In the thread of the caller, before the caller has the answer; what it throws, the call
  /// throws.
  ///
  /// @param sent the request's body, null for none
  void answered(HttpRequest request, @Nullable String sent, HttpResponse<byte[]> answer);
}
