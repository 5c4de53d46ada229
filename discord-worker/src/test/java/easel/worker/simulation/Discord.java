package easel.worker.simulation;

import easel.common.id.JobId;
import easel.common.message.Reply.AccountState.Mode;
import easel.worker.ear.EarListener;
import easel.worker.ear.RequestNews;
import easel.worker.ear.SecondEar;
import easel.worker.ear.SecondEars;
import easel.worker.gateway.Bot;
import easel.worker.gateway.BotState;
import easel.worker.gateway.Bots;
import easel.worker.gateway.Ears;
import easel.worker.gateway.ThreadAnswer;
import easel.worker.send.Attachment;
import easel.worker.send.DiscordAnswer;
import easel.worker.send.DiscordClient;
import easel.worker.send.Interaction;
import easel.worker.send.MarkedRegion;
import easel.worker.send.Marks;
import easel.worker.send.PictureFile;
import easel.worker.send.SendOutcome;
import easel.worker.send.UploadOutcome;
import easel.worker.track.SeenMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Discord and Midjourney, and the ledger of what they were sent.
final class Discord {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Set<String> commands = new LinkedHashSet<>(List.of("imagine", "describe", "blend"));

  /// Where pictures are that were posted.
  static final String SHARED = "https://cdn.discordapp.com/attachments/1/2/";

  private final World world;
  private final Planted planted;
  private final List<Sent> ledger = new ArrayList<>();
  private final Map<Long, TreeMap<Long, SeenMessage>> channels = new HashMap<>();
  private final List<GatewayBot> bots = new ArrayList<>();
  private final Set<String> hiding;
  private final Predicate<JobId> awaited;
  private long ids = 1_000;
  private long pauseInSend;
  private boolean typesBesideNextSend;
  private UploadOutcome uploadsEnd = new UploadOutcome.Uploaded(List.of());
  private boolean killsAfterNextShare;
  private boolean losesNextAnswer;
  private @Nullable SendOutcome refusesAll;
  private int refused;
  private boolean ignoresNext;
  private boolean showsWebPageNext;
  private boolean remixes = true;
  private boolean hasNoSessions;
  private boolean unseen;
  private SeenMessage.@Nullable Embed refusesNext;
  private int dialogs;
  private final List<OpenEar> ears = new ArrayList<>();
  private double hiddenFinals;
  private @Nullable List<Runnable> heldHistories;

  /// What history shows no more, though the newest message of a channel may be among it.
  private final Set<Long> deleted = new HashSet<>();

  private boolean tellsDeletions = true;
  private int shows;
  private Mode mode = Mode.FAST;
  private int infos;
  private final List<Long> uploads = new ArrayList<>();
  private final Set<Long> active = new LinkedHashSet<>();
  private final Set<Long> archived = new LinkedHashSet<>();
  private int mostActive = Integer.MAX_VALUE;
  private int sentIntoArchived;
  private final List<String> prompts = new ArrayList<>();
  private final Map<String, Editor> editors = new HashMap<>();
  private final List<MarkedRegion> marked = new ArrayList<>();

  /// @param hiding the Discord users whose commands begin hidden
  /// @param awaited whether somebody still waits for the answer to this job's command
  Discord(World world, Planted planted, Set<String> hiding, Predicate<JobId> awaited) {
    this.world = world;
    this.planted = planted;
    this.hiding = hiding;
    this.awaited = awaited;
  }

  /// The page that a press has opened, in which a region is marked.
  private record Editor(String channel, String user, String nonce) {}

  /// A command that was taken.
  static final class Sent {
    final JobId job;
    final String user;
    final long takenAt;
    final String midjourneyJob;

    /// The account's own, as it was taken.
    final Mode mode;

    /// Whether nobody waited for it any more, as after a process stood still in the midst of its
    /// request: the job is sent once, but late.
    final boolean late;

    private final long thread;
    @Nullable Long start;
    private boolean stopped;
    private @Nullable String nonce;

    /// Whether Midjourney made nothing of it: then nobody can see that it was sent.
    boolean ignored;

    long overAt = Long.MAX_VALUE;

    private Sent(
        JobId job,
        String user,
        long takenAt,
        String midjourneyJob,
        Mode mode,
        boolean late,
        long thread) {
      this.job = job;
      this.user = user;
      this.takenAt = takenAt;
      this.midjourneyJob = midjourneyJob;
      this.mode = mode;
      this.late = late;
      this.thread = thread;
    }
  }

  /// Whoever sends next stands still first, after its last look at the clock.
  void pauseNextSend(long nanos) {
    pauseInSend = nanos;
  }

  /// Whoever sends next is refused; meanwhile the account's owner types another command in the same
  /// thread, whose picture comes once the refused one was sent again.
  void refuseNextSendBesideATypedOne() {
    typesBesideNextSend = true;
  }

  /// Whether nothing shows that this account's commands begin, until their pictures come.
  boolean hidesStarts(String user) {
    return hiding.contains(user);
  }

