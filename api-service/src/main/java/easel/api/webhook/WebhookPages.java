package easel.api.webhook;

import easel.api.customer.Customer;
import easel.api.digest.Sha256;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.outbound.OutboundUrls;
import easel.api.page.Form;
import easel.api.page.Moment;
import easel.api.page.Page;
import easel.api.webhook.DeliveryRows.Attempt;
import easel.api.webhook.DeliveryRows.Shown;
import easel.api.webhook.WebhookRows.Webhook;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A customer's pages of its webhook and of what was delivered.
@Page
class WebhookPages {
  private static final int OF_A_PAGE = 25;
  private static final String HOME = "/webhooks";
  private static final String TO_HOME = "redirect:" + HOME;
  private static final String NOTICE = "notice";
  private static final String DELIVERY = "webhooks/delivery";

  record EventChoice(String name, String told, boolean chosen) {}

  /// @param answer what the last attempt came to, null if there was none
  record DeliveryView(
      String id,
      String event,
      @Nullable String job,
      String url,
      String status,
      String badge,
      String told,
      boolean live,
      Moment createdAt,
      @Nullable Moment nextAttemptAt,
      @Nullable Moment endedAt,
      int attempts,
      @Nullable String answer) {
    static DeliveryView of(Shown delivery, List<Attempt> attempts) {
      var job = delivery.job();
      return new DeliveryView(
          delivery.id().toString(),
          delivery.event().name(),
          job == null ? null : job.toString(),
          delivery.url(),
          delivery.status().word(),
          badge(delivery.status()),
          told(delivery),
          delivery.status() == DeliveryStatus.PENDING,
          Moment.of(delivery.createdAt()),
          Moment.orNull(delivery.nextAttemptAt()),
          Moment.orNull(delivery.endedAt()),
          attempts.size(),
          attempts.isEmpty() ? null : AttemptView.answer(attempts.getLast()));
    }

    /// What those are told who hear the page.
    public String said() {
      var outcome = "%s. %s".formatted(status, told);
      return answer == null ? outcome : outcome + " Last attempt: " + answer;
    }

    /// Stands for that: two that are equal say the same.
    public String version() {
      return Sha256.of(said()).hex().substring(0, 16);
    }

    private static String badge(DeliveryStatus status) {
      return switch (status) {
        case PENDING -> "badge live";
        case DELIVERED -> "badge good";
        case FAILED, REFUSED -> "badge bad";
        case LEFT_OUT -> "badge";
      };
    }

    private static String told(Shown delivery) {
      return switch (delivery.status()) {
        case PENDING -> delivery.underWay() ? "Being attempted now." : "Waits for its attempt.";
        case DELIVERED -> "Received: the receiver answered 2xx.";
        case FAILED -> "Given up: no attempt of its time succeeded.";
        case REFUSED -> "Refused: its address must not be called.";
        case LEFT_OUT -> "Left out: something newer overtook it, or the address was removed.";
      };
    }
  }

  record AttemptView(Moment at, String answer, @Nullable Long milliseconds) {
    static AttemptView of(Attempt attempt) {
      return new AttemptView(Moment.of(attempt.at()), answer(attempt), attempt.durationMs());
    }

    static String answer(Attempt attempt) {
      var code = attempt.statusCode();
      var error = attempt.error();
      if (error != null) {
        return error;
      }
      return code == null ? "No answer yet." : "Answered %d.".formatted(code);
    }
  }

  private final WebhookSettings settings;
  private final OutboundUrls urls;
  private final JsonMapper json;

  WebhookPages(WebhookSettings settings, OutboundUrls urls, JsonMapper json) {
    this.settings = settings;
    this.urls = urls;
    this.json = json;
  }

  @GetMapping(HOME)
  String webhook(
      Customer customer,
      @RequestParam(required = false) @Nullable DeliveryStatus status,
      @RequestParam(required = false) @Nullable String cursor,
      Model model) {
    var before = cursor == null || cursor.isEmpty() ? null : id(cursor);
    return show(customer, status, before, model);
  }

  @PostMapping(HOME)
  String set(
      Customer customer,
      @RequestParam(defaultValue = "") String url,
      @RequestParam(required = false) @Nullable List<String> events,
      Model model,
      HttpServletResponse response,
      RedirectAttributes redirect) {
    var chosen = events == null ? List.<String>of() : events;
    try {
      var errors = new FieldErrors();
      errors.require("url", url);
      errors.throwIfAny();
      var choice = WebhookChoice.of(urls, url.strip(), chosen);
      var changed = settings.change(customer.id(), choice, false);
      return afterwards(customer, changed, "The address is set.", model, redirect);
    } catch (Problem problem) {
      response.setStatus(Form.again(model, Map.of("url", url), problem));
      model.addAttribute("choices", choices(chosen));
      return show(customer, null, null, model);
    }
  }

  @PostMapping(HOME + "/remove")
  String remove(Customer customer, RedirectAttributes redirect) {
    var webhook = settings.find(customer.id());
    var events = webhook == null ? WebhookEvent.ENDS : webhook.events();
    var _ = settings.change(customer.id(), new WebhookChoice(null, events), false);
    redirect.addFlashAttribute(
        NOTICE, "The address is removed. What waited for it is left out, and nothing is sent.");
    return TO_HOME;
  }

