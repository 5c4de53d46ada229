package easel.worker.send;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Discord's REST over HTTP. A POST is never repeated: the JDK's client repeats only what failed to
/// connect, and GETs.
public final class HttpDiscordClient implements DiscordClient, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  // The client's own time-out ends with the answer's headers.
  private static final Duration WHOLE_ANSWER = Duration.ofSeconds(12);
  private static final Duration UPLOAD = Duration.ofSeconds(60);
  private static final Duration UNTOLD_PAUSE = Duration.ofSeconds(5);
  private static final int MISSING_PERMISSION = 50013;

  private final JsonMapper mapper = JsonMapper.shared();
  private final String session = UUID.randomUUID().toString().replace("-", "");
  private final Map<TimelyBody, CompletableFuture<?>> posts = new ConcurrentHashMap<>();
  private final HttpClient http;
  private final String api;
  private final URI editor;
  private final LongSupplier nanoClock;
  private final Duration wholeAnswer;

  public HttpDiscordClient(String api) {
    this(api, System::nanoTime, WHOLE_ANSWER);
  }

  /// @param wholeAnswer how long an answer may take to its last byte
  HttpDiscordClient(String api, LongSupplier nanoClock, Duration wholeAnswer) {
    this.nanoClock = nanoClock;
    this.wholeAnswer = wholeAnswer;
    this.api = api.endsWith("/") ? api.substring(0, api.length() - 1) : api;
    this.editor = editorBeside(URI.create(this.api));
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  @Override
  public CompletableFuture<SendOutcome> post(
      String userToken, Interaction interaction, Marks marks, long latest) {
    var heardIn = marks.session();
    var body =
        mapper.writeValueAsBytes(
            interaction.body(heardIn == null ? session : heardIn, marks.nonce()));
    HttpRequest.Builder authorized;
    try {
      authorized =
          HttpRequest.newBuilder(URI.create(api + "/interactions"))
              .header("Authorization", userToken);
    } catch (IllegalArgumentException noHeader) {
      // Its message would show the token.
      return CompletableFuture.completedFuture(new SendOutcome.TokenRefused());
    }
    return once(authorized, body, latest, this::outcome);
  }

  @Override
  public CompletableFuture<SendOutcome> markRegion(MarkedRegion region, long latest) {
    return once(
        HttpRequest.newBuilder(editor),
        mapper.writeValueAsBytes(region.body()),
        latest,
        this::outcomeOfEditor);
  }

  /// Midjourney serves its pages through Discord, each application's from a host of its own; a
  /// stand-in for Discord serves them itself.
  private static URI editorBeside(URI api) {
    var host = String.valueOf(api.getHost());
    var isDiscord = host.equals("discord.com") || host.endsWith(".discord.com");
    var pages =
        isDiscord
            ? URI.create("https://%s.discordsays.com".formatted(Interaction.MIDJOURNEY))
            : api;
    return pages.resolve("/.proxy/inpaint/api/submit-job");
  }

  private interface Judge {
    SendOutcome outcome(int status, String body, String retryAfter);
  }

  private CompletableFuture<SendOutcome> once(
      HttpRequest.Builder to, byte[] body, long latest, Judge judge) {
    var timely = new TimelyBody(HttpRequest.BodyPublishers.ofByteArray(body), nanoClock, latest);
    var request =
        to.header("Content-Type", "application/json").timeout(ANSWER).POST(timely).build();
    if (nanoClock.getAsLong() - latest > 0) {
      return CompletableFuture.completedFuture(
          new SendOutcome.NotSent("this worker was paused between deciding and sending"));
    }
    var exchange = http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    posts.put(timely, exchange);
    return whole(exchange)
        .whenComplete((_, _) -> posts.remove(timely))
        .handle(
            (answer, failure) ->
                failure != null
                    ? ofFailure(failure, timely.wasGivenOut())
                    : judge.outcome(
                        answer.statusCode(),
                        answer.body(),
                        answer.headers().firstValue("Retry-After").orElse("")))
        .exceptionally(
            unexpected -> new SendOutcome.InDoubt("unreadable answer: " + unexpected.getClass()));
  }

  /// Ends the posts that are under way, by closing their connections: each becomes a doubt.
  public void abandonPosts() {
    posts.values().forEach(exchange -> exchange.cancel(true));
  }

  /// Ends the wait for an answer that stops half-way.
  private CompletableFuture<HttpResponse<String>> whole(
      CompletableFuture<HttpResponse<String>> exchange) {
    return exchange
        .copy()
        .orTimeout(wholeAnswer.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> exchange.cancel(true));
  }

  /// @param bodyGivenOut whether Discord may have the whole request
  private static SendOutcome ofFailure(Throwable failure, boolean bodyGivenOut) {
    var cause = causeOf(failure);
    if (bodyGivenOut) {
      return new SendOutcome.InDoubt(cause.getClass().getSimpleName());
    }
    return switch (cause) {
      case ConnectException _,
          HttpConnectTimeoutException _,
          UnknownHostException _,
          UnresolvedAddressException _,
          SSLHandshakeException _ ->
          new SendOutcome.NotSent("Discord was not reached: " + cause.getClass().getSimpleName());
      default ->
          wasTooLate(cause)
              ? new SendOutcome.NotSent("this worker was paused while it connected")
              : new SendOutcome.InDoubt(cause.getClass().getSimpleName());
    };
  }

  private static Throwable causeOf(Throwable failure) {
    return (failure instanceof CompletionException || failure instanceof ExecutionException)
            && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static boolean wasTooLate(Throwable failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(TimelyBody.TooLate.class::isInstance);
  }

  /// @param retryAfter the header of that name, empty without
  SendOutcome outcome(int status, String body, String retryAfter) {
    if (status == 204 || status == 200) {
      return new SendOutcome.Taken();
    }
    // A 408 is a proxy's: it does not say what became of what it had passed on.
    if (status >= 500 || status < 400 || status == 408) {
      return new SendOutcome.InDoubt("HTTP " + status);
    }
    var error = parse(body);
    int code = error.path("code").asInt(0);
    var detail =
        "Discord answered %d, code %d: %s"
            .formatted(status, code, error.path("message").asString(""));
    return switch (status) {
      case 429 -> {
        // Discord's body is exact to the millisecond; a proxy's has nothing but the header.
        var seconds = error.path("retry_after").asDouble(wholeSeconds(retryAfter));
        yield new SendOutcome.TooFast(Duration.ofMillis((long) (seconds * 1000) + 1));
      }
      case 401 -> new SendOutcome.TokenRefused();
      case 403 ->
          code == 50083 ? new SendOutcome.ThreadArchived() : new SendOutcome.Forbidden(detail);
      case 404 -> code == 10003 ? new SendOutcome.ChannelGone() : new SendOutcome.Invalid(detail);
      default ->
          body.contains("INTERACTION_APPLICATION_COMMAND_INVALID_VERSION")
              ? new SendOutcome.StaleCommand()
              : new SendOutcome.Invalid(detail);
    };
  }

  /// What a refusal of the editor's means is not known but for this.
  private SendOutcome outcomeOfEditor(int status, String body, String retryAfter) {
    if (status / 100 == 2) {
      return new SendOutcome.Taken();
    }
    return status == 429 || status >= 500 || status < 400 || status == 408
        ? outcome(status, body, retryAfter)
        : new SendOutcome.Invalid("Midjourney's editor answered %d.".formatted(status));
  }

  private static double wholeSeconds(String retryAfter) {
    return retryAfter.matches("\\d{1,6}") ? Integer.parseInt(retryAfter) : UNTOLD_PAUSE.toSeconds();
  }

  @Override
  public DiscordAnswer get(String path, String authorization)
      throws IOException, InterruptedException {
    return ask(to(path, authorization).GET().build());
  }

  @Override
  public DiscordAnswer put(String path, String authorization)
      throws IOException, InterruptedException {
    return ask(to(path, authorization).PUT(HttpRequest.BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder to(String path, String authorization) {
    return HttpRequest.newBuilder(URI.create(api + path))
        .header("Authorization", authorization)
        .timeout(ANSWER);
  }

  private DiscordAnswer ask(HttpRequest request) throws IOException, InterruptedException {
    try {
      var answer = whole(http.sendAsync(request, HttpResponse.BodyHandlers.ofString())).get();
      return new DiscordAnswer(answer.statusCode(), parse(answer.body()));
    } catch (ExecutionException failed) {
      throw new IOException("Discord did not answer: " + failed.getMessage(), failed);
    }
  }

  @Override
  public UploadOutcome upload(String userToken, long channel, List<PictureFile> pictures)
      throws InterruptedException {
    HttpResponse<String> answer;
    try {
      answer = askForSlots(userToken, channel, pictures);
    } catch (IllegalArgumentException noHeader) {
      // Its message would show the token.
      return new UploadOutcome.TokenRefused();
    } catch (ExecutionException failed) {
      return new UploadOutcome.Failed("slots: " + causeOf(failed).getClass().getSimpleName());
    }
    if (answer.statusCode() != 200) {
      return refused("slots", answer);
    }
    var slots = parse(answer.body()).path("attachments");
    var attachments = new ArrayList<Attachment>();
    for (int i = 0; i < pictures.size(); i++) {
      var slot = slots.path(i);
      var picture = pictures.get(i);
      var address = slot.path("upload_url").asString("");
      var name = slot.path("upload_filename").asString("");
      if (slot.path("id").asInt(i) != i || address.isEmpty() || name.isEmpty()) {
        return new UploadOutcome.Failed("Discord gave no slot for each picture");
      }
      var failure = put(address, picture);
      if (failure.isPresent()) {
        return failure.get();
      }
      attachments.add(new Attachment(picture.filename(), name));
    }
    return new UploadOutcome.Uploaded(attachments);
  }

  private HttpResponse<String> askForSlots(
      String userToken, long channel, List<PictureFile> pictures)
      throws ExecutionException, InterruptedException {
    var files = new ArrayList<Map<String, Object>>();
    for (int i = 0; i < pictures.size(); i++) {
      var picture = pictures.get(i);
      files.add(
          Map.of(
              "filename", picture.filename(),
              "file_size", picture.length(),
              "id", Integer.toString(i)));
    }
    return postTo(userToken, channel, "attachments", Map.of("files", files));
  }

  @Override
  public UploadOutcome share(String userToken, long thread, List<PictureFile> pictures)
      throws InterruptedException {
    var uploaded = upload(userToken, thread, pictures);
    if (!(uploaded instanceof UploadOutcome.Uploaded(var attachments))) {
      return uploaded;
    }
    HttpResponse<String> answer;
    try {
      answer =
          postTo(
              userToken,
              thread,
              "messages",
              Map.of(
                  "content",
                  "",
                  "nonce",
                  Marks.freshNonce(),
                  "attachments",
                  Attachment.named(attachments)));
    } catch (ExecutionException failed) {
      return new UploadOutcome.Failed("message: " + causeOf(failed).getClass().getSimpleName());
    }
    return answer.statusCode() == 200
        ? addresses(parse(answer.body()), attachments)
        : refused("message", answer);
  }

  private static UploadOutcome addresses(JsonNode message, List<Attachment> attachments) {
    var shown = new HashMap<String, String>();
    for (var each : message.path("attachments")) {
      shown.put(each.path("filename").asString(""), each.path("url").asString(""));
    }
    var addresses = new ArrayList<String>();
    for (var attachment : attachments) {
      var address = shown.getOrDefault(attachment.filename(), "");
      if (address.isEmpty()) {
        return new UploadOutcome.Failed("Discord's message has no address for each picture");
      }
      addresses.add(address);
    }
    return new UploadOutcome.Shared(addresses);
  }

  private HttpResponse<String> postTo(
      String userToken, long channel, String what, Map<String, Object> body)
      throws ExecutionException, InterruptedException {
    var path = "/channels/%s/%s".formatted(Long.toUnsignedString(channel), what);
    var request =
        HttpRequest.newBuilder(URI.create(api + path))
            .header("Authorization", userToken)
            .header("Content-Type", "application/json")
            .timeout(ANSWER)
            .POST(HttpRequest.BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body)))
            .build();
    return whole(http.sendAsync(request, HttpResponse.BodyHandlers.ofString())).get();
  }

  /// @param what was asked for
  private UploadOutcome refused(String what, HttpResponse<String> answer) {
    var retryAfter = answer.headers().firstValue("Retry-After").orElse("");
    if (answer.statusCode() == 403
        && parse(answer.body()).path("code").asInt(0) == MISSING_PERMISSION) {
      return new UploadOutcome.NotAllowed();
    }
    return switch (outcome(answer.statusCode(), answer.body(), retryAfter)) {
      case SendOutcome.TooFast(var pause) -> new UploadOutcome.TooFast(pause);
      case SendOutcome.TokenRefused _ -> new UploadOutcome.TokenRefused();
      case SendOutcome.Forbidden(var detail) -> new UploadOutcome.Forbidden(detail);
      case SendOutcome.ThreadArchived _ -> new UploadOutcome.ThreadArchived();
      case SendOutcome.ChannelGone _ -> new UploadOutcome.ChannelGone();
      case SendOutcome.Invalid(var detail) -> new UploadOutcome.Invalid(detail);
      case SendOutcome.Taken _,
          SendOutcome.StaleCommand _,
          SendOutcome.NotSent _,
          SendOutcome.InDoubt _ ->
          new UploadOutcome.Failed(what + ": HTTP " + answer.statusCode());
    };
  }

  /// Brings a picture to its slot, which is at another host: it gets no token.
  private Optional<UploadOutcome> put(String address, PictureFile picture)
      throws InterruptedException {
    try (var content = picture.content().open()) {
      var request =
          HttpRequest.newBuilder(URI.create(address))
              .header("Content-Type", picture.type())
              .timeout(UPLOAD)
              .PUT(
                  HttpRequest.BodyPublishers.fromPublisher(
                      HttpRequest.BodyPublishers.ofInputStream(() -> content), picture.length()))
              .build();
      var exchange = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
      int status =
          exchange
              .copy()
              .orTimeout(UPLOAD.toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete((_, _) -> exchange.cancel(true))
              .get()
              .statusCode();
      if (status / 100 == 2) {
        return Optional.empty();
      }
      return Optional.of(
          status == 413
              ? new UploadOutcome.Invalid("Discord takes no picture of this size")
              : new UploadOutcome.Failed("a slot answered HTTP " + status));
    } catch (ExecutionException | IOException | IllegalArgumentException failed) {
      return Optional.of(
          new UploadOutcome.Failed("a slot: " + causeOf(failed).getClass().getSimpleName()));
    }
  }

  private JsonNode parse(String body) {
    try {
      return mapper.readTree(body);
    } catch (JacksonException notJson) {
      // A proxy's page, for instance: there is nothing to be read from it.
      return mapper.missingNode();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
