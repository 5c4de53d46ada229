package easel.simulator.midjourney;

import easel.simulator.cdn.Drawing;
import easel.simulator.midjourney.Interaction.Command;
import easel.simulator.midjourney.Prompts.Reading;
import easel.simulator.settings.Option;
import easel.simulator.settings.Settings;
import easel.simulator.world.Account;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Attachment;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Message.Button;
import easel.simulator.world.Message.Components;
import easel.simulator.world.Message.Embed;
import easel.simulator.world.Mode;
import easel.simulator.world.Plan;
import easel.simulator.world.Timer;
import easel.simulator.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Does what commands ask for.
final class Commands {
  static final List<String> DIGITS = List.of("1️⃣", "2️⃣", "3️⃣", "4️⃣", "5️⃣");

  private static final Pattern UPLOADED = Pattern.compile("/ephemeral-attachments/\\d+/(\\d+)/");

  private final World world;
  private final Timer timer;
  private final Answers answers;
  private final Studio studio;
  private final RefusalOrders refusals;

  Commands(World world, Timer timer, Answers answers, Studio studio, RefusalOrders refusals) {
    this.world = world;
    this.timer = timer;
    this.answers = answers;
    this.studio = studio;
    this.refusals = refusals;
  }

  void run(Interaction by, Command command, Settings settings) {
    switch (command.name()) {
      case "imagine" -> imagine(by, command.option("prompt"), settings);
      case "blend" -> blend(by, command, settings);
      case "describe" -> describe(by, command, settings);
      case "shorten" -> shorten(by, command.option("prompt"), settings);
      case "show" -> show(by, command.option("job_id").strip(), settings);
      case "info" -> tell(by, settings, () -> info(by.account()));
      case "settings" -> tell(by, settings, () -> settingsPanel(by.account()));
      case "fast", "relax", "turbo" -> {
        var mode = Mode.named(command.name());
        tell(by, settings, () -> switchTo(by.account(), mode));
      }
      case "prefer remix" -> tell(by, settings, () -> switchRemix(by.account()));
      default -> refuse(by, Refusal.red("Invalid request", "No such command."), settings, null);
    }
  }

  void imagine(Interaction by, String prompt, Settings settings) {
    paint(by, prompt, Task.IMAGINE, settings);
  }

  /// Paints from a prompt as a person has typed it.
  void paint(Interaction by, String prompt, Task task, Settings settings) {
    var triggers = Trigger.in(prompt);
    if (triggers.contains(Trigger.SILENT)) {
      var _ = timer.in(3000, () -> answers.fail(by));
      return;
    }
    var refusal = refusalOf(by.account(), prompt, settings);
    if (refusal != null) {
      refuse(by, refusal, settings, prompt);
      return;
    }
    switch (Prompts.read(prompt, by.account(), settings)) {
      case Reading.Refused(var why) -> refuse(by, why, settings, prompt);
      case Reading.Jobs(var prompts) -> {
        var jobs = prompts.stream().map(p -> Job.painting(by, task, p, null, settings)).toList();
        submit(by, jobs, settings);
      }
    }
  }

  /// Hands jobs to the studio, if the account may run them in their mode.
  void submit(Interaction by, List<Job> jobs, Settings settings) {
    var account = by.account();
    for (var job : jobs) {
      if (job.mode() == Mode.RELAX && account.plan() == Plan.BASIC) {
        refuse(by, RefusalKind.RESTRICTED.said(), settings, job.prompt());
        return;
      }
      if (job.mode() != Mode.RELAX && account.fastHours() <= 0) {
        refuse(by, RefusalKind.CREDITS_EXHAUSTED.said(), settings, job.prompt());
        return;
      }
    }
    studio.submit(jobs);
  }

  /// Why the account may not have this prompt, or the picture of this prompt, null if it may. A
  /// refusal that was ordered counts as happened by this.
  @Nullable Refusal refusalOf(Account account, String prompt, Settings settings) {
    var blocked = account.blocked();
    if (blocked != null) {
      var said = RefusalKind.of(blocked.why()).said();
      var until = blocked.until();
      return until == null ? said : said.endingAt(until);
    }
    var ordered = refusals.atStart(account.id(), prompt);
    if (ordered == null) {
      var word = Trigger.refusalOf(Trigger.in(prompt));
      return word == null ? null : word.said(settings);
    }
    var block = ordered.block();
    if (block != null) {
      account.block(block, null);
    }
    return ordered.said(settings);
  }

