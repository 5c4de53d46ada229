package easel.systemtests.chaos;

import easel.systemtests.Simulator.Entry;
import easel.systemtests.promise.Got;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Attempt;
import easel.systemtests.promise.History.ByHand;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Send;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells a history what the simulator's ledger says of each job.
public final class LedgerReader {
  /// One request with a job's command and what came of it.
  ///
  /// @param dialog what was told of the dialog that it has opened, and what that was filled in with
  /// @param end null while it runs, and of what never ran
  private record Run(
      String sign, Entry request, List<Entry> dialog, boolean began, @Nullable Entry end) {
    String picture() {
      return end == null ? "" : pathOf(end.picture());
    }

    String text() {
      return end == null ? "" : end.all().getOrDefault("detail", "");
    }
  }

  private record Key(String account, String request) {}

  private static final String MARKED = "MARKED";
  private static final String BY_HAND = "by hand";
  private static final String EDITOR = "MJ::iframe::";
  private static final int FILLED_IN = 5;

  /// The address of a picture that was posted at Discord to be drawn from.
  private static final Pattern POSTED =
      Pattern.compile("https?://\\S+/attachments/\\d+/(?<id>\\d+)/\\S+ ");

  private final Names names;
  private final Function<String, String> uploads;

  /// Of requests with uploaded pictures it says nothing.
  public LedgerReader(Names names) {
    this(names, _ -> "");
  }

  /// @param uploads the digest of what was uploaded under a name: its first picture is the sign of
  ///   a request without a prompt
  LedgerReader(Names names, Function<String, String> uploads) {
    this.names = names;
    this.uploads = uploads;
  }

  /// An address without what expires.
  public static String pathOf(String address) {
    return address.isEmpty() ? "" : URI.create(address).getPath();
  }

  /// @param history already holds what was told of the jobs: it says which of several jobs with the
  ///   same prompt was given which picture
  public void tell(List<Entry> entries, History history) {
    Map<String, List<Run>> ofSigns = new LinkedHashMap<>();
    for (var run : runs(entries)) {
      ofSigns.computeIfAbsent(run.sign(), _ -> new ArrayList<>()).add(run);
    }
    entries.stream()
        .filter(entry -> entry.is("INTERACTION"))
        .filter(entry -> BY_HAND.equals(entry.all().get("detail")))
        .forEach(
            entry ->
                history.typed(
                    new ByHand(
                        entry.channel(), entry.account(), entry.nanos(), began(entry, entries))));
    ofSigns.forEach((sign, runs) -> tell(runs, assigned(sign, runs, history), history));
  }

