package easel.api.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import easel.contract.Exchange;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.TreeMap;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/// Sends requests as they are written, also such as no client would make.
public final class RawHttp {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI base;

  public RawHttp(URI base) {
    this.base = base;
  }

  /// The answer; of a stream only its beginning is read.
  public Exchange send(RandomRequest request) throws IOException, HttpException {
    try (var socket = new Socket(base.getHost(), base.getPort());
        var connection =
            new DefaultBHttpClientConnection(
                Http1Config.DEFAULT, ISO_8859_1.newDecoder(), ISO_8859_1.newEncoder())) {
      socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
      connection.bind(socket);
      var message = new BasicClassicHttpRequest(request.method(), request.target());
      message.setHeader("Host", base.getAuthority());
      message.setHeader("Connection", "close");
      request.headers().forEach(message::setHeader);
      var written = request.body();
      var body = written == null ? null : written.getBytes(ISO_8859_1);
      if (body != null) {
        message.setHeader("Content-Length", body.length);
        message.setEntity(new ByteArrayEntity(body, null));
      }
      connection.sendRequestHeader(message);
      if (body != null) {
        connection.sendRequestEntity(message);
      }
      connection.flush();
      var response = connection.receiveResponseHeader();
      return exchange(request, response, body(request, connection, response));
    }
  }

  private static String body(
      RandomRequest request, DefaultBHttpClientConnection connection, ClassicHttpResponse response)
      throws IOException, HttpException {
    var type = response.getFirstHeader("Content-Type");
    if (request.method().equals("HEAD")
        || (type != null && type.getValue().startsWith("text/event-stream"))) {
      return "";
    }
    connection.receiveResponseEntity(response);
    var entity = response.getEntity();
    return entity == null ? "" : new String(EntityUtils.toByteArray(entity), UTF_8);
  }

  private static Exchange exchange(
      RandomRequest request, ClassicHttpResponse response, String body) {
    var headers = new TreeMap<String, String>();
    for (var header : response.getHeaders()) {
      headers.putIfAbsent(header.getName(), header.getValue());
    }
    return new Exchange(
        request.method(), request.target(), request.text(), response.getCode(), headers, body);
  }
}
