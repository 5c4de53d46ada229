package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.message.Button;
import java.util.List;
import org.junit.jupiter.api.Test;

class ButtonsTests {
  private static final List<Button> OFFERED =
      List.of(new Button("U1", "u1"), new Button("🔄", "again"), new Button("⬅️", "left"));

  @Test
  void areFoundByTheirLabel() {
    assertThat(Buttons.find(OFFERED, "U1")).map(Button::customId).contains("u1");
    assertThat(Buttons.find(OFFERED, "🔄")).map(Button::customId).contains("again");
  }

  @Test
  void areFoundWithAndWithoutAVariationSelector() {
    assertThat(Buttons.find(OFFERED, "⬅")).map(Button::customId).contains("left");
    assertThat(Buttons.find(OFFERED, "⬅️")).map(Button::customId).contains("left");
  }

  @Test
  void areFoundByWhicheverNameACustomerHasForThem() {
    assertThat(Buttons.find(OFFERED, new ButtonName.Label("⬅"))).contains(OFFERED.getLast());
    assertThat(Buttons.find(OFFERED, new ButtonName.CustomId("again"))).contains(OFFERED.get(1));
    assertThat(Buttons.find(OFFERED, new ButtonName.CustomId("U1"))).isEmpty();
  }

  @Test
  void thatAreNotOfferedAreNotFound() {
    assertThat(Buttons.find(OFFERED, "U2")).isEmpty();
    assertThat(Buttons.find(List.of(), "U1")).isEmpty();
  }
}