  /// The owner of the last command's account types one of its own in the same thread.
  void typeBesideTheLast() {
    var last = ledger.getLast();
    type(last.user, last.thread);
  }

  /// What the last command asked for is drawn now, unless it was before.
  ///
  /// @return false if it was
  boolean finishTheLast() {
    var last = ledger.getLast();
    if (last.overAt != Long.MAX_VALUE) {
      return false;
    }
    finish(last, "a red fox " + last.job, false);
    return true;
  }

  /// Histories are read from now on, but who asked for them is not told.
  void holdHistories() {
    heldHistories = new ArrayList<>();
  }

  /// How many are held.
  int heldHistories() {
    return heldHistories == null ? 0 : heldHistories.size();
  }

  void releaseHistories() {
    var held = heldHistories;
    heldHistories = null;
    if (held != null) {
      held.forEach(Runnable::run);
    }
  }

  /// Uploads end so from now on; those that are `Uploaded` name what was uploaded.
  void endUploads(UploadOutcome outcome) {
    uploadsEnd = outcome;
  }

  /// Whoever posts pictures next dies as soon as they are there.
  void killAfterNextShare() {
    killsAfterNextShare = true;
  }

  /// When pictures were uploaded, or tried to be.
  List<Long> uploads() {
    return uploads;
  }

  /// What was to be imagined, word for word.
  List<String> prompts() {
    return prompts;
  }

  /// From now on the server has room for so many active threads.
  void allowActiveThreads(int most) {
    mostActive = most;
  }

  /// Somebody else's thread is there, and takes the room of one.
  long occupyThread() {
    long id = ++ids;
    active.add(id);
    return id;
  }

  void closeThread(long id) {
    active.remove(id);
    archived.add(id);
  }

  /// The threads that are not archived, of whomever.
  Set<Long> activeThreads() {
    return active;
  }

  /// How many commands Midjourney could not answer, since their thread was archived.
  int sentIntoArchived() {
    return sentIntoArchived;
  }

  /// Where prompts ask for no mode it draws in this one from now on, and says so if it is asked.
  void drawIn(Mode chosen) {
    mode = chosen;
    commands.add("info");
  }

  /// The account's owner changes that by hand: nobody but the account itself is told.
  void typeMode(String user, Mode chosen) {
    mode = chosen;
    var command = chosen.name().toLowerCase(Locale.ROOT);
    earsOf(user).forEach(ear -> ear.hear(toldAlone(user, ++ids, 10, 128, command, "", "")));
  }

  /// How often it was asked what it knows of an account.
  int infos() {
    return infos;
  }

  /// The commands of all accounts begin in public from now on.
  void beginInPublic() {
    hiding.clear();
  }

  /// Nothing shows that this user's commands begin, from now on.
  void beginHidden(String user) {
    hiding.add(user);
  }

  /// Finished pictures are shown to nobody from now on, and the first messages of their jobs go.
  void hideFinals() {
    hideFinals(1);
  }

  /// The same with so many of them.
  void hideFinals(double share) {
    hiddenFinals = share;
  }

  /// Nobody hears any more that a message is gone.
  void tellNoDeletions() {
    tellsDeletions = false;
  }

  /// Midjourney has the command that shows a result once more.
  void offerShow() {
    commands.add("show");
  }

  /// How often a result was asked for once more.
  int shows() {
    return shows;
  }

  /// The next request is cut: Midjourney never gets it.
  void cutNextSend() {
    losesNextAnswer = true;
  }

  /// Whatever is sent is answered so from now on; with null, it is taken again.
  void refuseSends(@Nullable SendOutcome outcome) {
    refusesAll = outcome;
  }

  /// How many requests were refused so.
  int refused() {
    return refused;
  }

  /// Midjourney does not answer the next request, and the account is told so.
  void ignoreNextSend() {
    ignoresNext = true;
  }

  /// Midjourney answers the next request with a web page, which no program can use.
  void showWebPageNext() {
    showsWebPageNext = true;
  }

  /// Buttons that may ask for a new prompt begin at once from now on, with the old one, and draw
  /// until they are stopped. Their names end with the jobs that press them.
  void switchRemixOff() {
    remixes = false;
  }

  /// Whether Midjourney was told to stop this job.
  boolean isStopped(JobId job) {
    return ledger.stream().anyMatch(sent -> sent.job.equals(job) && sent.stopped);
  }

  /// No account's own session is connected from now on.
  void loseSessions() {
    hasNoSessions = true;
    ears.forEach(OpenEar::changed);
  }

  /// They are connected again.
  void restoreSessions() {
    hasNoSessions = false;
    ears.forEach(OpenEar::changed);
  }

  /// Whether this user's commands begin hidden.
  boolean isHiding(String user) {
    return hiding.contains(user);
  }

  List<Sent> ledger() {
    return ledger;
  }

  // Requests

