package easel.api.account;

import easel.common.crypto.Sealer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What seals tokens and secrets, with the key of this Easel.
@Configuration(proxyBeanMethods = false)
class SealerConfiguration {
  @Bean
  Sealer sealer(@Value("${easel.encryption-key:}") String keyset) {
    if (keyset.isBlank()) {
      throw new IllegalStateException(
          "expected EASEL_ENCRYPTION_KEY to hold a Tink keyset (JSON, Base64), got nothing; "
              + "'./easel up' makes one, and so does the class easel.common.crypto.NewKeyset");
    }
    return Sealer.of(keyset);
  }
}
