package easel.common.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/// Seals secrets so that only a holder of `EASEL_ENCRYPTION_KEY` can open them, and only in the
/// place they were sealed for. The keyset may hold several keys: the primary one seals, all open.
public final class Sealer {
  private final Aead aead;

  private Sealer(Aead aead) {
    this.aead = aead;
  }

  /// @param keyset a Tink keyset: its JSON form, in Base64
  /// @throws IllegalArgumentException if it is none; the message never repeats it
  public static Sealer of(String keyset) {
    try {
      AeadConfig.register();
      var json = new String(Base64.getDecoder().decode(keyset.strip()), StandardCharsets.UTF_8);
      var handle = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
      return new Sealer(handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      // The cause is left out: it may quote the key.
      throw new IllegalArgumentException(
          "expected EASEL_ENCRYPTION_KEY to be a Tink keyset (JSON, Base64) of AEAD keys, got %d characters that are none; './easel up' makes one"
              .formatted(keyset.length()));
    }
  }

  /// A new keyset with one AES-256-GCM key, as `EASEL_ENCRYPTION_KEY` takes it.
  public static String newKeyset() {
    try {
      AeadConfig.register();
      var handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
      var json = TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
      return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK cannot make an AES-256-GCM key", impossible);
    }
  }

  /// @param place what the secret belongs to, such as `account/42/user-token`: it opens nowhere
  ///   else
  public String seal(String secret, String place) {
    try {
      var sealed = aead.encrypt(bytes(secret), bytes(place));
      return Base64.getEncoder().encodeToString(sealed);
    } catch (GeneralSecurityException failed) {
      throw new IllegalStateException("could not seal for " + place, failed);
    }
  }

  /// @throws UnopenableException if it was sealed with an unknown key or for another place
  public String open(String sealed, String place) {
    try {
      var secret = aead.decrypt(Base64.getDecoder().decode(sealed), bytes(place));
      return new String(secret, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException failed) {
      throw new UnopenableException(place, failed);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// A sealed secret that none of the configured keys opens in this place.
  public static final class UnopenableException extends RuntimeException {
    UnopenableException(String place, Throwable cause) {
      super(
          "expected a secret sealed for %s with a key of EASEL_ENCRYPTION_KEY; it is not"
              .formatted(place),
          cause);
    }
  }
}
