package easel.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies that no call needs, also those whose length is not said.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BodyLimit extends OncePerRequestFilter {
  private static final int MOST = 256 * 1024;

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(new Limited(request), response);
  }

  private static final class Limited extends HttpServletRequestWrapper {
    Limited(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedStream(super.getInputStream(), getContentLengthLong());
    }
  }

  private static final class LimitedStream extends ServletInputStream {
    private final ServletInputStream body;
    private final long announced;
    private long read;

    LimitedStream(ServletInputStream body, long announced) {
      this.body = body;
      this.announced = announced;
    }

    @Override
    public int read() throws IOException {
      refuseTooLarge();
      var one = body.read();
      if (one >= 0) {
        read++;
      }
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      refuseTooLarge();
      var count = body.read(into, offset, length);
      read += Math.max(0, count);
      return count;
    }

    private void refuseTooLarge() throws BodyTooLarge {
      if (announced > MOST || read > MOST) {
        throw new BodyTooLarge(MOST);
      }
    }

    @Override
    public boolean isFinished() {
      return body.isFinished();
    }

    @Override
    public boolean isReady() {
      return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      body.setReadListener(listener);
    }
  }
}
