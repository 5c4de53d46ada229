package easel.api.board;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/// Parts of a board as HTML: each is an element whose id says what it takes the place of.
@Component
class BoardParts {
  /// What is told at once.
  ///
  /// @param gone queues that are not shown any more
  /// @param done null if that is known
  /// @param next null if that is known
  record Update(
      List<Card.Head> heads,
      List<Card.Slots> slots,
      List<Card.Waiting> waiting,
      List<String> gone,
      Card.@Nullable Done done,
      @Nullable Next next) {
    boolean isEmpty() {
      return heads.isEmpty()
          && slots.isEmpty()
          && waiting.isEmpty()
          && gone.isEmpty()
          && done == null
          && next == null;
    }
  }

  /// What a reader was told of each queue: it is told what differs from that. Kept as what tells
  /// parts apart, not as the parts, since there may be many readers of many queues.
  static final class Told {
    private record Parts(int head, int slots, int waiting) {
      static Parts of(Card card) {
        return new Parts(
            card.head().hashCode(), card.slots().hashCode(), card.waiting().hashCode());
      }
    }

    private final Map<String, Parts> queues = new HashMap<>();

    void whole(List<Card> cards) {
      queues.clear();
      cards.forEach(card -> queues.put(card.queue(), Parts.of(card)));
    }

    Update differing(
        List<Card> cards, List<String> gone, Card.@Nullable Done done, @Nullable Next next) {
      var heads = new ArrayList<Card.Head>();
      var slots = new ArrayList<Card.Slots>();
      var waiting = new ArrayList<Card.Waiting>();
      for (var card : cards) {
        var now = Parts.of(card);
        var before = queues.put(card.queue(), now);
        if (before == null || before.head() != now.head()) {
          heads.add(card.head());
        }
        if (before == null || before.slots() != now.slots()) {
          slots.add(card.slots());
        }
        if (before == null || before.waiting() != now.waiting()) {
          waiting.add(card.waiting());
        }
      }
      gone.forEach(queues::remove);
      return new Update(heads, slots, waiting, gone, done, next);
    }
  }

  private final ITemplateEngine templates;

  BoardParts(ITemplateEngine templates) {
    this.templates = templates;
  }

  String of(Update update) {
    return render("board/update", "update", update);
  }

  String of(Boards.Board board) {
    return render("board/whole", "board", board);
  }

  private String render(String template, String name, Object value) {
    return templates.process(template, new Context(Locale.ENGLISH, Map.of(name, value)));
  }
}
