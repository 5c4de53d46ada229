package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WrongClocksTests {
  private static final Optional<Path> LIBRARY = Optional.of(Path.of("/lib/faketime.so"));

  @Test
  void oneInstanceOfEachServiceIsTenMinutesOffAsTheSeedSays() {
    var clocks = WrongClocks.of(7, LIBRARY);

    assertThat(clocks).isEqualTo(WrongClocks.of(7, LIBRARY));
    assertThat(clocks.ahead().keySet())
        .extracting(name -> name.replaceAll("-[12]$", ""))
        .containsExactlyInAnyOrderElementsOf(Schedule.SERVICES);
    assertThat(clocks.ahead().values())
        .allSatisfy(by -> assertThat(by.abs()).isEqualTo(Duration.ofMinutes(10)));
    assertThat(LongStream.range(0, 20).mapToObj(seed -> WrongClocks.of(seed, LIBRARY).ahead()))
        .anyMatch(ahead -> ahead.containsKey("worker-1"))
        .anyMatch(ahead -> ahead.containsKey("worker-2"))
        .anyMatch(ahead -> ahead.containsValue(Duration.ofMinutes(-10)))
        .anyMatch(ahead -> ahead.containsValue(Duration.ofMinutes(10)));
  }

  @Test
  void onlyTheWallClockIsFaked() {
    var environment = WrongClocks.of(7, LIBRARY).environment();

    assertThat(environment).hasSize(3);
    assertThat(environment.keySet())
        .allMatch(name -> name.matches("EASEL_TEST_ENVIRONMENT_(API|DISPATCHER|WORKER)_[12]"));
    assertThat(environment.values())
        .allMatch(
            value ->
                value.matches(
                    "FAKETIME=[+-]600 FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0 LD_PRELOAD=/lib/faketime.so"));
  }

  @Test
  void withoutTheLibraryAllAreRightAndThatIsSaid() {
    var clocks = WrongClocks.of(7, Optional.empty());

    assertThat(clocks.environment()).isEmpty();
    assertThat(clocks.inWords()).contains("libfaketime is not installed");
  }
}
