package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyTests {
  private static final int PATIENCE = (int) Duration.ofSeconds(10).toMillis();
  private static final int A_MOMENT = 300;

  private ServerSocket broker;
  private Proxy proxy;
  private Socket client;
  private Socket served;

  @BeforeEach
  void connect() throws IOException {
    broker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    proxy = Proxy.to(broker::getLocalPort);
    client = client();
    served = broker.accept();
    served.setSoTimeout(PATIENCE);
    await("the connection is known").until(() -> proxy.connections().size() == 1);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    served.close();
    proxy.close();
    broker.close();
  }

  @Test
  void whatOneSideSaysTheOtherHearsAndSoItsEnd() throws IOException {
    client.getOutputStream().write('a');
    served.getOutputStream().write('b');

    assertThat(served.getInputStream().read()).isEqualTo('a');
    assertThat(client.getInputStream().read()).isEqualTo('b');

    client.close();
    assertThat(served.getInputStream().read()).isEqualTo(-1);
    served.close();
    await("the connection is forgotten").until(() -> proxy.connections().isEmpty());
  }

  @Test
  void aCutConnectionIsResetOnBothSides() {
    proxy.connections().getFirst().cut();

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> served.getInputStream().read()).isInstanceOf(SocketException.class);
    await("the connection is forgotten").until(() -> proxy.connections().isEmpty());
  }

  @Test
  void onASilentConnectionNothingPassesNotEvenTheEndUntilItGoesOn() throws IOException {
    var connection = proxy.connections().getFirst();
    connection.silence();

    client.getOutputStream().write('a');
    client.close();

    served.setSoTimeout(A_MOMENT);
    assertThatThrownBy(() -> served.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    connection.goOn();
    served.setSoTimeout(PATIENCE);
    assertThat(served.getInputStream().read()).isEqualTo('a');
    assertThat(served.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aSilentConnectionCanBeCut() throws IOException {
    var connection = proxy.connections().getFirst();
    connection.silence();
    client.getOutputStream().write('a');

    connection.cut();

    assertThatThrownBy(() -> served.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void whoComesWhileTheBrokerIsDownIsReset() throws IOException {
    broker.close();

    try (var another = client()) {
      assertThatThrownBy(
              () -> {
                if (another.getInputStream().read() < 0) {
                  throw new SocketException("ended");
                }
              })
          .isInstanceOf(SocketException.class);
    }
  }

  private Socket client() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    socket.setSoTimeout(PATIENCE);
    return socket;
  }
}
