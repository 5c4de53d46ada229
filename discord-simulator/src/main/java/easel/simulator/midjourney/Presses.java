package easel.simulator.midjourney;

import easel.simulator.cdn.Subject;
import easel.simulator.gateway.Events;
import easel.simulator.midjourney.Interaction.Form;
import easel.simulator.midjourney.Interaction.Press;
import easel.simulator.midjourney.Prompts.Prompt;
import easel.simulator.midjourney.Prompts.Reading;
import easel.simulator.midjourney.Results.Result;
import easel.simulator.settings.Option;
import easel.simulator.settings.Settings;
import easel.simulator.wire.Entities;
import easel.simulator.world.Account;
import easel.simulator.world.Message;
import easel.simulator.world.Message.Body;
import easel.simulator.world.Midjourneyer;
import easel.simulator.world.Mode;
import easel.simulator.world.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Does what pressed buttons and filled-in forms ask for.
final class Presses {
  private static final int MOST_OPEN_FORMS = 10_000;
  private static final Pattern NUMBERED = Pattern.compile("(?:1️⃣|2️⃣|3️⃣|4️⃣|5️⃣) (.+)");

  private final Timer timer;
  private final Answers answers;
  private final Studio studio;
  private final Commands commands;
  private final Events events;
  private final Map<Long, OpenForm> openForms = new LinkedHashMap<>();

  Presses(Timer timer, Answers answers, Studio studio, Commands commands, Events events) {
    this.timer = timer;
    this.answers = answers;
    this.studio = studio;
    this.commands = commands;
    this.events = events;
  }

  /// A form that a button has opened.
  private record OpenForm(Account account, Press press) {}

  void press(Interaction by, Press press, Settings settings) {
    var id = press.customId();
    var cancelled = Studio.cancelled(id);
    if (cancelled != null) {
      var job = studio.open(cancelled);
      soon(by, settings, () -> stop(job));
      return;
    }
    if (id.startsWith("MJ::Settings::")) {
      soon(by, settings, () -> changeSettings(by.account(), press));
      return;
    }
    if (id.startsWith("MJ::Moderation::")) {
      by.account().block(null);
      soon(by, settings, () -> answers.edit(press.message(), acknowledged()));
      return;
    }
    if (id.startsWith("MJ::BOOKMARK::")) {
      soon(by, settings, () -> turnBlue(press));
      return;
    }
    var refusal = commands.refusalOf(by.account());
    if (refusal != null) {
      commands.refuse(by, refusal, settings, null);
      return;
    }
    if (id.startsWith("MJ::Job::PicReader::") || id.startsWith("MJ::Job::PromptAnalyzer::")) {
      imagineFromList(by, press, settings);
      return;
    }
    if (id.equals("MJ::Picread::Retry")) {
      var image = press.message().body().embeds().getFirst().image();
      if (image != null) {
        commands.describe(by, image, settings);
      }
      return;
    }
    pressPicture(by, press, settings);
  }

  private void stop(@Nullable Job job) {
    if (job != null) {
      studio.stop(job);
    }
  }

  private static Body acknowledged() {
    return new Body(
        "Thank you! You can go on now.",
        Message.EPHEMERAL,
        List.of(),
        List.of(),
        Message.Components.NONE);
  }