  DiscordClient client(SimulatedProcess process) {
    return new DiscordClient() {
      @Override
      public CompletableFuture<SendOutcome> post(
          String userToken, Interaction interaction, Marks marks, long latest) {
        process.step();
        if (world.now() - latest > 0) {
          return CompletableFuture.completedFuture(new SendOutcome.NotSent("too late to begin"));
        }
        // Between the look at the clock and the write: nothing can be done about that.
        long pause = world.fails(0.03) ? world.millis(200, 18_000) : pauseInSend;
        pauseInSend = 0;
        if (pause > 0) {
          process.standStill(pause);
        }
        return request(process, userToken, interaction, marks.nonce(), pause == 0);
      }

      @Override
      public CompletableFuture<SendOutcome> markRegion(MarkedRegion region, long latest) {
        process.step();
        marked.add(region);
        var answer = new CompletableFuture<SendOutcome>();
        var editor = editors.remove(region.region());
        if (editor == null) {
          answer.complete(new SendOutcome.Invalid("no such editor"));
          return answer;
        }
        long taken = world.millis(2, 40);
        world.in(
            taken,
            () ->
                drawAnew(
                    region.prompt(),
                    editor.channel(),
                    editor.user(),
                    editor.nonce(),
                    "Variations (Region)"));
        answerIn(process, answer, taken + world.millis(1, 200), new SendOutcome.Taken());
        return answer;
      }

      @Override
      public UploadOutcome upload(String userToken, long channel, List<PictureFile> pictures) {
        process.step();
        uploads.add(world.now());
        return uploadsEnd instanceof UploadOutcome.Uploaded
            ? new UploadOutcome.Uploaded(
                pictures.stream()
                    .map(picture -> new Attachment(picture.filename(), "1/" + picture.filename()))
                    .toList())
            : uploadsEnd;
      }

      @Override
      public UploadOutcome share(String userToken, long thread, List<PictureFile> pictures) {
        var outcome = upload(userToken, thread, pictures);
        if (killsAfterNextShare) {
          killsAfterNextShare = false;
          process.kill();
          throw new Crashed();
        }
        return outcome instanceof UploadOutcome.Uploaded
            ? new UploadOutcome.Shared(
                pictures.stream().map(picture -> SHARED + picture.filename()).toList())
            : outcome;
      }

      @Override
      public DiscordAnswer put(String path, String authorization) {
        throw new UnsupportedOperationException("nobody asks for seeds in these stories");
      }

      @Override
      public DiscordAnswer get(String path, String authorization) {
        process.step();
        return commands();
      }
    };
  }

  private DiscordAnswer commands() {
    var listed =
        commands.stream()
            .map(
                name ->
                    """
                    {"id": "1", "version": "1", "name": "%s", "application_id": "%s"}
                    """
                        .formatted(name, Interaction.MIDJOURNEY))
            .collect(Collectors.joining(","));
    return new DiscordAnswer(
        200, JsonMapper.shared().readTree("{\"application_commands\": [" + listed + "]}"));
  }

  private CompletableFuture<SendOutcome> request(
      SimulatedProcess process,
      String user,
      Interaction interaction,
      String nonce,
      boolean mayBeSlow) {
    var answer = new CompletableFuture<SendOutcome>();
    if (refusesAll != null) {
      refused++;
      answerIn(process, answer, world.millis(5, 400), refusesAll);
      return answer;
    }
    if (typesBesideNextSend && interaction instanceof Interaction.Imagine imagine) {
      typesBesideNextSend = false;
      type(user, imagine.thread());
      answerIn(
          process,
          answer,
          Duration.ofSeconds(3).toNanos(),
          new SendOutcome.TooFast(Duration.ofMillis(700)));
      return answer;
    }
    if (ignoresNext) {
      ignoresNext = false;
      world.in(
          Duration.ofSeconds(3).toNanos(),
          () -> earsOf(user).forEach(ear -> ear.tell(new RequestNews.Unanswered(nonce, 2))));
      answerIn(
          process,
          answer,
          world.millis(5, 400),
          losesNextAnswer ? new SendOutcome.InDoubt("cut") : new SendOutcome.Taken());
      losesNextAnswer = false;
      return answer;
    }
    if (losesNextAnswer) {
      losesNextAnswer = false;
      answerIn(process, answer, world.millis(5, 400), new SendOutcome.InDoubt("cut"));
      return answer;
    }
    var fate = world.isTroubled() ? world.below(40) : 40;
    switch (fate) {
      case 0 ->
          answerIn(
              process,
              answer,
              world.millis(5, 200),
              new SendOutcome.TooFast(Duration.ofMillis(700)));
      case 1 ->
          answerIn(process, answer, world.millis(1, 900), new SendOutcome.NotSent("no connection"));
      case 2 ->
          answerIn(process, answer, world.millis(5, 400), new SendOutcome.InDoubt("HTTP 502"));
      case 3 -> {
        // Cut, or answered 5xx, after it was taken.
        long taken = world.millis(1, 200);
        takeIn(process, taken, user, interaction, nonce, mayBeSlow);
        answerIn(
            process, answer, taken + world.millis(1, 200), new SendOutcome.InDoubt("HTTP 500"));
      }
      case 4 -> {
        // Hangs, and is taken at last while somebody waits for the answer.
        takeIn(process, world.millis(100, 9_900), user, interaction, nonce, mayBeSlow);
        answerIn(process, answer, ANSWER.toNanos(), new SendOutcome.InDoubt("HttpTimeout"));
      }
      case 5 -> answerIn(process, answer, ANSWER.toNanos(), new SendOutcome.InDoubt("HttpTimeout"));
      default -> {
        long taken = world.millis(2, 40);
        takeIn(process, taken, user, interaction, nonce, mayBeSlow);
        answerIn(process, answer, taken + world.millis(1, 200), new SendOutcome.Taken());
      }
    }
    if (planted == Planted.POST_REPEATED && fate >= 2 && fate <= 5) {
      takeIn(process, world.millis(500, 1_500), user, interaction, nonce, mayBeSlow);
    }
    return answer;
  }

