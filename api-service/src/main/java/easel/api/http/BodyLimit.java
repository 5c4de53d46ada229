package easel.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Refuses bodies that no call needs, also those whose length is not said. The few calls that take
/// a picture may have far larger ones, as many at a time as there is memory for.
///
/// Of a form with pictures the beginning is read in any case: what was typed is in it, and is to be
/// shown again where the pictures are refused.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class BodyLimit extends OncePerRequestFilter {
  private static final int MOST = 256 * 1024;

  /// A picture of 10 MiB in Base64, or several smaller ones, and the rest of the request.
  private static final int MOST_WITH_PICTURE = 14 * 1024 * 1024;

  /// The body as it is read, as JSON's text, and what is decoded of it.
  private static final int COPIES = 5;

  private static final Pattern WITH_PICTURE =
      Pattern.compile(
          "/api/v1/midjourney/(?:imagine|describe|button|blend)"
              + "|/mj(?:-(?:fast|relax|turbo)/mj)?/submit/(?:imagine|describe|blend|modal)");

  private static final Pattern FORM_WITH_PICTURE =
      Pattern.compile("/make/(?:imagine|describe|blend)");

  private final MemoryShare memory;

  BodyLimit(MemoryShare memory) {
    this.memory = memory;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var path = request.getRequestURI();
    var isForm = FORM_WITH_PICTURE.matcher(path).matches();
    var most = isForm || WITH_PICTURE.matcher(path).matches() ? MOST_WITH_PICTURE : MOST;
    try (var limited = new Limited(request, isForm ? MOST : 0, most, memory)) {
      chain.doFilter(limited, response);
    }
  }

  private static final class Limited extends HttpServletRequestWrapper implements AutoCloseable {
    private final int inAnyCase;
    private final int most;
    private final MemoryShare memory;
    private MemoryShare.@Nullable Taken taken;

    Limited(HttpServletRequest request, int inAnyCase, int most, MemoryShare memory) {
      super(request);
      this.inAnyCase = inAnyCase;
      this.most = most;
      this.memory = memory;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedStream(
          super.getInputStream(), getContentLengthLong(), inAnyCase, most, this::takeMemory);
    }

    private void takeMemory(long bytes) {
      if (taken == null) {
        taken = memory.take(bytes * COPIES);
      }
    }

    @Override
    public void close() {
      if (taken != null) {
        taken.close();
      }
    }
  }

  private static final class LimitedStream extends ServletInputStream {
    private final ServletInputStream body;
    private final long announced;
    private final int inAnyCase;
    private final int most;
    private final LongConsumer takeMemory;
    private long read;
    private boolean large;

    /// @param announced the length, negative where it is not said
    /// @param inAnyCase how many bytes are read whatever was announced
    /// @param takeMemory waits for room for so many bytes
    LimitedStream(
        ServletInputStream body, long announced, int inAnyCase, int most, LongConsumer takeMemory) {
      this.body = body;
      this.announced = announced;
      this.inAnyCase = inAnyCase;
      this.most = most;
      this.takeMemory = takeMemory;
    }

    @Override
    public int read() throws IOException {
      refuseTooLarge();
      waitIfLarge();
      var one = body.read();
      if (one >= 0) {
        read++;
      }
      return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      refuseTooLarge();
      waitIfLarge();
      var count = body.read(into, offset, length);
      read += Math.max(0, count);
      return count;
    }

    private void refuseTooLarge() throws BodyTooLarge {
      if (read > most || (announced > most && read >= inAnyCase)) {
        throw new BodyTooLarge(most);
      }
    }

    private void waitIfLarge() {
      if (!large && (read > MOST || (announced > MOST && read >= inAnyCase))) {
        large = true;
        takeMemory.accept(announced < 0 ? most : announced);
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
