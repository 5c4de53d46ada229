package easel.api.mj;

import easel.api.customer.Customer;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.job.ButtonName;
import easel.api.job.Dialect;
import easel.api.job.Envelope;
import easel.api.job.IdempotencyKey;
import easel.api.job.Job;
import easel.api.job.Jobs;
import easel.api.job.Submissions;
import easel.api.job.WebhookAddresses;
import easel.api.queue.Outlook;
import easel.api.queue.OutlookRows;
import easel.api.upload.GivenPicture;
import easel.api.upload.GivenPicture.Inline;
import easel.api.upload.PictureField;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// This dialect's requests for jobs.
@Tag(name = "mj: submit")
@SecurityRequirement(name = "mj-api-secret")
@RestController
@RequestMapping({"/mj/submit", "/mj-fast/mj/submit", "/mj-relax/mj/submit", "/mj-turbo/mj/submit"})
class MjSubmitController {
  // Some clients keep a conversation in it.
  private static final int LONGEST_STATE = 4_000;
  private static final Pattern NIJI =
      Pattern.compile("(?:^|\\s)(?:--|—|–)niji(?=\\s|$)", Pattern.CASE_INSENSITIVE);

  record SubmitImagine(
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              maxLength = 6_000,
              example = "a red fox --ar 3:2")
          @Nullable String prompt,
      @ArraySchema(schema = @Schema(types = {"string", "null"}))
          @Nullable List<@Nullable String> base64Array,
      @Nullable String base64,
      @Nullable String botType,
      @Nullable String state,
      @Nullable String notifyHook) {}

  /// All that an imagine asks for: the mode is in its address.
  record InMode(@Nullable Mode mode, SubmitImagine body) {
    /// As it was told before it was told as JSON.
    @Override
    public String toString() {
      return mode + " " + body;
    }
  }

  /// @param link some clients name an address instead
  record SubmitDescribe(
      @Nullable String base64,
      @Nullable String link,
      @Nullable String botType,
      @Nullable String state,
      @Nullable String notifyHook) {}

  record SubmitBlend(
      @ArraySchema(schema = @Schema(types = {"string", "null"}))
          @Nullable List<@Nullable String> base64Array,
      @Nullable String dimensions,
      @Nullable String botType,
      @Nullable String state,
      @Nullable String notifyHook) {}

  record SubmitShorten(
      @Nullable String prompt,
      @Nullable String botType,
      @Nullable String state,
      @Nullable String notifyHook) {}

  record SubmitChange(
      @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String taskId,
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              allowableValues = {"UPSCALE", "VARIATION", "REROLL"})
          @Nullable String action,
      @Schema(description = "Of the picture, 1 to 4; not for REROLL.") @Nullable Integer index,
      @Nullable String state,
      @Nullable String notifyHook) {}

  record SubmitSimpleChange(
      @Schema(requiredMode = RequiredMode.REQUIRED, example = "0199… U2") @Nullable String content,
      @Nullable String state,
      @Nullable String notifyHook) {}

  record SubmitAction(
      @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String taskId,
      @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String customId,
      @Nullable String state,
      @Nullable String notifyHook) {}

  record SubmitModal(
      @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable String taskId,
      @Nullable String prompt,
      @Nullable String maskBase64) {}

  private final Submissions submissions;
  private final Jobs jobs;
  private final OutlookRows outlooks;
  private final WebhookAddresses webhooks;
  private final Dialogs dialogs;

  MjSubmitController(
      Submissions submissions,
      Jobs jobs,
      OutlookRows outlooks,
      WebhookAddresses webhooks,
      Dialogs dialogs) {
    this.submissions = submissions;
    this.jobs = jobs;
    this.outlooks = outlooks;
    this.webhooks = webhooks;
    this.dialogs = dialogs;
  }

  @PostMapping("/imagine")
  SubmitResult imagine(
      @Parameter(hidden = true) Customer customer,
      HttpServletRequest request,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @RequestBody SubmitImagine body) {
    refuseNiji(body.botType(), body.prompt());
    var mode = Mode.of(request.getRequestURI());
    var prompt = mode == null ? body.prompt() : mode.addTo(body.prompt());
    var envelope =
        envelope(body.state(), body.notifyHook(), IdempotencyKey.of(key, new InMode(mode, body)));
    return accepted(submissions.imagine(customer, prompt, pictures(body), null, envelope));
  }

  @PostMapping("/describe")
  SubmitResult describe(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @RequestBody SubmitDescribe body) {
    refuseNiji(body.botType(), null);
    var picture = GivenPicture.either("link", body.link(), "base64", body.base64());
    var envelope = envelope(body.state(), body.notifyHook(), IdempotencyKey.of(key, body));
    return accepted(submissions.describe(customer, picture, envelope));
  }

  @PostMapping("/blend")
  SubmitResult blend(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @RequestBody SubmitBlend body) {
    refuseNiji(body.botType(), null);
    var pictures = PictureField.ofBase64(body.base64Array());
    var envelope = envelope(body.state(), body.notifyHook(), IdempotencyKey.of(key, body));
    return accepted(submissions.blend(customer, pictures, body.dimensions(), envelope));
  }

  @PostMapping("/shorten")
  SubmitResult shorten(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @RequestBody SubmitShorten body) {
    refuseNiji(body.botType(), body.prompt());
    var envelope = envelope(body.state(), body.notifyHook(), IdempotencyKey.of(key, body));
    return accepted(submissions.shorten(customer, body.prompt(), envelope));
  }

  @PostMapping("/change")
  SubmitResult change(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @RequestBody SubmitChange body) {
    var change = Change.of(body.taskId(), body.action(), body.index());
    return press(
        customer,
        change.task(),
        change.button(),
        envelope(body.state(), body.notifyHook(), IdempotencyKey.of(key, body)));
  }

  @PostMapping("/simple-change")
  SubmitResult simpleChange(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @RequestBody SubmitSimpleChange body) {
    var change = Change.parse(body.content());
    return press(
        customer,
        change.task(),
        change.button(),
        envelope(body.state(), body.notifyHook(), IdempotencyKey.of(key, body)));
  }

  @PostMapping("/action")
  SubmitResult action(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @RequestBody SubmitAction body) {
    var task = required("taskId", body.taskId());
    var button = new ButtonName.CustomId(required("customId", body.customId()));
    var pressed = require(customer, task);
    var envelope = envelope(body.state(), body.notifyHook(), IdempotencyKey.of(key, body));
    var before = submissions.repeated(customer, envelope);
    if (before.isPresent()) {
      return accepted(before.get());
    }
    return jobs.asksFirst(pressed, button)
        ? dialogs.open(customer, pressed, button, envelope)
        : press(customer, pressed, button, envelope);
  }

  @PostMapping("/modal")
  SubmitResult modal(@Parameter(hidden = true) Customer customer, @RequestBody SubmitModal body) {
    var task = required("taskId", body.taskId());
    var mask = GivenPicture.optional("maskBase64", body.maskBase64());
    return accepted(dialogs.fillIn(customer, task, body.prompt(), mask, body));
  }

  private SubmitResult press(Customer customer, String task, ButtonName button, Envelope envelope) {
    return press(customer, require(customer, task), button, envelope);
  }

  private SubmitResult press(Customer customer, Job pressed, ButtonName button, Envelope envelope) {
    return accepted(submissions.press(customer, pressed, button, null, null, envelope));
  }

  private SubmitResult accepted(Job job) {
    return SubmitResult.accepted(job, outlooks.outlook(job.id()).map(Outlook::place).orElse(0));
  }

  private Job require(Customer customer, String task) {
    return jobs.find(customer, task).orElseThrow(() -> Problem.notFound("task"));
  }

  private Envelope envelope(
      @Nullable String state, @Nullable String notifyHook, @Nullable IdempotencyKey key) {
    if (state != null && state.length() > LONGEST_STATE) {
      var errors = new FieldErrors();
      errors.tooLong("state", LONGEST_STATE);
      errors.throwIfAny();
    }
    return new Envelope(Dialect.MJ, state, webhooks.of("notifyHook", notifyHook), key);
  }

  private static String required(String field, @Nullable String given) {
    var errors = new FieldErrors();
    errors.require(field, given);
    errors.throwIfAny();
    return Objects.requireNonNull(given).strip();
  }

  // Many clients send an empty list, and some empty texts.
  private static PictureField pictures(SubmitImagine body) {
    var pictures = new ArrayList<>(Inline.list(PictureField.BASE64_ARRAY, body.base64Array()));
    var one = body.base64();
    if (one != null) {
      pictures.add(new Inline("base64", one));
    }
    pictures.removeIf(picture -> picture.base64().isBlank());
    return new PictureField(PictureField.BASE64_ARRAY, pictures);
  }

  /// @param prompt null where it has none
  private static void refuseNiji(@Nullable String botType, @Nullable String prompt) {
    var bot = botType == null ? "" : botType.strip().toUpperCase(Locale.ROOT);
    if (!bot.equals("NIJI_JOURNEY") || NIJI.matcher(prompt == null ? "" : prompt).find()) {
      return;
    }
    throw Problem.invalid(
        "botType",
        "bot-not-offered",
        prompt == null
            ? "The bot NIJI_JOURNEY is not offered. Leave botType out, or name MID_JOURNEY."
            : "The bot NIJI_JOURNEY is not offered. Add --niji to the prompt instead.");
  }
}