  /// When what was typed was begun, or was typed where it never was.
  private static long began(Entry typed, List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.is("JOB_RUNNING") && entry.nanos() >= typed.nanos())
        .filter(entry -> entry.account().equals(typed.account()))
        .filter(entry -> entry.channel().equals(typed.channel()))
        .filter(entry -> entry.prompt().equals(typed.prompt()) && requestOf(entry).isEmpty())
        .findFirst()
        .map(Entry::nanos)
        .orElse(typed.nanos());
  }

  private List<Run> runs(List<Entry> entries) {
    Map<Key, List<Entry>> together = new LinkedHashMap<>();
    var presses = pressesOfFillings(entries);
    for (var entry : entries) {
      if (!requestOf(entry).isEmpty()) {
        var key = keyOf(entry);
        together.computeIfAbsent(presses.getOrDefault(key, key), _ -> new ArrayList<>()).add(entry);
      }
    }
    var runs = new ArrayList<Run>();
    // Of each message with texts, whose buttons do not say what they are below.
    Map<String, String> signs = new HashMap<>();
    together
        .values()
        .forEach(
            all -> {
              var end =
                  all.stream()
                      .filter(entry -> entry.is("JOB_ENDED") || entry.is(MARKED))
                      .findFirst()
                      .orElse(null);
              var began =
                  all.stream()
                      .anyMatch(entry -> entry.is("JOB_RUNNING") || entry.is("JOB_WAITING"));
              var dialog = all.stream().filter(LedgerReader::isOfDialog).toList();
              all.stream()
                  .filter(entry -> entry.is("INTERACTION") && !dialog.contains(entry))
                  .forEach(
                      request ->
                          sign(request, signs)
                              .ifPresent(
                                  sign -> {
                                    runs.add(new Run(sign, request, dialog, began, end));
                                    if (end != null) {
                                      signs.put(end.all().getOrDefault("finalMessageId", ""), sign);
                                    }
                                  }));
            });
    runs.sort(Comparator.comparingLong(run -> run.request().nanos()));
    return runs;
  }

  /// For each request that fills in a dialog, the press that has opened it.
  private static Map<Key, Key> pressesOfFillings(List<Entry> entries) {
    Map<String, Key> openers = new HashMap<>();
    entries.stream()
        .filter(entry -> entry.is("FORM"))
        .forEach(form -> openers.put(openerOf(form), keyOf(form)));
    Map<Key, Key> presses = new HashMap<>();
    for (var entry : entries) {
      var press = openers.get(openerOf(entry));
      if (entry.is("INTERACTION") && press != null) {
        presses.put(keyOf(entry), press);
      }
    }
    return presses;
  }

  private static String openerOf(Entry entry) {
    return entry.all().getOrDefault("opener", "");
  }

  private static Key keyOf(Entry entry) {
    return new Key(entry.account(), requestOf(entry));
  }

  /// What all that is told of one request has in common: its nonce, or the editor in which a region
  /// was marked, whose requests have none.
  private static String requestOf(Entry entry) {
    var nonce = entry.all().getOrDefault("nonce", "");
    return nonce.isEmpty() && entry.customId().startsWith(EDITOR) ? entry.customId() : nonce;
  }

  private static boolean isOfDialog(Entry entry) {
    return entry.is("FORM") || (entry.is("INTERACTION") && entry.type() == FILLED_IN);
  }

  /// @param signs of the messages with texts, by their ids
  private Optional<String> sign(Entry request, Map<String, String> signs) {
    if (Button.isBelowText(request.customId())) {
      return Optional.ofNullable(signs.get(request.messageId()))
          .map(text -> Names.below(text, request.customId()));
    }
    var known = Names.sign(request.prompt(), request.customId());
    if (known.isPresent() || request.picture().isEmpty()) {
      return known;
    }
    return isLink(request.picture())
        ? Names.sign(request.picture(), "")
        : Optional.of(given(request).getFirst()).filter(digest -> !digest.isEmpty());
  }

  /// What came with a request, as judges compare it with what was asked.
  private List<String> given(Entry request) {
    var given = new ArrayList<String>();
    var prompt = request.prompt();
    for (var posted = POSTED.matcher(prompt); posted.lookingAt(); posted.reset(prompt)) {
      given.add(uploads.apply(posted.group("id")));
      prompt = prompt.substring(posted.end());
    }
    if (!prompt.isEmpty()) {
      given.add(prompt);
    }
    if (isLink(request.picture())) {
      given.add(request.picture());
    } else if (!request.picture().isEmpty()) {
      Stream.of(request.picture().split(" ", -1)).map(uploads).forEach(given::add);
    }
    return given;
  }

  private static boolean isLink(String picture) {
    return picture.startsWith("http");
  }

  /// The job of each run. Of several jobs with one sign each gets the run whose picture it was told
  /// first; what is left is given out in order, to jobs of the asked account first, and what is
  /// then too much is the first job's, which so was sent more than once.
  private Map<Run, String> assigned(String sign, List<Run> runs, History history) {
    var jobs = names.jobs(sign);
    var assigned = new HashMap<Run, String>();
    if (jobs.size() <= 1) {
      runs.forEach(run -> assigned.put(run, jobs.isEmpty() ? sign : jobs.getFirst()));
      return assigned;
    }
    var left = new ArrayList<>(jobs);
    var told = history.told();
    for (var run : runs) {
      left.stream()
          .filter(job -> !run.picture().isEmpty() && isTold(told.get(job), run.picture()))
          .findFirst()
          .ifPresent(
              job -> {
                assigned.put(run, job);
                left.remove(job);
              });
    }
    // A refused try and the one after it are the same job's: both are assigned when it was taken.
    for (var run : runs) {
      if (!assigned.containsKey(run) && run.request().taken()) {
        var job = likeliest(left, run, history).orElse(jobs.getFirst());
        assigned.put(run, job);
        left.remove(job);
      }
    }
    for (var run : runs) {
      assigned.computeIfAbsent(
          run,
          refused ->
              triedAgainAs(refused, runs, assigned)
                  .or(() -> likeliest(left, refused, history))
                  .orElse(jobs.getFirst()));
    }
    return assigned;
  }

  /// Of jobs that no picture tells apart: one of the account that was asked, of which it was not
  /// told that it was never sent; else one that may be of another account; else any.
  private static Optional<String> likeliest(List<String> jobs, Run run, History history) {
    return jobs.stream()
        .min(
            Comparator.comparingInt(
                job -> (mayBeSent(job, history) ? 0 : 2) + (isOf(job, run, history) ? 0 : 1)));
  }

  private static boolean mayBeSent(String job, History history) {
    var told = history.told().get(job);
    return told == null || !Boolean.FALSE.equals(told.sent());
  }

  private static boolean isOf(String job, Run run, History history) {
    var accepted = history.jobs().get(job);
    var queue = accepted == null ? null : history.queues().get(accepted.queue());
    return queue != null && queue.accounts().contains(run.request().account());
  }

  private static boolean isTold(History.@Nullable Told told, String picture) {
    return told != null && told.picture().equals(picture);
  }

  /// The job that this account was sent next, if any was: a refused one stays first in its
  /// account's line.
  private static Optional<String> triedAgainAs(
      Run refused, List<Run> runs, Map<Run, String> assigned) {
    return runs.stream()
        .filter(run -> run.request().taken())
        .filter(run -> run.request().account().equals(refused.request().account()))
        .filter(run -> run.request().nanos() > refused.request().nanos())
        .flatMap(run -> Optional.ofNullable(assigned.get(run)).stream())
        .findFirst();
  }

  private void tell(List<Run> runs, Map<Run, String> jobs, History history) {
    for (var run : runs) {
      var request = run.request();
      var job = jobs.getOrDefault(run, run.sign());
      history.attempted(attempt(job, request));
      if (!request.taken()) {
        continue;
      }
      history.sent(new Send(job, request.account(), request.nanos()));
      var given = given(request);
      if (!given.isEmpty()) { // of a press
        history.got(new Got(job, given));
      }
      run.dialog().forEach(entry -> tellDialog(job, entry, history));
      var end = run.end();
      if (end != null) {
        history.ended(
            new End(job, end.account(), end.nanos(), wordOf(end), run.picture(), run.text()));
      } else if (!run.began()) {
        history.ended(new End(job, request.account(), request.nanos(), End.UNANSWERED));
      }
    }
  }

  /// The simulator's word for an end; what was marked has none.
  private static String wordOf(Entry end) {
    return end.is(MARKED) ? "DONE" : end.end();
  }

  private void tellDialog(String job, Entry entry, History history) {
    if (entry.is("FORM")) {
      history.dialogOpened(job);
      return;
    }
    history.filledIn(attempt(job, entry));
    if (entry.taken()) {
      history.got(new Got(job, given(entry)));
    }
  }

  private static Attempt attempt(String job, Entry request) {
    return new Attempt(
        job,
        request.account(),
        request.channel(),
        request.nanos(),
        request.outcome(),
        request.taken());
  }
}
