package easel.common.discord;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BotPermissionTests {
  @Test
  void allOfThemAreDiscordsNumber() {
    // View Channels, Send Messages, Read Message History, Manage Threads, Create Public Threads,
    // Send Messages in Threads, as Discord's developer portal adds them up
    assertThat(BotPermission.all()).isEqualTo(326_417_583_104L);
  }
}
