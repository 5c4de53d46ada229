package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
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
}
