package easel.api.slice;

import easel.api.upload.PictureSource;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// An internet of few pictures.
final class StandInSource implements PictureSource {
  private final Map<URI, byte[]> pictures = new ConcurrentHashMap<>();
  private final AtomicInteger fetches = new AtomicInteger();

  void offer(String address, byte[] content) {
    pictures.put(URI.create(address), content.clone());
  }

  void withdraw(String address) {
    pictures.remove(URI.create(address));
  }

  int fetches() {
    return fetches.get();
  }

  @Override
  public byte[] fetch(URI address, int most) throws Unfetchable {
    fetches.incrementAndGet();
    var content = pictures.get(address);
    if (content == null) {
      throw new Unfetchable("It answered 404.");
    }
    if (content.length > most) {
      throw new Unfetchable("It has more than %d bytes.".formatted(most));
    }
    return content.clone();
  }
}
