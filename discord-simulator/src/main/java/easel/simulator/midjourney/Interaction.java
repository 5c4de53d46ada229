package easel.simulator.midjourney;

import easel.simulator.world.Account;
import easel.simulator.world.Channel;
import easel.simulator.world.Message;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a person sent to Midjourney, checked by Discord.
///
/// @param nanos when the request had been received in full
public record Interaction(
    long id, Account account, Channel channel, @Nullable String nonce, long nanos, Act act) {

  /// A command, a pressed button, a filled-in form, or a region that was marked.
  public sealed interface Act {}

  /// @param name the full name, such as `prefer remix`
  /// @param options texts by option name
  /// @param pictures the uploaded pictures' addresses, in the order of their options
  public record Command(String name, Map<String, String> options, List<String> pictures)
      implements Act {
    public String option(String option) {
      return options.getOrDefault(option, "");
    }
  }

  public record Press(Message message, String customId) implements Act {}

  /// @param opened the form that was filled in
  /// @param text what was filled in
  public record Form(OpenForm opened, String text) implements Act {}

  /// Told by Midjourney's own page, and not by way of Discord.
  ///
  /// @param opened the editor in which it was marked
  /// @param text the prompt for it
  public record Region(OpenEditor opened, String text) implements Act {}

  int type() {
    return switch (act) {
      case Command _ -> 2;
      case Press _ -> 3;
      case Form _, Region _ -> 5;
    };
  }

  @Nullable String command() {
    return act instanceof Command command ? command.name() : null;
  }

  public @Nullable String customId() {
    return switch (act) {
      case Command _ -> null;
      case Press press -> press.customId();
      case Form form -> form.opened().customId();
      case Region region -> region.opened().customId();
    };
  }

  public long pressed() {
    return switch (act) {
      case Command _ -> 0;
      case Press press -> press.message().id();
      case Form form -> form.opened().press().message().id();
      case Region region -> region.opened().press().message().id();
    };
  }

  /// The press that opened the form or the editor, 0 for what is neither.
  long opener() {
    return switch (act) {
      case Command _, Press _ -> 0;
      case Form form -> form.opened().opener().id();
      case Region region -> region.opened().opener().id();
    };
  }

  /// The prompt as it was received.
  public @Nullable String prompt() {
    return switch (act) {
      case Command command -> command.options().get("prompt");
      case Press _ -> null;
      case Form form -> form.text();
      case Region region -> region.text();
    };
  }
}