  /// Answered by the page itself, not by a redirect: what is shown once is kept nowhere.
  ///
  /// @param replaces the mark of the secret that a new one is to be made for
  @PostMapping(HOME + "/secret")
  String secret(
      Customer customer,
      @RequestParam(required = false) @Nullable String replaces,
      Model model,
      RedirectAttributes redirect) {
    var changed =
        replaces == null
            ? settings.showSecret(customer.id())
            : settings.replaceSecret(customer.id(), replaces);
    return afterwards(customer, changed, "The secret was shown before.", model, redirect);
  }

  /// Where the page with the secret was: what is asked for there again is not shown again.
  @GetMapping(HOME + "/secret")
  String secret() {
    return TO_HOME;
  }

  @PostMapping(HOME + "/test")
  String test(Customer customer, RedirectAttributes redirect) {
    var delivery = settings.test(customer.id());
    redirect.addFlashAttribute(NOTICE, "A test event is on its way; this page shows how it goes.");
    return toDelivery(delivery);
  }

  @GetMapping(HOME + "/deliveries/{id}")
  String delivery(Customer customer, @PathVariable String id, Model model) {
    var delivery = show(customer, id, model);
    model.addAttribute("body", readable(settings.body(customer.id(), delivery.id())));
    return DELIVERY;
  }

  /// The part of a delivery's page that changes.
  ///
  /// @param seen the version that is shown: nobody is told again of what did not change
  @GetMapping(HOME + "/deliveries/{id}/live")
  String live(
      Customer customer,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String seen,
      Model model) {
    var _ = show(customer, id, model);
    model.addAttribute("seen", seen);
    return DELIVERY + " :: changed";
  }

  @PostMapping(HOME + "/deliveries/{id}/replay")
  String replay(Customer customer, @PathVariable String id, RedirectAttributes redirect) {
    var delivery = settings.replay(customer.id(), id(id));
    redirect.addFlashAttribute(NOTICE, "It is sent again, with the same webhook-id.");
    return toDelivery(delivery);
  }

  private String afterwards(
      Customer customer,
      WebhookSettings.Changed changed,
      String notice,
      Model model,
      RedirectAttributes redirect) {
    var secret = changed.secret();
    if (secret == null) {
      redirect.addFlashAttribute(NOTICE, notice);
      return TO_HOME;
    }
    model.addAttribute("once", secret.text());
    return show(customer, null, null, model);
  }

  private Shown show(Customer customer, String id, Model model) {
    var delivery = settings.require(customer.id(), id(id));
    var attempts = settings.attempts(List.of(delivery)).getOrDefault(delivery.id(), List.of());
    model.addAttribute("delivery", DeliveryView.of(delivery, attempts));
    model.addAttribute("attempts", attempts.stream().map(AttemptView::of).toList());
    return delivery;
  }

  private String show(
      Customer customer,
      @Nullable DeliveryStatus status,
      @Nullable DeliveryId before,
      Model model) {
    var webhook = settings.find(customer.id());
    var events = webhook == null ? WebhookEvent.ENDS : webhook.events();
    var url = webhook == null ? null : webhook.url();
    model.addAttribute("url", url);
    model.addAttribute("isShown", webhook != null && webhook.shown());
    model.addAttribute("secretMark", webhook == null ? null : webhook.secretMark());
    model.addAttribute("oldSecretUntil", oldSecretUntil(webhook));
    model.addAttribute("health", url == null ? null : settings.health(customer.id()));
    if (!model.containsAttribute("typed")) {
      model.addAttribute("typed", url == null ? Map.of() : Map.of("url", url));
    }
    if (!model.containsAttribute("choices")) {
      model.addAttribute("choices", choices(WebhookChoice.names(events)));
    }
    var found = settings.page(customer.id(), null, status, before, OF_A_PAGE + 1);
    var shown = found.stream().limit(OF_A_PAGE).toList();
    var attempts = settings.attempts(shown);
    model.addAttribute(
        "deliveries",
        shown.stream()
            .map(it -> DeliveryView.of(it, attempts.getOrDefault(it.id(), List.of())))
            .toList());
    model.addAttribute("next", found.size() > OF_A_PAGE ? shown.getLast().id().toString() : null);
    model.addAttribute("status", status);
    model.addAttribute("statuses", DeliveryStatus.values());
    return "webhooks/webhook";
  }

  private static @Nullable Moment oldSecretUntil(@Nullable Webhook webhook) {
    return webhook == null ? null : Moment.orNull(webhook.oldSecretUntil());
  }

  private static List<EventChoice> choices(List<String> chosen) {
    return WebhookEvent.CHOICE.stream()
        .sorted()
        .map(event -> new EventChoice(event.name(), told(event), chosen.contains(event.name())))
        .toList();
  }

  private static String told(WebhookEvent event) {
    return switch (event) {
      case PROGRESS -> "its progress";
      case DONE -> "its result";
      case FAIL -> "its failure";
      case CANCELLED -> "its being cancelled";
      case TEST -> "a test";
    };
  }

  private String readable(String body) {
    try {
      return json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(body));
    } catch (JacksonException _) {
      return body;
    }
  }

  private static String toDelivery(Shown delivery) {
    return TO_HOME + "/deliveries/" + delivery.id();
  }

  private static DeliveryId id(String text) {
    return DeliveryId.parse(text).orElseThrow(() -> Problem.notFound("delivery"));
  }
}
