package easel.api.job;

import easel.api.audit.Fact;
import easel.api.http.FieldErrors;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/// What a customer looks for among its jobs.
///
/// @param text an id, a message's id at Discord, or words
/// @param from accepted at this time or later
/// @param to accepted before this time
record JobFilter(
    @Nullable String text,
    @Nullable String ref,
    @Nullable Long account,
    @Nullable Operation operation,
    @Nullable Status state,
    @Nullable Instant from,
    @Nullable Instant to) {
  private static final int LONGEST = 1_000;
  private static final String TIME_FORM =
      "Expected a time in UTC such as 2026-11-27 or 2026-11-27 14:30.";

  /// What stands in the fields of the form, and in the address of the page.
  record Fields(
      @Nullable String q,
      @Nullable String ref,
      @Nullable String account,
      @Nullable String operation,
      @Nullable String state,
      @Nullable String from,
      @Nullable String to) {
    /// Those that are filled in, by their names.
    Map<String, String> typed() {
      var typed = new LinkedHashMap<String, String>();
      put(typed, "q", q);
      put(typed, "ref", ref);
      put(typed, "account", account);
      put(typed, "operation", operation);
      put(typed, "state", state);
      put(typed, "from", from);
      put(typed, "to", to);
      return typed;
    }

    private static void put(Map<String, String> typed, String name, @Nullable String value) {
      if (value != null && !value.isBlank()) {
        typed.put(name, value.strip());
      }
    }

    /// The address of a page that has these in its form.
    ///
    /// @param more further parameters, without those that are empty
    String address(String path, Map<String, String> more) {
      var address = UriComponentsBuilder.fromPath(path);
      var values = new LinkedHashMap<String, String>();
      typed().forEach((name, value) -> add(address, values, name, value));
      more.forEach((name, value) -> add(address, values, name, value));
      return address.encode().buildAndExpand(values).toUriString();
    }

    private static void add(
        UriComponentsBuilder address, Map<String, String> values, String name, String value) {
      if (!value.isEmpty()) {
        address.queryParam(name, "{" + name + "}");
        values.put(name, value);
      }
    }
  }

  /// @param accounts those that can be chosen
  /// @throws easel.api.http.Problem if a field holds something that cannot be looked for
  static JobFilter of(Fields fields, Collection<Long> accounts) {
    var typed = fields.typed();
    var errors = new FieldErrors();
    for (var name : typed.keySet()) {
      checkText(name, typed.getOrDefault(name, ""), errors);
    }
    var filter =
        new JobFilter(
            typed.get("q"),
            typed.get("ref"),
            account(typed.get("account"), accounts, errors),
            one("operation", typed.get("operation"), Operation.values(), Operation::label, errors),
            one("state", typed.get("state"), Status.values(), Enum::name, errors),
            time("from", typed.get("from"), errors),
            time("to", typed.get("to"), errors));
    if (filter.from() != null && filter.to() != null && !filter.from().isBefore(filter.to())) {
      errors.invalid("to", "Expected a time after the first one.");
    }
    errors.throwIfAny();
    return filter;
  }

  boolean isEmpty() {
    return equals(new JobFilter(null, null, null, null, null, null, null));
  }

  /// Which jobs are meant, in a few words.
  String told() {
    return isEmpty() ? "all jobs" : "all jobs that match";
  }

  /// What is looked for, each thing by itself.
  List<Fact> facts() {
    return Fact.changed(
        Fact.of("words or id", null, text),
        Fact.of("ref", null, ref),
        Fact.of("account", null, account),
        Fact.of("operation", null, operation),
        Fact.of("state", null, state),
        Fact.of("from", null, from),
        Fact.of("before", null, to));
  }

  private static void checkText(String name, String value, FieldErrors errors) {
    if (errors.isStorable(name, value) && value.length() > LONGEST) {
      errors.invalid(
          name, "Expected at most %d characters, got %d.".formatted(LONGEST, value.length()));
    }
  }

  private static @Nullable Long account(
      @Nullable String given, Collection<Long> accounts, FieldErrors errors) {
    if (given == null) {
      return null;
    }
    try {
      var account = Long.valueOf(given);
      if (accounts.contains(account)) {
        return account;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    errors.invalid("account", "Expected one of your accounts, got: '%s'.".formatted(given));
    return null;
  }

  private static <T extends Enum<T>> @Nullable T one(
      String name, @Nullable String given, T[] all, Function<T, String> label, FieldErrors errors) {
    if (given == null) {
      return null;
    }
    var found =
        Arrays.stream(all)
            .filter(one -> one.name().equals(given.toUpperCase(Locale.ROOT)))
            .findFirst();
    if (found.isEmpty()) {
      errors.invalid(
          name,
          "Expected one of %s, got: '%s'."
              .formatted(Arrays.stream(all).map(label).collect(Collectors.joining(", ")), given));
    }
    return found.orElse(null);
  }

  private static @Nullable Instant time(String name, @Nullable String given, FieldErrors errors) {
    if (given == null) {
      return null;
    }
    try {
      var time = timeOf(given.toUpperCase(Locale.ROOT).replace(' ', 'T'));
      var year = time.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 1970 && year <= 9999) {
        return time;
      }
    } catch (DateTimeException _) {
      // said below
    }
    errors.invalid(name, TIME_FORM);
    return null;
  }

  private static Instant timeOf(String given) {
    if (!given.contains("T")) {
      return LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return given.endsWith("Z")
        ? Instant.parse(given)
        : LocalDateTime.parse(given).toInstant(ZoneOffset.UTC);
  }
}
