package easel.simulator.midjourney;

import easel.simulator.cdn.Subject;
import easel.simulator.gateway.Events;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.Ledger;
import easel.simulator.midjourney.Interaction.Form;
import easel.simulator.midjourney.Interaction.Press;
import easel.simulator.midjourney.Interaction.Region;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Does what pressed buttons and filled-in forms ask for.
final class Presses {
  private static final int MOST_UPSCALES = 10_000;
  private static final Pattern NUMBERED = Pattern.compile("(?:1️⃣|2️⃣|3️⃣|4️⃣|5️⃣) (.+)");

  private final Timer timer;
  private final Answers answers;
  private final Studio studio;
  private final Commands commands;
  private final Events events;
  private final Ledger ledger;
  private final Forms forms;
  private final Editors editors;
  private final Map<String, Instant> upscaledAgainAfter = new LinkedHashMap<>();

  Presses(
      Timer timer,
      Answers answers,
      Studio studio,
      Commands commands,
      Events events,
      Ledger ledger,
      Forms forms,
      Editors editors) {
    this.timer = timer;
    this.answers = answers;
    this.studio = studio;
    this.commands = commands;
    this.events = events;
    this.ledger = ledger;
    this.forms = forms;
    this.editors = editors;
  }

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
      by.account().unblock();
      soon(by, settings, () -> answers.edit(press.message(), acknowledged()));
      return;
    }
    if (id.startsWith("MJ::BOOKMARK::")) {
      soon(by, settings, () -> favor(by, press));
      return;
    }
    if (id.startsWith("MJ::Job::PicReader::") || id.startsWith("MJ::Job::PromptAnalyzer::")) {
      imagineFromList(by, press, settings);
      return;
    }
    if (id.equals("MJ::Picread::Retry")) {
      if (isRefused(by, "", settings)) {
        return;
      }
      var image = press.message().body().embeds().getFirst().image();
      if (image != null) {
        commands.describe(by, image, settings);
      }
      return;
    }
    pressPicture(by, press, settings);
  }

  /// Whether the account may not have this, of which it then is told.
  private boolean isRefused(Interaction by, String prompt, Settings settings) {
    var refusal = commands.refusalOf(by.account(), prompt, settings);
    if (refusal != null) {
      commands.refuse(by, refusal, settings, null);
    }
    return refusal != null;
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
    if (isRefused(by, result.prompt(), settings)) {
      return;
    }
    if (parts.get(1).equals("Inpaint")) {
      openRegionEditor(by, press, result, settings);
      return;
    }
    var form = formFor(by, press, parts, job, result);
    if (form != null) {
      open(by, form, settings);
      return;
    }
    var task = taskOf(parts, result, settings);
    if (task.image() > 0 && settings.is(Option.REPEATED_UPSCALE, "slowDown")) {
      var until = repeatedTooSoon(press.customId(), settings);
      if (until != null) {
        commands.refuse(by, RefusalKind.SLOW_DOWN.said().endingAt(until), settings, null);
        return;
      }
    }
    var _ = timer.in(settings.number(Option.WAITING_MS), () -> turnBlue(press));
    start(by, task, promptOf(parts, result), result.subject(), settings);
  }

  /// Until when this upscale may not be repeated, null if it may; then it counts as done.
  private @Nullable Instant repeatedTooSoon(String customId, Settings settings) {
    var now = Instant.now();
    synchronized (upscaledAgainAfter) {
      var until = upscaledAgainAfter.get(customId);
      if (until != null && until.isAfter(now)) {
        return until;
      }
      upscaledAgainAfter.put(customId, now.plusMillis(settings.number(Option.SLOW_DOWN_MS)));
      if (upscaledAgainAfter.size() > MOST_UPSCALES) {
        upscaledAgainAfter.remove(upscaledAgainAfter.keySet().iterator().next());
      }
      return null;
    }
  }

  private void start(
      Interaction by, Task task, String prompt, @Nullable Subject source, Settings settings) {
    var mode = by.account().mode();
    var job = Job.painting(by, task, new Prompt(prompt, mode), source, settings);
    commands.submit(by, List.of(job), settings);
  }

  /// Draws nothing: the button is all that shows it.
  private void favor(Interaction by, Press press) {
    ledger.append(Midjourney.record(Kind.MARKED, by));
    turnBlue(press);
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

  /// The prompt that the job shows: Midjourney adds what Animate stands for.
  private static String promptOf(List<String> parts, Result result) {
    return switch (parts.get(2)) {
      case "animate_high" -> result.prompt() + " --motion high --video 1";
      case "animate_low" -> result.prompt() + " --motion low --video 1";
      default -> result.prompt();
    };
  }

  private static Task taskOf(List<String> parts, Result result, Settings settings) {
    if (parts.get(1).equals("Outpaint")) {
      return Task.grid("Zoom Out");
    }
    var n = Integer.parseInt(parts.get(3));
    if (parts.get(2).startsWith("upsample_")) {
      return Task.upscale(upscaled(parts.get(2), settings));
    }
    return switch (parts.get(2)) {
      case "upsample" -> Task.one(n);
      case "variation" -> Task.variation(n, "Variations (Strong)");
      case "reroll" -> result.task().equals(Task.ANIMATION) ? Task.ANIMATION : Task.REROLL;
      case "animate_high", "animate_low", "animate_high_extend", "animate_low_extend" ->
          Task.ANIMATION;
      case "video_virtual_upscale" -> Task.video(n);
      case "low_variation" -> Task.grid("Variations (Subtle)");
      case "high_variation" -> Task.grid("Variations (Strong)");
      case "pan_left" -> Task.grid("Pan Left");
      case "pan_right" -> Task.grid("Pan Right");
      case "pan_up" -> Task.grid("Pan Up");
      case "pan_down" -> Task.grid("Pan Down");
      default -> throw new IllegalArgumentException("no button of a picture: " + parts);
    };
  }

  private static String upscaled(String kind, Settings settings) {
    if (settings.is(Option.UPSCALE_TEXT, "plain")) {
      return "Upscaled";
    }
    return switch (kind) {
      case "upsample_v7_2x_creative" -> "Upscaled (Creative)";
      case "upsample_v5_2x" -> "Upscaled (2x)";
      case "upsample_v5_4x" -> "Upscaled (4x)";
      default -> "Upscaled (Subtle)";
    };
  }

  /// The form that a button opens before anything starts, null if it starts at once.
  private static @Nullable OpenForm formFor(
      Interaction by, Press press, List<String> parts, String job, Result result) {
    if (parts.get(1).equals("CustomZoom")) {
      return new OpenForm(
          by,
          press,
          "Zoom Out",
          "MJ::OutpaintCustomZoomModal::" + job,
          "MJ::OutpaintCustomZoomModal::prompt",
          result.prompt() + " --zoom 2");
    }
    if (!by.account().remixes() || !parts.get(1).equals("JOB")) {
      return null;
    }
    var prompt = result.prompt();
    return switch (parts.get(2)) {
      case "variation" -> remix(by, press, job + "::" + parts.get(3) + "::1", prompt);
      case "low_variation" -> remix(by, press, job + "::1::0", prompt);
      case "high_variation" -> remix(by, press, job + "::1::1", prompt);
      case "reroll" -> imagine(by, press, "Imagine", prompt);
      case "pan_left", "pan_right", "pan_up", "pan_down" ->
          new OpenForm(
              by,
              press,
              "Pan",
              "MJ::PanModal::" + parts.get(2).substring(4) + "::" + job + "::1",
              "MJ::PanModal::prompt",
              prompt);
      default -> null;
    };
  }

  private static OpenForm remix(Interaction by, Press press, String which, String prompt) {
    return new OpenForm(
        by,
        press,
        "Remix Prompt",
        "MJ::RemixModal::" + which,
        "MJ::RemixModal::new_prompt",
        prompt);
  }

  private static OpenForm imagine(Interaction by, Press press, String title, String prompt) {
    return new OpenForm(
        by,
        press,
        title,
        "MJ::ImagineModal::" + press.message().id(),
        "MJ::ImagineModal::new_prompt",
        prompt);
  }

  private void open(Interaction by, OpenForm form, Settings settings) {
    var json = dialog(by, form.title(), form.customId());
    json.putArray("components")
        .addObject()
        .put("type", 1)
        .putArray("components")
        .addObject()
        .put("type", 4)
        .put("custom_id", form.field())
        .put("label", "Prompt")
        .put("style", 2)
        .put("min_length", 1)
        .put("max_length", OpenForm.LONGEST_TEXT)
        .put("required", true)
        .put("value", form.value());
    var _ =
        timer.in(
            settings.number(Option.WAITING_MS),
            () -> {
              // Some send the form as soon as they hear of the success.
              forms.open(by.id(), form);
              show(by, "INTERACTION_MODAL_CREATE", form.customId(), json);
            });
  }

  private void openRegionEditor(Interaction by, Press press, Result result, Settings settings) {
    var token = UUID.randomUUID().toString().replace("-", "");
    var editor = new OpenEditor(by, press, token, result.prompt());
    var customId = editor.customId();
    var json =
        dialog(by, "Vary Region", customId)
            .put("iframe_path", "index.html?custom_id=" + customId)
            .put("modal_size", 3);
    var _ =
        timer.in(
            settings.number(Option.WAITING_MS),
            () -> {
              editors.open(editor);
              show(by, "INTERACTION_IFRAME_MODAL_CREATE", customId, json);
            });
  }

  void mark(Interaction by, Region region, Settings settings) {
    var editor = region.opened();
    turnBlue(editor.press());
    var prompt = region.text().isBlank() ? editor.prompt() : region.text();
    commands.paint(by, prompt, Task.grid("Variations (Region)"), settings);
  }

  private static ObjectNode dialog(Interaction by, String title, String customId) {
    var json =
        Answers.ids(by)
            .put("channel_id", Entities.id(by.channel().id()))
            .put("title", title)
            .put("custom_id", customId);
    json.putObject("application")
        .put("id", Entities.id(Midjourneyer.ID))
        .put("name", "Midjourney Bot");
    return json;
  }

  private void show(Interaction by, String event, String customId, ObjectNode dialog) {
    ledger.append(
        Midjourney.record(Kind.FORM, by).customId(customId).opener(by.id()).outcome(event));
    answers.succeed(by);
    events.toUser(by.account().id(), event, dialog);
  }

  void submit(Interaction by, Form form, Settings settings) {
    var parts = List.of(form.opened().customId().split("::"));
    var press = form.opened().press();
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
    commands.paint(by, form.text().replaceAll("\\s*--zoom\\s+[0-9.]+", ""), task, settings);
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
      if (!isRefused(by, String.join("\n", prompts), settings)) {
        imagineAll(by, prompts, settings);
      }
      return;
    }
    var prompt = prompts.get(Integer.parseInt(which) - 1);
    if (isRefused(by, prompt, settings)) {
      return;
    }
    var title = "Imagine This!";
    var form =
        press.customId().startsWith("MJ::Job::PicReader::")
            ? new OpenForm(
                by,
                press,
                title,
                "MJ::Picreader::Modal::" + which,
                "MJ::Picreader::Modal::PromptField",
                prompt)
            : imagine(by, press, title, prompt);
    open(by, form, settings);
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
    forms.clear();
    editors.clear();
    synchronized (upscaledAgainAfter) {
      upscaledAgainAfter.clear();
    }
  }
}
