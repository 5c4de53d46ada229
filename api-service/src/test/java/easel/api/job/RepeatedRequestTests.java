package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.digest.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What tells a repeated request from another one: it is remembered for a day, also across an
/// update.
class RepeatedRequestTests {
  @Test
  void anImagineWithoutPicturesReadsAsItAlwaysDid() {
    assertThat(new JobController.Imagine("a fox", "r", null, 42L, null))
        .hasToString("Imagine[prompt=a fox, ref=r, webhookOverride=null, account=42]");
  }

  @Test
  void aBlendOfAddressesReadsAsItAlwaysDid() {
    List<@Nullable String> urls = List.of("https://a.org/1", "https://a.org/2");
    assertThat(new OperationController.BlendRequest(urls, null, "SQUARE", null, "https://h.org"))
        .hasToString(
            "BlendRequest[urls=[https://a.org/1, https://a.org/2], dimensions=SQUARE, ref=null,"
                + " webhookOverride=https://h.org]");
  }

  @Test
  void picturesStandThereByTheirDigestsInTheirOrder() {
    var one = "A".repeat(1_000_000);
    List<List<@Nullable String>> given =
        List.of(Arrays.asList(one, "B"), Arrays.asList("B", one), Arrays.asList(one, null));

    var texts =
        given.stream()
            .map(pictures -> new JobController.Imagine("a fox", null, null, null, pictures))
            .map(Object::toString)
            .toList();

    assertThat(texts).doesNotHaveDuplicates().allMatch(text -> text.length() < 300);
  }

  @Test
  void whatReadsTheSameAndAsksForSomethingElseIsAnotherRequest() {
    var one = new OperationController.Shorten("a fox, ref=b", "c", null);
    var other = new OperationController.Shorten("a fox", "b, ref=c", null);
    assertThat(one).hasToString(other.toString());

    assertThat(key(one).isOf(key(one).kept())).isTrue();
    assertThat(key(other).isOf(key(one).kept())).isFalse();
  }

  @Test
  void aKeyThatAnOlderVersionKeptIsKnown() {
    var body = new OperationController.Shorten("a fox", "b", null);
    var other = new OperationController.Shorten("an owl", "b", null);
    var kept = Sha256.of(body.toString()).hex();

    assertThat(key(body).isOf(kept)).isTrue();
    assertThat(key(other).isOf(kept)).isFalse();
  }

  @Test
  void onlyWhatIsAlikeInEachFieldIsARepeat() {
    var bodies =
        List.of(
            new JobController.Imagine("a fox", null, null, null, null),
            new JobController.Imagine("a fox", "", null, null, null),
            new JobController.Imagine("a fox", null, null, 42L, null),
            new JobController.Imagine("a fox", null, null, null, List.of("QQ==")),
            new JobController.Imagine("a fox", null, null, null, List.of("QQ==", "Qg==")));

    assertThat(bodies.stream().map(body -> key(body).kept())).doesNotHaveDuplicates();
  }

  private static IdempotencyKey key(Object body) {
    return Objects.requireNonNull(IdempotencyKey.of("k", body));
  }
}
