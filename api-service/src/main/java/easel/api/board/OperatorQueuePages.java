package easel.api.board;

import easel.api.page.Page;
import easel.api.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// The operator's first page: the queues of all customers in which anything happens.
@Page
class OperatorQueuePages {
  private static final int LISTED = 3;
  private static final int MOST = 300;

  private final BoardRows rows;

  OperatorQueuePages(BoardRows rows) {
    this.rows = rows;
  }

  @GetMapping(Pages.OPERATOR)
  String queues(HttpServletRequest request, Model model) {
    var active = rows.active();
    var shown = active.stream().limit(MOST).toList();
    model.addAttribute("cards", rows.these(shown, LISTED).stream().map(Card::ofOperator).toList());
    model.addAttribute("more", active.size() - shown.size());
    return Pages.isPart(request) ? "board/operator :: queues" : "board/operator";
  }
}
