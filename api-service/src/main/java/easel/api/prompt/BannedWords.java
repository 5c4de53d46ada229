package easel.api.prompt;

import easel.api.audit.Audit;
import easel.api.audit.Fact;
import easel.api.audit.Kind;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Words that no prompt may hold: the operator's for all customers, and each customer's own.
@Service
public class BannedWords {
  private static final long OPERATOR = 0;
  private static final int MOST = 1_000;
  private static final int LONGEST = 100;
  private static final int LONGEST_TOLD = 500;

  private final BannedWordRows rows;
  private final Audit audit;
  private final TransactionTemplate transactions;

  BannedWords(BannedWordRows rows, Audit audit, TransactionTemplate transactions) {
    this.rows = rows;
    this.audit = audit;
    this.transactions = transactions;
  }

  /// @throws Problem 422 that names the banned word which the prompt holds
  public void refuse(long customer, String prompt) {
    var banned = rows.of(OPERATOR, customer);
    if (banned.isEmpty()) {
      return;
    }
    var text = Words.plain(prompt);
    for (var word : banned) {
      if (Words.hold(text, Words.plain(word))) {
        throw Problem.bannedWord(word);
      }
    }
  }

  List<String> ofOperator() {
    return rows.of(OPERATOR);
  }

  List<String> ofCustomer(long customer) {
    return rows.of(customer);
  }

  void putOfOperator(@Nullable List<? extends @Nullable String> words) {
    put(OPERATOR, checked(words));
  }

  void putOfCustomer(long customer, @Nullable List<? extends @Nullable String> words) {
    put(customer, checked(words));
  }

  /// @throws Problem 404 unless there is such a customer
  void requireCustomer(long customer) {
    if (!rows.isCustomer(customer)) {
      throw Problem.notFound("customer");
    }
  }

  private void put(long customer, List<String> words) {
    transactions.executeWithoutResult(
        _ -> {
          var facts = Fact.changed(Fact.of("words", told(rows.of(customer)), told(words)));
          rows.put(customer, words);
          if (!facts.isEmpty()) {
            var whose = customer == OPERATOR ? null : customer;
            audit.note(whose, Kind.WORDS_CHANGED, "banned words", facts);
          }
        });
  }

  private static String told(List<String> words) {
    var all = String.join(", ", words);
    return all.length() <= LONGEST_TOLD
        ? all
        : all.substring(0, LONGEST_TOLD) + "… (%d)".formatted(words.size());
  }

  private static List<String> checked(@Nullable List<? extends @Nullable String> given) {
    if (given == null) {
      throw Problem.invalid(
          "words", "words-required", "words is required: a list of words, which may be empty.");
    }
    if (given.size() > MOST) {
      throw invalid("words must not be more than %d, got %d.".formatted(MOST, given.size()));
    }
    // One of several that mean the same is enough.
    var words = new LinkedHashMap<String, String>();
    for (var each : given) {
      var word = each == null ? "" : each.strip();
      FieldErrors.requireStorable("words", word);
      var plain = Words.plain(word);
      if (plain.isEmpty()) {
        throw invalid("words must not hold an empty word, or a link.");
      }
      if (word.length() > LONGEST) {
        throw invalid(
            "A word must not exceed %d characters, got %d.".formatted(LONGEST, word.length()));
      }
      words.putIfAbsent(plain, word);
    }
    return List.copyOf(words.values());
  }

  private static Problem invalid(String detail) {
    return Problem.invalid("words", "invalid-words", detail);
  }
}
