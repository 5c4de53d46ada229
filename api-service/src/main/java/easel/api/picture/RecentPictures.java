package easel.api.picture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The pictures that were asked for last, in memory, one of each key and no more bytes than this.
/// Any number of threads may call.
final class RecentPictures<K> {
  /// @param link which it was had from
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Recent(String link, PictureType type, byte[] content) {}

  private final long mostBytes;
  private final Map<K, Recent> pictures = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  RecentPictures(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// The picture of this key, if it was had from that link.
  synchronized Optional<Recent> find(K key, String link) {
    return Optional.ofNullable(pictures.get(key)).filter(known -> known.link().equals(link));
  }

  synchronized void put(K key, Recent picture) {
    var before = pictures.put(key, picture);
    bytes += picture.content().length - (before == null ? 0 : before.content().length);
    var eldest = pictures.entrySet().iterator();
    while (bytes > mostBytes && eldest.hasNext()) {
      bytes -= eldest.next().getValue().content().length;
      eldest.remove();
    }
  }
}