  /// Somebody's own command: it is in no ledger.
  private void type(String user, long thread) {
    var typed =
        new Sent(
            new JobId(new UUID(9, ++ids)),
            user,
            world.now(),
            new UUID(7, ++ids).toString(),
            mode,
            false,
            thread);
    world.in(Duration.ofMillis(20).toNanos(), () -> begin(typed, "a blue owl"));
    world.in(Duration.ofMillis(4_500).toNanos(), () -> finish(typed, "a blue owl", false));
  }

  private void answerIn(
      SimulatedProcess process,
      CompletableFuture<SendOutcome> answer,
      long nanos,
      SendOutcome outcome) {
    process.actIn(nanos, () -> answer.complete(outcome));
  }

  private void takeIn(
      SimulatedProcess process,
      long nanos,
      String user,
      Interaction interaction,
      String nonce,
      boolean mayBeSlow) {
    world.in(
        nanos,
        () -> {
          // What a dead process had not handed to the network by then is never written.
          if (process.isAlive() || nanos < 2_000_000_000L) {
            take(user, interaction, nonce, mayBeSlow);
          }
        });
  }

  // Midjourney

  private void take(String user, Interaction interaction, String nonce, boolean mayBeSlow) {
    earsOf(user).forEach(ear -> ear.tell(new RequestNews.Taken(nonce)));
    if (showsWebPageNext) {
      showsWebPageNext = false;
      earsOf(user).forEach(ear -> ear.tell(new RequestNews.WebPage(nonce, "MJ::captcha")));
      return;
    }
    var refusal = refusesNext;
    if (refusal != null && !(interaction instanceof Interaction.Press)) {
      refusesNext = null;
      earsOf(user).forEach(ear -> ear.hear(refused(interaction, refusal, nonce)));
      return;
    }
    switch (interaction) {
      case Interaction.Imagine(_, var thread, _, var prompt) -> {
        prompts.add(prompt);
        draw(
            taken(JobId.of(prompt.substring(prompt.lastIndexOf(' ') + 1)), user, thread, nonce),
            prompt.replaceAll("https://\\S+", "<https://s.mj.run/a>"),
            mayBeSlow);
      }
      case Interaction.Blend(_, var thread, _, var pictures, _) ->
          draw(
              taken(jobOf(pictures.getFirst()), user, thread, nonce),
              "<https://s.mj.run/a>",
              mayBeSlow);
      case Interaction.DescribePicture(_, var thread, _, var picture) ->
          describe(taken(jobOf(picture), user, thread, nonce));
      case Interaction.DescribeLink(_, var thread, _, var link) ->
          describe(taken(JobId.of(link.substring(link.lastIndexOf('/') + 1)), user, thread, nonce));
      case Interaction.Show(_, var thread, _, var job) -> show(user, thread, job);
      case Interaction.Info info -> tell(user, info.thread());
      case Interaction.Shorten _ ->
          throw new UnsupportedOperationException("nobody shortens a prompt in these stories");
      case Interaction.Press(_, var customId) when customId.startsWith("MJ::CustomZoom::") ->
          openDialog(user, nonce);
      case Interaction.Press(var message, var customId) when customId.startsWith("MJ::Inpaint::") ->
          openEditor(new Editor(message.channel(), user, nonce));
      case Interaction.Press(var message, var customId)
          when !remixes && customId.startsWith("MJ::JOB::variation::") ->
          beginAtOnce(
              taken(
                  JobId.of(customId.substring(customId.lastIndexOf("::") + 2)),
                  user,
                  Long.parseLong(message.channel()),
                  nonce));
      case Interaction.DialogAnswer answer ->
          drawAnew(
              answer.inputs().values().iterator().next(),
              answer.channel(),
              user,
              nonce,
              "Zoom Out");
      case Interaction.Press(_, var customId) ->
          ledger.stream()
              .filter(sent -> customId.endsWith(sent.midjourneyJob))
              .filter(sent -> sent.overAt == Long.MAX_VALUE && !sent.stopped)
              .findFirst()
              .ifPresent(
                  sent -> {
                    sent.stopped = true;
                    world.in(world.millis(100, 2_000), () -> stop(sent));
                  });
    }
  }

