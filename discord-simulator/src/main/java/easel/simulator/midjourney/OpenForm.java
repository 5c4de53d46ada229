package easel.simulator.midjourney;

import easel.simulator.midjourney.Interaction.Press;
import easel.simulator.world.Account;

/// A form that a button has opened: its account may fill it in and send it, once.
///
/// @param opener the press that opened it
/// @param press the button and its message
/// @param field the custom id of its one field
/// @param value what the field holds at first
public record OpenForm(
    Interaction opener, Press press, String title, String customId, String field, String value) {
  /// The longest text that a field takes.
  public static final int LONGEST_TEXT = 4000;

  Account account() {
    return opener.account();
  }
}
