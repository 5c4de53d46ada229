package easel.simulator.cdn;

import easel.simulator.settings.Option;
import easel.simulator.settings.SettingsStore;
import easel.simulator.world.Channel;
import easel.simulator.world.Message.Attachment;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs the addresses of pictures, and checks them when they come back.
public final class Links {
  // A key as good as any other: what it keeps out is a client that makes up addresses itself.
  private static final SecretKeySpec KEY =
      new SecretKeySpec("discord-simulator".getBytes(StandardCharsets.UTF_8), "HmacSHA256");

  private final String base;
  private final SettingsStore settings;

  public Links(String base, SettingsStore settings) {
    this.base = base;
    this.settings = settings;
  }

  /// The address of an attachment. It stays the same until half its life is over, then asking again
  /// gives a fresh one.
  public String of(Channel channel, Attachment attachment) {
    var folder = attachment.ephemeral() ? "/ephemeral-attachments/" : "/attachments/";
    var path = folder + channel.id() + "/" + attachment.id() + "/" + attachment.filename();
    var lifeSeconds = Math.max(1, settings.forAll().number(Option.PICTURE_LIFE_MS) / 1000);
    var now = Instant.now().getEpochSecond();
    var issued = now - attachment.issued() > lifeSeconds / 2 ? now : attachment.issued();
    var ex = Long.toHexString(issued + lifeSeconds);
    var is = Long.toHexString(issued);
    return base + path + "?ex=" + ex + "&is=" + is + "&hm=" + sign(path, ex, is) + "&";
  }

  Validity check(String path, @Nullable String ex, @Nullable String is, @Nullable String hm) {
    if (ex == null || is == null || hm == null || !hm.equals(sign(path, ex, is))) {
      return Validity.FORGED;
    }
    var expires = Long.parseLong(ex, 16);
    return expires < Instant.now().getEpochSecond() ? Validity.EXPIRED : Validity.VALID;
  }

  private static String sign(String path, String ex, String is) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(KEY);
      var text = path + "|" + ex + "|" + is;
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("expected HmacSHA256, which every Java has", e);
    }
  }

  enum Validity {
    VALID,
    EXPIRED,
    FORGED
  }
}