  private Sent taken(JobId job, String user, long thread, String nonce) {
    if (archived.contains(thread)) {
      sentIntoArchived++;
    }
    var sent =
        new Sent(
            job,
            user,
            world.now(),
            new UUID(7, ++ids).toString(),
            mode,
            !awaited.test(job),
            thread);
    sent.nonce = nonce;
    ledger.add(sent);
    world.note("sent to Midjourney", job);
    return sent;
  }

  /// The pictures of these stories are named after their jobs.
  private static JobId jobOf(Attachment picture) {
    return JobId.of(picture.filename().replaceFirst("(?:-\\d)?\\.png$", ""));
  }

  private void describe(Sent sent) {
    long begins = world.millis(50, 2_500);
    world.in(
        begins,
        () -> {
          sent.start = ++ids;
          emit(sent, described(sent, 128, List.of(), List.of()));
        });
    world.in(
        begins + world.millis(500, 6_000),
        () -> {
          sent.overAt = world.now();
          emit(
              sent,
              described(
                  sent,
                  0,
                  List.of(
                      new SeenMessage.Embed(
                          "1️⃣ a fox\n\n2️⃣ a hare\n\n3️⃣ an owl\n\n4️⃣ " + sent.midjourneyJob)),
                  List.of(new SeenMessage.SeenButton("1️⃣", "MJ::Job::PicReader::1", false))));
        });
  }

  private static SeenMessage described(
      Sent sent, int flags, List<SeenMessage.Embed> embeds, List<SeenMessage.SeenButton> buttons) {
    return new SeenMessage(
        sent.start == null ? 0 : sent.start,
        sent.thread,
        "1",
        flags,
        Interaction.MIDJOURNEY,
        "",
        List.of(),
        buttons,
        null,
        sent.user,
        null,
        embeds,
        "describe");
  }

  private void draw(Sent sent, String prompt, boolean mayBeSlow) {
    if (world.fails(0.03)) {
      sent.ignored = true;
      sent.overAt = world.now();
      return;
    }
    long begins = world.millis(50, 2_500);
    if (!hiding.contains(sent.user)) {
      world.in(begins, () -> begin(sent, prompt));
    }
    boolean silent = world.fails(0.03);
    // Given up first, but over before its place is free again.
    boolean slow = mayBeSlow && world.fails(0.04);
    // What is hidden in the end must not be over before a doubt is: nobody could know that it was
    // sent.
    long takes =
        slow
            ? world.millis(15_000, 22_000)
            : hiddenFinals > 0 && hiddenFinals < 1
                ? world.millis(8_000, 14_000)
                : world.millis(500, 6_000);
    world.in(begins + takes, () -> finish(sent, prompt, silent));
  }

  private void beginAtOnce(Sent sent) {
    world.in(world.millis(50, 2_500), () -> begin(sent, "a red fox"));
  }

  private void begin(Sent sent, String prompt) {
    sent.start = ++ids;
    emit(
        sent,
        message(
            sent,
            sent.start,
            "**%s** - <@%s> (Waiting to start)".formatted(prompt, sent.user),
            List.of(),
            List.of(
                new SeenMessage.SeenButton(
                    "Cancel Job", "MJ::CancelJob::ByJobid::" + sent.midjourneyJob, false))));
  }

  private void finish(Sent sent, String prompt, boolean silent) {
    if (sent.overAt != Long.MAX_VALUE || sent.stopped) {
      return;
    }
    sent.overAt = world.now();
    if (hiddenFinals > 0 && world.chance(hiddenFinals)) {
      deleteStart(sent);
      return;
    }
    if (!silent) {
      if (sent.start != null) {
        channels.getOrDefault(sent.thread, new TreeMap<>()).remove(sent.start);
      }
      emit(
          sent,
          message(
              sent,
              ++ids,
              "**%s** - <@%s> (%s)".formatted(prompt, sent.user, modeOf(sent, prompt)),
              List.of(picture(sent)),
              List.of()));
    }
  }

