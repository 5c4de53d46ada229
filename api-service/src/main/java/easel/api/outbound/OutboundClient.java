package easel.api.outbound;

import easel.api.outbound.OutboundResult.Answered;
import easel.api.outbound.OutboundResult.Failed;
import easel.api.outbound.OutboundResult.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls addresses that customers name, from inside a network that they must not see. A host is
/// looked up once a request, every address found must be public or allowed, and the connection goes
/// to one of just those; TLS checks the name nevertheless. Redirects are answers, nothing is
/// repeated, nothing kept: no connection, cookie or credential serves two requests. What comes back
/// is bounded in time and size. Any number of threads may call.
public final class OutboundClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboundClient.class);
  // Whoever calls bounds what is under way; this must not be what it waits for.
  private static final int CONNECTIONS = 10_000;
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;
  private static final TimeValue FORGOTTEN = TimeValue.ofMinutes(1);

  private final GuardedResolver resolver;
  private final CloseableHttpClient http;
  private final Wording wording;

  OutboundClient(
      Resolver resolver, Allowed allowed, OutboundProperties properties, TlsSocketStrategy tls) {
    this.resolver = new GuardedResolver(resolver, allowed, properties.lookUp());
    this.wording = new Wording(properties);
    this.http =
        HttpClients.custom()
            .setConnectionManager(connections(this.resolver, properties, tls))
            .setDefaultRequestConfig(requests(properties))
            .setConnectionReuseStrategy((_, _, _) -> false)
            .evictIdleConnections(FORGOTTEN) // the pool keeps an entry of every host otherwise
            .setUserAgent("Easel")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableConnectionState()
            .disableContentCompression() // a small answer could become a large one
            .build();
  }

  /// Returns at the request's deadline at the latest.
  public OutboundResult exchange(OutboundRequest request) {
    var call = new HttpUriRequestBase(request.method(), request.url().uri());
    request.headers().forEach(call::setHeader);
    call.setHeader(HttpHeaders.CONNECTION, "close");
    var body = request.body();
    if (body != null) {
      call.setEntity(new ByteArrayEntity(body, null));
    }
    var result = new CompletableFuture<OutboundResult>();
    Thread.ofVirtual()
        .name("outbound " + request.url().endpoint())
        .start(() -> result.complete(perform(call, request)));
    try {
      return result.get(request.deadline().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      call.cancel();
      return new Failed(wording.late(request.deadline()));
    } catch (InterruptedException _) {
      call.cancel();
      Thread.currentThread().interrupt();
      return new Failed("Easel stopped meanwhile.");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("it is only ever completed with a result", impossible);
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    resolver.close();
  }

  private OutboundResult perform(HttpUriRequestBase call, OutboundRequest request) {
    var url = request.url();
    var host = new HttpHost(url.scheme(), url.host(), url.port());
    try {
      var response = http.executeOpen(host, call, null);
      try {
        return answered(response, request.mostBytes());
      } finally {
        // Closing alone would read the rest of the body first, however long it is.
        call.cancel();
        Closer.closeQuietly(response);
      }
    } catch (GuardedResolver.AddressRefused refused) {
      return new Refused(Wording.refused(refused.isLiteral()), refused.isLiteral());
    } catch (IOException failed) {
      return new Failed(wording.of(failed));
    } catch (RuntimeException unexpected) {
      LOG.atError()
          .addKeyValue("endpoint", url.endpoint())
          .setCause(unexpected)
          .log("Outbound request failed by a mistake of ours");
      return new Failed("Easel could not make the request.");
    }
  }

  private static OutboundResult answered(ClassicHttpResponse response, int mostBytes)
      throws IOException {
    var body = mostBytes == 0 ? new byte[0] : body(response, mostBytes);
    if (body.length > mostBytes) {
      return new Failed("The answer exceeds %d bytes.".formatted(mostBytes));
    }
    return new Answered(response.getCode(), contentType(response), body);
  }

  // One byte more than wanted tells that there are too many.
  private static byte[] body(ClassicHttpResponse response, int mostBytes) throws IOException {
    var entity = response.getEntity();
    return entity == null ? new byte[0] : entity.getContent().readNBytes(mostBytes + 1);
  }

  private static @Nullable String contentType(ClassicHttpResponse response) {
    var header = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
    return header == null ? null : header.getValue();
  }

  private static PoolingHttpClientConnectionManager connections(
      GuardedResolver resolver, OutboundProperties properties, TlsSocketStrategy tls) {
    var http1 =
        Http1Config.custom().setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(MOST_HEADERS).build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(resolver)
        .setTlsSocketStrategy(tls)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(http1).build())
        .setDefaultSocketConfig(
            SocketConfig.custom().setSoTimeout(timeout(properties.read())).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(timeout(properties.connect()))
                .setSocketTimeout(timeout(properties.read()))
                .build())
        .setMaxConnTotal(CONNECTIONS)
        .setMaxConnPerRoute(CONNECTIONS)
        .build();
  }

  private static RequestConfig requests(OutboundProperties properties) {
    return RequestConfig.custom()
        .setResponseTimeout(timeout(properties.read()))
        .setRedirectsEnabled(false)
        .setAuthenticationEnabled(false)
        .setExpectContinueEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .setContentCompressionEnabled(false)
        .build();
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }
}