  private void pressPicture(Interaction by, Press press, Settings settings) {
    var parts = List.of(press.customId().split("::"));
    var job = parts.stream().filter(part -> part.length() == 36).findFirst().orElse("");
    var result = studio.result(job);
    if (result == null) {
      commands.refuse(
          by, Refusal.red("Invalid request", "This job is no longer known."), settings, null);
      return;
    }
    if (parts.get(1).equals("Inpaint")) {
      openRegionEditor(by, job, settings);
      return;
    }
    var form = formFor(by.account(), parts, job, result, press.message());
    if (form != null) {
      open(by, press, form, settings);
      return;
    }
    var task = taskOf(parts);
    if (task.image() > 0
        && ButtonPanel.isPressed(press.message().body().components(), press.customId())
        && settings.is(Option.REPEATED_UPSCALE, "slowDown")) {
      var until = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()) + 60;
      commands.refuse(
          by,
          Refusal.yellow(
              "Slow Down!",
              "You have upscaled this picture already. Try again <t:" + until + ":R>."),
          settings,
          null);
      return;
    }
    var _ = timer.in(settings.number(Option.WAITING_MS), () -> turnBlue(press));
    start(by, task, result.prompt(), result.subject(), settings);
  }

  private void start(
      Interaction by, Task task, String prompt, @Nullable Subject source, Settings settings) {
    var mode = by.account().mode();
    var job = Job.painting(by, task, new Prompt(prompt, mode), source, settings);
    commands.submit(by, List.of(job), settings);
  }

  private void turnBlue(Press press) {
    var message = press.message();
    var body = message.body();
    answers.edit(message, body.with(ButtonPanel.pressed(body.components(), press.customId())));
  }

  private void soon(Interaction by, Settings settings, Runnable task) {
    var _ =
        timer.in(
            settings.number(Option.WAITING_MS),
            () -> {
              answers.succeed(by);
              task.run();
            });
  }

  private static Task taskOf(List<String> parts) {
    if (parts.get(1).equals("Outpaint")) {
      return Task.grid("Zoom Out");
    }
    var n = Integer.parseInt(parts.get(3));
    return switch (parts.get(2)) {
      case "upsample" -> Task.one(n);
      case "variation" -> Task.variation(n, "Variations (Strong)");
      case "reroll" -> Task.REROLL;
      case "low_variation" -> Task.grid("Variations (Subtle)");
      case "high_variation" -> Task.grid("Variations (Strong)");
      case "pan_left" -> Task.grid("Pan Left");
      case "pan_right" -> Task.grid("Pan Right");
      case "pan_up" -> Task.grid("Pan Up");
      case "pan_down" -> Task.grid("Pan Down");
      case "upsample_v7_2x_creative" -> Task.upscale("Upscaled (Creative)");
      case "upsample_v5_2x" -> Task.upscale("Upscaled (2x)");
      case "upsample_v5_4x" -> Task.upscale("Upscaled (4x)");
      default -> Task.upscale("Upscaled (Subtle)");
    };
  }

  /// The form that a button opens before anything starts, null if it starts at once.
  private static @Nullable FormShown formFor(
      Account account, List<String> parts, String job, Result result, Message message) {
    if (parts.get(1).equals("CustomZoom")) {
      return new FormShown(
          "Zoom Out",
          "MJ::OutpaintCustomZoomModal::" + job,
          "MJ::OutpaintCustomZoomModal::prompt",
          result.prompt() + " --zoom 2");
    }
    if (!account.remixes() || !parts.get(1).equals("JOB")) {
      return null;
    }
    return switch (parts.get(2)) {
      case "variation" ->
          remix("MJ::RemixModal::" + job + "::" + parts.get(3) + "::1", result.prompt());
      case "low_variation" -> remix("MJ::RemixModal::" + job + "::1::0", result.prompt());
      case "high_variation" -> remix("MJ::RemixModal::" + job + "::1::1", result.prompt());
      case "reroll" ->
          new FormShown(
              "Imagine",
              "MJ::ImagineModal::" + message.id(),
              "MJ::ImagineModal::new_prompt",
              result.prompt());
      case "pan_left", "pan_right", "pan_up", "pan_down" ->
          new FormShown(
              "Pan",
              "MJ::PanModal::" + parts.get(2).substring(4) + "::" + job + "::1",
              "MJ::PanModal::prompt",
              result.prompt());
      default -> null;
    };
  }

  private static FormShown remix(String customId, String prompt) {
    return new FormShown("Remix Prompt", customId, "MJ::RemixModal::new_prompt", prompt);
  }

  private record FormShown(String title, String customId, String field, String value) {}

  private void open(Interaction by, Press press, FormShown form, Settings settings) {
    synchronized (openForms) {
      openForms.put(by.id(), new OpenForm(by.account(), press));
      if (openForms.size() > MOST_OPEN_FORMS) {
        openForms.remove(openForms.keySet().iterator().next());
      }
    }
    var json = Answers.ids(by);
    json.put("channel_id", Entities.id(by.channel().id()))
        .put("title", form.title())
        .put("custom_id", form.customId());
    json.putObject("application")
        .put("id", Entities.id(Midjourneyer.ID))
        .put("name", "Midjourney Bot");
    json.putArray("components")
        .addObject()
        .put("type", 1)
        .putArray("components")
        .addObject()
        .put("type", 4)
        .put("custom_id", form.field())
        .put("label", "Prompt")
        .put("style", 2)
        .put("required", true)
        .put("value", form.value());
    show(by, "INTERACTION_MODAL_CREATE", json, settings);
  }

  private void openRegionEditor(Interaction by, String job, Settings settings) {
    var json =
        Answers.ids(by)
            .put("channel_id", Entities.id(by.channel().id()))
            .put("title", "Vary Region")
            .put("custom_id", "MJ::iframe::" + job)
            .put("iframe_path", "index.html?custom_id=MJ::iframe::" + job)
            .put("modal_size", 3);
    json.putObject("application")
        .put("id", Entities.id(Midjourneyer.ID))
        .put("name", "Midjourney Bot");
    show(by, "INTERACTION_IFRAME_MODAL_CREATE", json, settings);
  }

  private void show(Interaction by, String event, ObjectNode form, Settings settings) {
    soon(by, settings, () -> events.toUser(by.account().id(), event, form));
  }

  boolean isOpen(Account account, long opener) {
    synchronized (openForms) {
      var form = openForms.get(opener);
      return form != null && form.account() == account;
    }
  }

  void submit(Interaction by, Form form, Settings settings) {
    OpenForm opened;
    synchronized (openForms) {
      opened = openForms.remove(form.opener());
    }
    if (opened == null) {
      return;
    }
    var parts = List.of(form.customId().split("::"));
    var press = opened.press();
    // The result replies to the message whose button opened the form.
    var pressed =
        new Interaction(
            by.id(),
            by.account(),
            by.channel(),
            by.nonce(),
            by.nanos(),
            new Form(form.opener(), press.message().id(), form.customId(), form.fields()));
    var task =
        switch (parts.get(1)) {
          case "RemixModal" -> remixed(parts);
          case "PanModal" -> Task.grid("Pan " + capital(parts.get(2)));
          case "OutpaintCustomZoomModal" -> Task.grid("Zoom Out");
          default -> press.customId().contains("reroll") ? Task.REROLL : Task.IMAGINE;
        };
    if (press.customId().startsWith("MJ::JOB") || press.customId().startsWith("MJ::CustomZoom")) {
      turnBlue(press);
    }
    var prompt = form.onlyField().replaceAll("\\s*--zoom\\s+[0-9.]+", "");
    commands.paint(pressed, prompt, task, settings);
  }

  private static Task remixed(List<String> parts) {
    var label = parts.getLast().equals("0") ? "Remix (Subtle)" : "Remix (Strong)";
    return Task.variation(Integer.parseInt(parts.get(3)), label);
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private void imagineFromList(Interaction by, Press press, Settings settings) {
    var description = press.message().body().embeds().getFirst().description();
    var prompts = new ArrayList<String>();
    var lines = NUMBERED.matcher(description == null ? "" : description);
    while (lines.find()) {
      prompts.add(lines.group(1));
    }
    var which = press.customId().substring(press.customId().lastIndexOf(':') + 1);
    if (which.equals("all")) {
      imagineAll(by, prompts, settings);
      return;
    }
    var prompt = prompts.get(Integer.parseInt(which) - 1);
    var form =
        press.customId().startsWith("MJ::Job::PicReader::")
            ? new FormShown(
                "Imagine This!",
                "MJ::Picreader::Modal::" + which,
                "MJ::Picreader::Modal::PromptField",
                prompt)
            : new FormShown(
                "Imagine This!",
                "MJ::ImagineModal::" + press.message().id(),
                "MJ::ImagineModal::new_prompt",
                prompt);
    open(by, press, form, settings);
  }

  private void imagineAll(Interaction by, List<String> prompts, Settings settings) {
    var jobs = new ArrayList<Job>();
    for (var prompt : prompts) {
      if (Prompts.read(prompt, by.account(), settings) instanceof Reading.Jobs(var read)) {
        read.forEach(p -> jobs.add(Job.painting(by, Task.IMAGINE, p, null, settings)));
      }
    }
    commands.submit(by, jobs, settings);
  }

  private void changeSettings(Account account, Press press) {
    switch (press.customId()) {
      case "MJ::Settings::RemixMode" -> account.remix(!account.remixes());
      case "MJ::Settings::PrivateMode" -> account.stealth(!account.isStealth());
      case "MJ::Settings::TurboMode" -> account.workIn(Mode.TURBO);
      case "MJ::Settings::FastMode" -> account.workIn(Mode.FAST);
      case "MJ::Settings::RelaxMode" -> account.workIn(Mode.RELAX);
      default -> {
        account.remix(false);
        account.stealth(false);
        account.workIn(Mode.FAST);
      }
    }
    answers.edit(press.message(), commands.settingsPanel(account));
  }

  void clear() {
    synchronized (openForms) {
      openForms.clear();
    }
  }
}
