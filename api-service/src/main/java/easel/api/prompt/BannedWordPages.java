package easel.api.prompt;

import easel.api.http.Problem;
import easel.api.page.Form;
import easel.api.page.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The operator's pages of banned words: those that hold for all, and each customer's own.
@Page
class BannedWordPages {
  private static final String OF_ALL = "/operator/banned-words";
  private static final String OF_CUSTOMER = "/operator/customers/{id}/banned-words";
  private static final String VIEW = "customers/words";

  private final BannedWords bannedWords;

  BannedWordPages(BannedWords bannedWords) {
    this.bannedWords = bannedWords;
  }

  @GetMapping(OF_ALL)
  String ofAll(Model model) {
    return show(OF_ALL, bannedWords.ofOperator(), model);
  }

  @PostMapping(OF_ALL)
  String putOfAll(
      @RequestParam(defaultValue = "") String words,
      Model model,
      HttpServletResponse response,
      RedirectAttributes redirect) {
    try {
      bannedWords.putOfOperator(lines(words));
      return done(OF_ALL, redirect);
    } catch (Problem problem) {
      return again(OF_ALL, words, problem, model, response);
    }
  }

  @GetMapping(OF_CUSTOMER)
  String ofCustomer(@PathVariable long id, Model model) {
    bannedWords.requireCustomer(id);
    model.addAttribute("customer", id);
    return show(of(id), bannedWords.ofCustomer(id), model);
  }

  @PostMapping(OF_CUSTOMER)
  String putOfCustomer(
      @PathVariable long id,
      @RequestParam(defaultValue = "") String words,
      Model model,
      HttpServletResponse response,
      RedirectAttributes redirect) {
    bannedWords.requireCustomer(id);
    model.addAttribute("customer", id);
    try {
      bannedWords.putOfCustomer(id, lines(words));
      return done(of(id), redirect);
    } catch (Problem problem) {
      return again(of(id), words, problem, model, response);
    }
  }

  private static String done(String path, RedirectAttributes redirect) {
    redirect.addFlashAttribute("notice", "The banned words are changed: they hold from now on.");
    return "redirect:" + path;
  }

  private static String again(
      String path, String words, Problem problem, Model model, HttpServletResponse response) {
    if (problem.errors().isEmpty()) {
      throw problem;
    }
    response.setStatus(Form.again(model, Map.of("words", words), problem));
    return show(path, List.of(), model);
  }

  private static String show(String path, List<String> words, Model model) {
    model.addAttribute("path", path);
    if (!model.containsAttribute("typed")) {
      model.addAttribute("typed", Map.of("words", String.join("\n", words)));
    }
    return VIEW;
  }

  private static List<String> lines(String words) {
    return words.lines().filter(line -> !line.isBlank()).toList();
  }

  private static String of(long customer) {
    return "/operator/customers/" + customer + "/banned-words";
  }
}
