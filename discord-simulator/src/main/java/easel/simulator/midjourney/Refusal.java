package easel.simulator.midjourney;

import easel.simulator.world.Message;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Message.Button;
import easel.simulator.world.Message.Components;
import easel.simulator.world.Message.Embed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why Midjourney does not do as asked, as it says it: an ephemeral embed, seldom a plain text.
record Refusal(@Nullable String title, String text, int color, Components components) {
  static final int RED = 16711680;
  static final int YELLOW = 16776960;
  static final int GREEN = 65280;

  static Refusal red(String title, String text) {
    return new Refusal(title, text, RED, Components.NONE);
  }

  static Refusal yellow(String title, String text) {
    return new Refusal(title, text, YELLOW, Components.NONE);
  }

  /// One without an embed.
  static Refusal plain(String content) {
    return new Refusal(null, content, RED, Components.NONE);
  }

  /// One that goes away when a person presses its button.
  Refusal until(String label, String customId) {
    return new Refusal(
        title, text, color, () -> List.of(List.of(new Button(3, label, null, customId, null))));
  }

  /// One that tells when it goes away by itself.
  Refusal endingAt(Instant until) {
    var told = text + " Try again <t:" + until.getEpochSecond() + ":R>.";
    return new Refusal(title, told, color, components);
  }

  /// What it is called in the ledger.
  String name() {
    return title == null ? text : title;
  }

  static Refusal invalidParameter(String text) {
    return red("Invalid parameter", text);
  }

  Body body(@Nullable String footer) {
    if (title == null) {
      return new Body(text, Message.EPHEMERAL, List.of(), List.of(), components);
    }
    var embed = new Embed(title, text, color, null, footer);
    return new Body("", Message.EPHEMERAL, List.of(), List.of(embed), components);
  }
}
