package easel.api.board;

import easel.api.board.BoardRows.Active;
import easel.api.page.Page;
import easel.api.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's first page: the queues of all customers in which anything happens.
@Page
class OperatorQueuePages {
  private static final int LISTED = 3;
  private static final int MOST = 300;

  private final BoardRows rows;

  OperatorQueuePages(BoardRows rows) {
    this.rows = rows;
  }

  /// @param after the last queue of the page before
  @GetMapping(Pages.OPERATOR)
  String queues(
      @RequestParam(required = false) @Nullable String after,
      HttpServletRequest request,
      Model model) {
    var active = rows.active(after);
    var later = active.stream().filter(queue -> !queue.earlier()).map(Active::id).toList();
    var shown = later.stream().limit(MOST).toList();
    int more = later.size() - shown.size();
    model.addAttribute("cards", rows.these(shown, LISTED).stream().map(Card::ofOperator).toList());
    model.addAttribute("after", after);
    model.addAttribute("earlier", active.size() - later.size());
    model.addAttribute("more", more);
    model.addAttribute("next", more > 0 ? shown.getLast() : null);
    return Pages.isPart(request) ? "board/operator :: queues" : "board/operator";
  }
}
