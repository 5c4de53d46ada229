package easel.api.page;

import easel.api.http.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.ui.Model;

/// A form that is shown again because of what was typed: nothing of it is lost, and each field says
/// beside itself what was expected. The template `fields` shows both.
public final class Form {
  private Form() {}

  /// @param typed by the names of the fields; no secret, which is not sent back
  /// @return the problem's status, for the answer
  public static int again(Model model, Map<String, String> typed, Problem problem) {
    model.addAttribute("typed", typed);
    model.addAttribute("errors", errors(problem));
    if (problem.errors().isEmpty()) {
      model.addAttribute("problem", problem.detail());
    }
    return problem.status().value();
  }

  /// What is wrong, by the names of the fields.
  public static Map<String, String> errors(Problem problem) {
    var errors = new LinkedHashMap<String, String>();
    problem
        .errors()
        .forEach(
            error -> errors.merge(error.field(), error.detail(), (one, more) -> one + " " + more));
    return errors;
  }
}
