package easel.simulator.midjourney;

import easel.simulator.settings.Option;
import easel.simulator.settings.Settings;
import easel.simulator.world.Account;
import easel.simulator.world.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Makes of a received prompt what Midjourney makes of it.
final class Prompts {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern LINK = Pattern.compile("<?(https?://[^\\s>]+)>?");
  private static final Pattern PARAMETER =
      Pattern.compile("(?<=^|\\s)--([a-zA-Z]+)(?:\\s+((?!--)\\S+))?");
  private static final Pattern MODE =
      Pattern.compile("\\s*(?<=^|\\s)--(fast|relax|turbo)(?=\\s|$)");
  private static final Pattern REPEAT =
      Pattern.compile("\\s*(?<=^|\\s)--(?:repeat|r)(?:\\s+(\\S+))?(?=\\s|$)");
  private static final Pattern RATIO = Pattern.compile("\\d{1,4}:\\d{1,4}");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,10}");
  private static final Set<String> KNOWN =
      Set.of(
          "ar",
          "aspect",
          "v",
          "version",
          "niji",
          "chaos",
          "c",
          "quality",
          "q",
          "style",
          "stylize",
          "s",
          "seed",
          "stop",
          "tile",
          "weird",
          "w",
          "iw",
          "cw",
          "sw",
          "sv",
          "cref",
          "sref",
          "oref",
          "ow",
          "no",
          "repeat",
          "r",
          "fast",
          "relax",
          "turbo",
          "raw",
          "draft",
          "hd",
          "sd",
          "profile",
          "p",
          "exp",
          "stealth",
          "public",
          "video",
          "sameseed");
  private static final Set<String> WITH_NUMBER =
      Set.of("chaos", "c", "stylize", "s", "seed", "stop", "weird", "w");

  private Prompts() {}

  /// What one command asks for: jobs, or something that can't be.
  sealed interface Reading {
    record Jobs(List<Prompt> prompts) implements Reading {}

    record Refused(Refusal refusal) implements Reading {}
  }

  /// @param shown as in the messages
  record Prompt(String shown, Mode mode) {}

  static Reading read(String received, Account account, Settings settings) {
    var text = SPACE.matcher(received.replace("—", "--")).replaceAll(" ").strip();
    text = LINK.matcher(text).replaceAll(Prompts::shorten);
    if (text.isEmpty() || text.startsWith("--")) {
      return refused(RefusalKind.EMPTY_PROMPT.said());
    }
    var prompts = new ArrayList<Prompt>();
    for (var expanded : expand(text)) {
      var repeats = 1;
      var parameters = PARAMETER.matcher(expanded);
      while (parameters.find()) {
        var name = parameters.group(1);
        var value = parameters.group(2) == null ? "" : parameters.group(2);
        if (!KNOWN.contains(name)) {
          return refused(Refusal.invalidParameter("Unrecognized parameter(s): `--" + name + "`"));
        }
        if (!isValid(name, value)) {
          return refused(
              Refusal.invalidParameter("Invalid value provided for argument `--" + name + "`"));
        }
        if (name.equals("repeat") || name.equals("r")) {
          repeats = Integer.parseInt(value);
        }
      }
      var prompt = prompt(expanded, account, settings);
      for (var i = 0; i < repeats; i++) {
        prompts.add(prompt);
      }
    }
    if (prompts.size() > account.plan().mostAtOnce()) {
      return refused(
          Refusal.invalidParameter(
              "Your plan allows %d jobs per command, this one asks for %d."
                  .formatted(account.plan().mostAtOnce(), prompts.size())));
    }
    return new Reading.Jobs(prompts);
  }

  private static Reading refused(Refusal refusal) {
    return new Reading.Refused(refusal);
  }

  private static boolean isValid(String name, String value) {
    return switch (name) {
      case "ar", "aspect" -> RATIO.matcher(value).matches();
      case "repeat", "r" -> value.matches("[1-9]\\d?");
      default -> !WITH_NUMBER.contains(name) || WHOLE.matcher(value).matches();
    };
  }

  private static Prompt prompt(String text, Account account, Settings settings) {
    var mode = account.mode();
    var asked = MODE.matcher(text);
    while (asked.find()) {
      mode = Mode.named(asked.group(1));
    }
    if (PARAMETER.matcher(text).results().anyMatch(p -> p.group(1).equals("oref"))) {
      mode = Mode.TURBO;
    }
    var shown = REPEAT.matcher(MODE.matcher(text).replaceAll("")).replaceAll("").strip();
    var hasVersion =
        PARAMETER
            .matcher(shown)
            .results()
            .anyMatch(p -> Set.of("v", "version", "niji").contains(p.group(1)));
    var suffix = settings.text(Option.PROMPT_SUFFIX);
    return new Prompt(hasVersion || suffix.isEmpty() ? shown : shown + " " + suffix, mode);
  }

  /// A short link that looks nothing like the long one, but is the same every time.
  static String shorten(String link) {
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    var hash = 1125899906842597L;
    for (var i = 0; i < link.length(); i++) {
      hash = 31 * hash + link.charAt(i);
    }
    var code = new StringBuilder("https://s.mj.run/");
    for (var i = 0; i < 11; i++) {
      code.append(alphabet.charAt((int) Long.remainderUnsigned(hash, alphabet.length())));
      hash = hash * 6364136223846793005L + 1442695040888963407L;
    }
    return "<" + code + ">";
  }

  private static String shorten(MatchResult link) {
    return link.group(1).startsWith("https://s.mj.run/")
        ? "<" + link.group(1) + ">"
        : shorten(link.group(1));
  }

  /// Unfolds `{red, green} bird` into one prompt for each choice.
  private static List<String> expand(String text) {
    var open = text.lastIndexOf('{');
    var close = open < 0 ? -1 : text.indexOf('}', open);
    if (close < 0) {
      return List.of(text);
    }
    var expanded = new ArrayList<String>();
    for (var choice : text.substring(open + 1, close).split(",", -1)) {
      var one = text.substring(0, open) + choice.strip() + text.substring(close + 1);
      expanded.addAll(expand(SPACE.matcher(one).replaceAll(" ").strip()));
      if (expanded.size() > 100) {
        break;
      }
    }
    return expanded;
  }
}
