package easel.common.partition;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.PoolId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionsTests {
  @Test
  void everyPartitionHasOneOwner() {
    var members = List.of("a", "b", "c");
    var all = new TreeSet<Integer>();
    members.forEach(
        member ->
            Partitions.ownedBy(member, members)
                .forEach(partition -> assertThat(all.add(partition)).isTrue()));

    assertThat(all).hasSize(Partitions.COUNT);
  }

  @Test
  void whenAMemberLeavesOnlyItsOwnPartitionsMove() {
    var three = List.of("a", "b", "c");
    var two = List.of("a", "b");

    assertThat(Partitions.ownedBy("a", two)).containsAll(Partitions.ownedBy("a", three));
    assertThat(Partitions.ownedBy("b", two)).containsAll(Partitions.ownedBy("b", three));
  }

  @Test
  void twoMembersReallyShare() {
    // Names as instances have them: random. Nearly every pair shares; none may be left out of all.
    var shared =
        IntStream.range(0, 200)
            .filter(
                _ -> {
                  var a = UUID.randomUUID().toString();
                  var b = UUID.randomUUID().toString();
                  var owned = Partitions.ownedBy(a, Set.of(a, b)).size();
                  return owned > 2 && owned < Partitions.COUNT - 2;
                })
            .count();
    assertThat(shared).isGreaterThan(190);
  }

  @Test
  void withoutMembersNobodyOwnsAnything() {
    assertThat(Partitions.owner(0, List.of())).isEmpty();
  }

  @Test
  void theNumbersAreFrozen() {
    // They are part of names of queues and of rows: an upgrade must not move them.
    assertThat(Partitions.ofPool(PoolId.SHARED)).isEqualTo(3);
    assertThat(Partitions.ofDiscordUser("1300")).isEqualTo(9);
  }
}
