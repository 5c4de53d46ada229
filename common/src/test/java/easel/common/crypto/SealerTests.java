package easel.common.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import easel.common.id.AccountId;
import org.junit.jupiter.api.Test;

class SealerTests {
  private static final String PLACE = SealedFor.userToken(new AccountId(42));

  private final Sealer sealer = Sealer.of(Sealer.newKeyset());

  @Test
  void whatWasSealedOpensInItsPlace() {
    assertThat(sealer.open(sealer.seal("token", PLACE), PLACE)).isEqualTo("token");
  }

  @Test
  void itOpensNowhereElse() {
    var sealed = sealer.seal("token", PLACE);

    assertThatExceptionOfType(Sealer.UnopenableException.class)
        .isThrownBy(() -> sealer.open(sealed, SealedFor.userToken(new AccountId(43))))
        .withMessageContaining("account/43/user-token");
    assertThatExceptionOfType(Sealer.UnopenableException.class)
        .isThrownBy(() -> sealer.open(sealed, SealedFor.botToken(new AccountId(42))));
  }

  @Test
  void aStrangersKeyDoesNotOpenIt() {
    var stranger = Sealer.of(Sealer.newKeyset());

    assertThatExceptionOfType(Sealer.UnopenableException.class)
        .isThrownBy(() -> stranger.open(sealer.seal("token", PLACE), PLACE));
  }

  @Test
  void aKeysetThatIsNoneIsRefusedWithoutBeingRepeated() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sealer.of("hunter2"))
        .withMessageContaining("EASEL_ENCRYPTION_KEY")
        .withMessageNotContaining("hunter2")
        .withNoCause();
  }
}