  void refuse(Interaction by, Refusal refusal, Settings settings, @Nullable String prompt) {
    studio.noteRefused(by, refusal);
    var body = refusal.body(prompt == null ? null : "/imagine " + prompt);
    if (settings.flag(Option.DEFER_REFUSAL)) {
      tell(by, settings, () -> body);
      return;
    }
    later(settings, () -> answers.first(by, body, null));
  }

  private void later(Settings settings, Runnable task) {
    var _ = timer.in(settings.number(Option.WAITING_MS), task);
  }

  private void blend(Interaction by, Command command, Settings settings) {
    var pictures = command.pictures();
    if (pictures.size() < 2) {
      refuse(
          by, Refusal.red("Invalid request", "You must provide 2 to 5 pictures."), settings, null);
      return;
    }
    if (pictures.stream().distinct().count() < pictures.size()) {
      refuse(by, RefusalKind.DUPLICATE_IMAGES.said(), settings, null);
      return;
    }
    var prompt = String.join(" ", pictures) + " " + command.option("dimensions");
    paint(by, prompt.strip(), Task.IMAGINE, settings);
  }

  private void describe(Interaction by, Command command, Settings settings) {
    var refusal = refusalOf(by.account(), "", settings);
    var picture =
        command.pictures().isEmpty() ? command.option("link") : command.pictures().getFirst();
    if (refusal == null && !picture.startsWith("http")) {
      refusal = Refusal.red("Invalid link", "Give a picture, or the address of one.");
    }
    if (refusal != null) {
      refuse(by, refusal, settings, null);
      return;
    }
    describe(by, picture, settings);
  }

  private void describe(Interaction by, String picture, Settings settings) {
    var image = shown(picture);
    describe(by, picture, image, image.filename(), settings);
  }

  /// Describes what a message shows once more, in other words.
  void describe(Interaction by, Attachment image, Settings settings) {
    describe(by, "https://cdn/" + image.filename(), image, image.filename() + by.id(), settings);
  }

  private void describe(
      Interaction by, String picture, Attachment image, String idea, Settings settings) {
    studio.submit(List.of(Job.writing(by, picture, settings, () -> description(image, idea))));
  }

  /// The picture as the answer shows it: what was uploaded is shown itself, what is elsewhere is
  /// drawn anew under its name.
  private Attachment shown(String picture) {
    var uploaded = UPLOADED.matcher(picture);
    var isUploaded = uploaded.find();
    var name = picture.replaceFirst("[?].*", "").replaceFirst(".*/", "");
    return new Attachment(
        isUploaded ? Long.parseLong(uploaded.group(1)) : world.newId(),
        name.isEmpty() ? "image.png" : name,
        "image/png",
        Drawing.SIDE,
        Drawing.SIDE,
        Drawing.BYTES,
        isUploaded,
        Instant.now().getEpochSecond());
  }

  /// @param idea what the words come from
  private static Body description(Attachment image, String idea) {
    var text =
        IntStream.range(0, 4)
            .mapToObj(n -> DIGITS.get(n) + " " + Descriptions.of(idea, n))
            .collect(Collectors.joining("\n\n"));
    Components buttons =
        () -> {
          var numbers = new ArrayList<Button>();
          for (var n = 1; n <= 4; n++) {
            numbers.add(button(null, DIGITS.get(n - 1), "MJ::Job::PicReader::" + n));
          }
          return List.of(
              numbers,
              List.of(
                  button(null, "🔄", "MJ::Picread::Retry"),
                  button("Imagine all", "🎉", "MJ::Job::PicReader::all")));
        };
    return new Body("", 0, List.of(), List.of(new Embed(null, text, 0, image, null)), buttons);
  }

  static Button button(@Nullable String label, @Nullable String emoji, String customId) {
    return new Button(2, label, emoji, customId, null);
  }

  private void shorten(Interaction by, String prompt, Settings settings) {
    var refusal = refusalOf(by.account(), prompt, settings);
    if (refusal == null && prompt.isBlank()) {
      refusal = RefusalKind.EMPTY_PROMPT.said();
    }
    if (refusal != null) {
      refuse(by, refusal, settings, prompt);
      return;
    }
    studio.submit(List.of(Job.writing(by, prompt, settings, () -> shortened(prompt))));
  }

