package easel.api.job;

import easel.common.message.Command;

/// What Midjourney is asked to do, as people read it.
enum Operation {
  IMAGINE("Imagine", Command.Imagine.class),
  BUTTON("Button", Command.Press.class),
  DESCRIBE("Describe", Command.Describe.class),
  BLEND("Blend", Command.Blend.class),
  SHORTEN("Shorten", Command.Shorten.class);

  private final String label;
  private final String command;

  Operation(String label, Class<? extends Command> command) {
    this.label = label;
    this.command = command.getSimpleName();
  }

  static Operation of(Command command) {
    return switch (command) {
      case Command.Imagine _ -> IMAGINE;
      case Command.Press _ -> BUTTON;
      case Command.Describe _ -> DESCRIBE;
      case Command.Blend _ -> BLEND;
      case Command.Shorten _ -> SHORTEN;
    };
  }

  String label() {
    return label;
  }

  /// What its commands are called where they are kept.
  String command() {
    return command;
  }
}