  /// In which mode it is drawn, as the text of its picture says it.
  private static String modeOf(Sent sent, String prompt) {
    var mode =
        Stream.of(Mode.values())
            .filter(named -> prompt.contains("--" + named.name().toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElse(sent.mode);
    return mode == Mode.RELAX ? "relaxed" : mode.name().toLowerCase(Locale.ROOT);
  }

  private void stop(Sent sent) {
    sent.overAt = world.now();
    if (sent.start != null) {
      emit(
          sent,
          message(
              sent,
              sent.start,
              "**x** - <@%s> (Stopped)".formatted(sent.user),
              List.of(),
              List.of()));
    }
  }

  private static SeenMessage message(
      Sent sent,
      long id,
      String content,
      List<SeenMessage.Attachment> attachments,
      List<SeenMessage.SeenButton> buttons) {
    return answer(sent.thread, id, content, attachments, buttons, null, null);
  }

  private static SeenMessage answer(
      long channel,
      long id,
      String content,
      List<SeenMessage.Attachment> attachments,
      List<SeenMessage.SeenButton> buttons,
      @Nullable String invoker,
      @Nullable String command) {
    return new SeenMessage(
        id,
        channel,
        "1",
        0,
        Interaction.MIDJOURNEY,
        content,
        attachments,
        buttons,
        null,
        invoker,
        null,
        List.of(),
        command);
  }

  /// Only what is done is known by its id; whatever else it is asked for it says to the account
  /// alone.
  private void show(String user, long thread, String midjourneyJob) {
    shows++;
    ledger.stream()
        .filter(sent -> sent.user.equals(user) && sent.midjourneyJob.equals(midjourneyJob))
        .filter(sent -> sent.overAt != Long.MAX_VALUE && !sent.stopped)
        .findFirst()
        .ifPresent(
            sent ->
                world.in(
                    world.millis(50, 2_500),
                    () ->
                        emit(
                            sent,
                            answer(
                                thread,
                                ++ids,
                                "**a red fox** - <@%s> (%s)".formatted(user, modeOf(sent, "")),
                                List.of(picture(sent)),
                                List.of(),
                                user,
                                "show"))));
  }

  private void tell(String user, long channel) {
    infos++;
    long id = ++ids;
    long begins = world.millis(50, 1_000);
    world.in(
        begins,
        () ->
            earsOf(user)
                .forEach(ear -> ear.hear(toldAlone(user, id, channel, 128, "info", "", ""))));
    world.in(
        begins + world.millis(50, 1_000),
        () ->
            earsOf(user)
                .forEach(
                    ear ->
                        ear.hear(
                            toldAlone(
                                user,
                                id,
                                channel,
                                0,
                                "info",
                                "Your info - me",
                                "**Subscription**: Pro (Active monthly)\n"
                                    + "**Visibility Mode**: Public\n"
                                    + "**Fast Time Remaining**: %d/30.0 hours\n\n"
                                        .formatted(30 - infos)
                                    + "**Job Mode**: "
                                    + mode.name().charAt(0)
                                    + mode.name().substring(1).toLowerCase(Locale.ROOT)))));
  }

  private static SeenMessage toldAlone(
      String user,
      long id,
      long channel,
      int flags,
      String command,
      String title,
      String description) {
    return new SeenMessage(
        id,
        channel,
        "1",
        SeenMessage.EPHEMERAL | flags,
        Interaction.MIDJOURNEY,
        "",
        List.of(),
        List.of(),
        null,
        user,
        null,
        title.isEmpty() ? List.of() : List.of(new SeenMessage.Embed(title, description, 65_280)),
        command);
  }

  private static SeenMessage.Attachment picture(Sent sent) {
    return new SeenMessage.Attachment(
        "fox_" + sent.midjourneyJob + ".png", "https://cdn/" + sent.midjourneyJob);
  }

  private void deleteStart(Sent sent) {
    var start = sent.start;
    if (start == null) {
      return;
    }
    deleted.add(start);
    if (tellsDeletions) {
      bots.forEach(bot -> bot.hearDeleted(sent.thread, start));
    }
  }

  private void emit(Sent sent, SeenMessage message) {
    boolean isFirst = sent.start != null && sent.start == message.id();
    // The first answer has it, and no edit of that.
    var nonce = isFirst ? sent.nonce : null;
    sent.nonce = isFirst ? null : sent.nonce;
    if (unseen) {
      earsOf(sent.user).forEach(ear -> ear.hear(alone(message, nonce, 64)));
      return;
    }
    channels.computeIfAbsent(message.channel(), _ -> new TreeMap<>()).put(message.id(), message);
    earsOf(sent.user).forEach(ear -> ear.hear(alone(message, nonce, message.flags())));
    bots.forEach(bot -> bot.hear(message));
  }

  /// As the account itself is shown it.
  private static SeenMessage alone(SeenMessage message, @Nullable String nonce, int flags) {
    return new SeenMessage(
        message.id(),
        message.channel(),
        message.server(),
        flags,
        message.author(),
        message.content(),
        message.attachments(),
        message.buttons(),
        message.reference(),
        message.invoker(),
        message.pressed(),
        message.embeds(),
        message.command(),
        nonce);
  }

  // The account's own side

  /// Everything is shown to the account alone from now on.
  void hideEverything() {
    unseen = true;
  }

  /// The next command is refused so.
  void refuseNext(String title, String description) {
    refusesNext = new SeenMessage.Embed(title, description, 16_711_680);
  }

  /// How many dialogs were opened.
  int dialogs() {
    return dialogs;
  }

  SecondEars ears(SimulatedProcess process) {
    return (user, listener) -> {
      var ear = new OpenEar(process, user, listener);
      ears.add(ear);
      return ear;
    };
  }

  private List<OpenEar> earsOf(String user) {
    return ears.stream().filter(ear -> ear.user.equals(user)).toList();
  }

  private final class OpenEar implements SecondEar {
    private final SimulatedProcess process;
    private final String user;
    private final EarListener listener;
    private boolean listens;

    private OpenEar(SimulatedProcess process, String user, EarListener listener) {
      this.process = process;
      this.user = user;
      this.listener = listener;
      process.actIn(
          Duration.ofMillis(150).toNanos(),
          () -> {
            listens = true;
            listener.earChanged();
          });
    }

    private void changed() {
      process.act(listener::earChanged);
    }

    private void hear(SeenMessage message) {
      if (isConnected()) {
        process.actIn(Duration.ofMillis(30).toNanos(), () -> listener.heard(message));
      }
    }

    private boolean isConnected() {
      return listens && !hasNoSessions;
    }

    private void tell(RequestNews news) {
      if (isConnected()) {
        process.actIn(Duration.ofMillis(30).toNanos(), () -> listener.told(news));
      }
    }

    @Override
    public @Nullable String session() {
      return isConnected() ? "session of " + user : null;
    }

    @Override
    public void close() {
      listens = false;
      ears.remove(this);
    }
  }

  private SeenMessage refused(Interaction interaction, SeenMessage.Embed embed, String nonce) {
    if (!(interaction instanceof Interaction.Imagine imagine)) {
      throw new UnsupportedOperationException("only what is imagined is refused in these stories");
    }
    return new SeenMessage(
        ++ids,
        imagine.thread(),
        "1",
        64,
        Interaction.MIDJOURNEY,
        "",
        List.of(),
        List.of(),
        null,
        null,
        null,
        List.of(embed),
        null,
        nonce);
  }

  private void openDialog(String user, String nonce) {
    dialogs++;
    var dialog =
        new RequestNews.Dialog(
            nonce,
            "opener-" + dialogs,
            "MJ::OutpaintCustomZoomModal::h",
            List.of(
                new RequestNews.Input("MJ::OutpaintCustomZoomModal::prompt", "a fox --zoom 2")));
    world.in(Duration.ofMillis(100).toNanos(), () -> earsOf(user).forEach(ear -> ear.tell(dialog)));
  }

  private void openEditor(Editor editor) {
    dialogs++;
    var region = "region-" + dialogs;
    editors.put(region, editor);
    var page = new RequestNews.WebPage(editor.nonce(), "MJ::iframe::" + region);
    world.in(
        Duration.ofMillis(100).toNanos(),
        () -> earsOf(editor.user()).forEach(ear -> ear.tell(page)));
  }

  /// What Midjourney's editor was told.
  List<MarkedRegion> marked() {
    return marked;
  }

  /// @param label of the result
  private void drawAnew(String prompt, String channel, String user, String nonce, String label) {
    var sent =
        taken(
            JobId.of(prompt.substring(prompt.lastIndexOf(' ') + 1)),
            user,
            Long.parseLong(channel),
            nonce);
    world.in(Duration.ofMillis(300).toNanos(), () -> begin(sent, prompt));
    world.in(
        Duration.ofSeconds(2).toNanos(),
        () -> {
          sent.overAt = world.now();
          emit(
              sent,
              message(
                  sent,
                  ++ids,
                  "**%s** - %s by <@%s> (%s)".formatted(prompt, label, user, modeOf(sent, prompt)),
                  List.of(picture(sent)),
                  List.of()));
        });
  }

  // The bot's side

  Bots bots(SimulatedProcess process) {
    var bot = new GatewayBot(process);
    bots.add(bot);
    return new Bots() {
      @Override
      public Bot bot(String token) {
        return bot;
      }

      @Override
      public void drop(String token) {
        throw new UnsupportedOperationException("the operator's bot is never dropped");
      }
    };
  }

  /// A process is gone, and with it its bot's session.
  void disconnect(SimulatedProcess process) {
    bots.removeIf(bot -> bot.process.equals(process));
    ears.removeIf(ear -> ear.process.equals(process));
  }

  /// This process hears everything so much later from now on.
  void lag(SimulatedProcess process, long nanos) {
    bots.stream().filter(bot -> bot.process.equals(process)).forEach(bot -> bot.lag = nanos);
  }

  /// The gateway drops a session, which begins anew: what happens meanwhile is not heard.
  void dropSession(SimulatedProcess process) {
    drop(process, () -> world.millis(200, 5_000));
  }

  /// The same, and it takes so long until another has begun.
  void dropSession(SimulatedProcess process, long nanos) {
    drop(process, () -> nanos);
  }

  private void drop(SimulatedProcess process, LongSupplier lasting) {
    bots.stream()
        .filter(bot -> bot.process.equals(process))
        .toList()
        .forEach(bot -> bot.drop(lasting));
  }

  private final class GatewayBot implements Bot {
    private final SimulatedProcess process;
    private final Map<Long, Set<Ears>> listening = new HashMap<>();
    private final Set<Ears> everyone = new LinkedHashSet<>();
    private final Map<Long, Long> newest = new HashMap<>();
    private BotState state = new BotState.Connecting();
    private long lag;

    private GatewayBot(SimulatedProcess process) {
      this.process = process;
      process.actIn(world.millis(100, 800), this::connected);
    }

    private void connected() {
      state = new BotState.Connected();
      // Discord says with a new session which message is the newest of each channel.
      channels.forEach((channel, messages) -> newest.put(channel, messages.lastKey()));
      List.copyOf(everyone).forEach(Ears::botChanged);
    }

    private void drop(LongSupplier lasting) {
      if (!(state instanceof BotState.Connected)) {
        return;
      }
      state = new BotState.Connecting();
      world.note("gateway dropped", process.name);
      process.act(() -> List.copyOf(everyone).forEach(Ears::botChanged));
      process.actIn(
          lasting.getAsLong(),
          () -> {
            connected();
            List.copyOf(everyone).forEach(Ears::missed);
          });
    }

    private void hear(SeenMessage message) {
      if (!(state instanceof BotState.Connected)) {
        return;
      }
      process.actIn(world.millis(10, 120) + lag, () -> heard(message));
      if (world.fails(0.03)) {
        process.actIn(world.millis(10, 900), () -> heard(message));
      }
    }

    private void hearDeleted(long channel, long message) {
      if (state instanceof BotState.Connected) {
        process.actIn(
            world.millis(10, 120) + lag,
            () ->
                List.copyOf(listening.getOrDefault(channel, Set.of()))
                    .forEach(ears -> ears.deleted(channel, message)));
      }
    }

    private void heard(SeenMessage message) {
      newest.merge(message.channel(), message.id(), Math::max);
      List.copyOf(listening.getOrDefault(message.channel(), Set.of()))
          .forEach(ears -> ears.heard(message));
    }

    @Override
    public BotState state() {
      return state;
    }

    @Override
    public void join(Ears ears) {
      everyone.add(ears);
    }

    @Override
    public void leave(Ears ears) {
      everyone.remove(ears);
      listening.values().forEach(some -> some.remove(ears));
    }

    @Override
    public void listen(long channel, Ears ears) {
      listening.computeIfAbsent(channel, _ -> new LinkedHashSet<>()).add(ears);
    }

    @Override
    public List<String> obstacles(String server, String channel) {
      return List.of();
    }

    @Override
    public boolean isAwake(long thread) {
      return !archived.contains(thread);
    }

    @Override
    public long newestMessage(long channel) {
      return newest.getOrDefault(channel, 0L);
    }

    @Override
    public CompletableFuture<Long> newest(long channel) {
      return answer(
          () -> {
            var known = channels.get(channel);
            return known == null ? 0L : known.lastKey();
          });
    }

    @Override
    public CompletableFuture<List<SeenMessage>> history(long channel, long after) {
      return held(
          answer(
              () ->
                  planted == Planted.HISTORY_NOT_READ
                      ? List.of()
                      : channels
                          .getOrDefault(channel, new TreeMap<>())
                          .tailMap(after, false)
                          .values()
                          .stream()
                          .filter(message -> !deleted.contains(message.id()))
                          .toList()));
    }

    private <T> CompletableFuture<T> held(CompletableFuture<T> answer) {
      var told = new CompletableFuture<T>();
      var _ =
          answer.whenComplete(
              (result, failure) -> {
                Runnable tell =
                    () -> {
                      if (failure != null) {
                        told.completeExceptionally(failure);
                      } else {
                        told.complete(result);
                      }
                    };
                if (heldHistories == null) {
                  tell.run();
                } else {
                  heldHistories.add(() -> process.act(tell));
                }
              });
      return told;
    }

    @Override
    public CompletableFuture<ThreadAnswer> createThread(long channel, String name) {
      return answer(() -> activate(++ids));
    }

    @Override
    public CompletableFuture<ThreadAnswer> wake(long thread) {
      return answer(() -> activate(thread));
    }

    private ThreadAnswer activate(long thread) {
      if (!active.contains(thread) && active.size() >= mostActive) {
        return new ThreadAnswer.ServerFull();
      }
      active.add(thread);
      archived.remove(thread);
      return new ThreadAnswer.Awake(thread);
    }

    @Override
    public CompletableFuture<@Nullable Void> archive(long thread) {
      return answer(
          () -> {
            closeThread(thread);
            return null;
          });
    }

    private <T extends @Nullable Object> CompletableFuture<T> answer(
        java.util.function.Supplier<T> read) {
      process.step();
      var answer = new CompletableFuture<T>();
      boolean fails = world.fails(0.05);
      world.in(
          world.millis(10, 150),
          () -> {
            // As it is when Discord reads it, and a moment later where it is asked for.
            T result = read.get();
            process.actIn(
                world.millis(10, 150),
                () -> {
                  if (fails) {
                    answer.completeExceptionally(new IllegalStateException("HTTP 500"));
                  } else {
                    answer.complete(result);
                  }
                });
          });
      return answer;
    }
  }
}