  private static Body shortened(String prompt) {
    var words = List.of(prompt.strip().split("\\s+"));
    var tokens =
        IntStream.range(0, words.size())
            .mapToObj(n -> "**%s** (%.2f)".formatted(words.get(n), Math.max(0.01, 1.0 - 0.13 * n)))
            .collect(Collectors.joining(" "));
    var versions = new ArrayList<String>();
    for (var n = 0; n < 5; n++) {
      var length = Math.max(1, words.size() - n);
      versions.add(DIGITS.get(n) + " " + String.join(" ", words.subList(0, length)));
    }
    var text =
        "## Important tokens\n"
            + tokens
            + "\n\n## Shortened prompts\n"
            + String.join("\n\n", versions);
    Components buttons =
        () ->
            List.of(
                IntStream.rangeClosed(1, 5)
                    .mapToObj(n -> button(null, DIGITS.get(n - 1), "MJ::Job::PromptAnalyzer::" + n))
                    .toList());
    var footer = "Click on a button to imagine one of the shortened prompts";
    return new Body("", 0, List.of(), List.of(new Embed(null, text, 0, null, footer)), buttons);
  }

  private void show(Interaction by, String job, Settings settings) {
    var result = studio.result(job);
    if (result == null || result.account() != by.account().id()) {
      refuse(by, Refusal.red("Invalid request", "Job not found."), settings, null);
      return;
    }
    later(settings, () -> answers.first(by, studio.shown(job, result, by.account()), job));
  }

  /// Answers for the person's eyes only: first that it is thinking, then what it has to say.
  private void tell(Interaction by, Settings settings, Supplier<Body> answer) {
    later(
        settings,
        () -> {
          var thinking =
              answers.first(
                  by,
                  new Body(
                      "",
                      Message.EPHEMERAL | Message.LOADING,
                      List.of(),
                      List.of(),
                      Components.NONE),
                  null);
          later(settings, () -> answers.fill(thinking, answer.get()));
        });
  }

  private static Body forYou(String text) {
    return new Body(text, Message.EPHEMERAL, List.of(), List.of(), Components.NONE);
  }

  private Body info(Account account) {
    var mode = account.mode().key();
    var text =
        """
        **Subscription**: %s (Active monthly, renews next on <t:4102444800>)
        **Visibility Mode**: %s
        **Fast Time Remaining**: %.2f/%.1f hours (%.2f%%)
        **Lifetime Usage**: 0 images (0.00 hours)
        **Relaxed Usage**: 0 images (0.00 hours)

        **Job Mode**: %s
        **Queued Jobs (fast)**: %d
        **Queued Jobs (relax)**: 0
        **Running Jobs**: %d"""
            .formatted(
                capital(account.plan().name()),
                account.isStealth() ? "Stealth" : "Public",
                account.fastHours(),
                1000.0,
                account.fastHours() / 10,
                capital(mode),
                studio.waiting(account),
                studio.running(account));
    var embed = new Embed("Your info - " + account.username(), text, Refusal.GREEN, null, null);
    return new Body("", Message.EPHEMERAL, List.of(), List.of(embed), Components.NONE);
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT)
        + word.substring(1).toLowerCase(Locale.ROOT);
  }

  Body settingsPanel(Account account) {
    Components buttons =
        () ->
            List.of(
                List.of(
                    choice("Remix mode", "MJ::Settings::RemixMode", account.remixes()),
                    choice("Stealth mode", "MJ::Settings::PrivateMode", account.isStealth())),
                List.of(
                    choice("Turbo mode", "MJ::Settings::TurboMode", account.mode() == Mode.TURBO),
                    choice("Fast mode", "MJ::Settings::FastMode", account.mode() == Mode.FAST),
                    choice("Relax mode", "MJ::Settings::RelaxMode", account.mode() == Mode.RELAX),
                    choice("Reset Settings", "MJ::Settings::ResetSettings", false)));
    return new Body("Adjust your settings here.", Message.EPHEMERAL, List.of(), List.of(), buttons);
  }

  private static Button choice(String label, String customId, boolean chosen) {
    return new Button(chosen ? 3 : 2, label, null, customId, null);
  }

  private static Body switchTo(Account account, Mode mode) {
    if (mode == Mode.RELAX && account.plan() == Plan.BASIC) {
      return RefusalKind.RESTRICTED.said().body(null);
    }
    account.workIn(mode);
    return forYou(
        "Done! Your jobs now run in **%s** mode. To switch back, use `/fast`, `/relax` or `/turbo`."
            .formatted(mode.key()));
  }

  private static Body switchRemix(Account account) {
    account.remix(!account.remixes());
    return forYou(
        account.remixes()
            ? "Remix mode turned on! Pressing a variation button lets you edit its prompt first."
            : "Remix mode turned off! Variations start at once.");
  }
}
