package easel.simulator.wire;

/// Who looks at a message: that decides what is in it.
public enum View {
  /// The person whose interaction it answers: sees its nonce.
  INVOKER,
  /// Any other person.
  PERSON,
  BOT,
  /// A bot without the intent MESSAGE_CONTENT: sees that there is a message, not what it says.
  BLIND_BOT
}
