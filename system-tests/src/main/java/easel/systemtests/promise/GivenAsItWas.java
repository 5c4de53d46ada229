package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.List;

/// Prompts, addresses and pictures reach Discord as the customer gave them, and in the same order.
public record GivenAsItWas() implements Promise {
  @Override
  public String name() {
    return "Nothing given is changed";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    var asked = history.asked();
    for (var got : history.got()) {
      var wish = asked.get(got.tag());
      if (wish != null && !wish.given().isEmpty() && !wish.given().equals(got.given())) {
        broken.add(
            "%s gave %s, but Discord got %s".formatted(got.tag(), wish.given(), got.given()));
      }
    }
    return broken;
  }
}
