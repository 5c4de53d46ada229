package easel.api.job;

import easel.api.customer.Customer;
import easel.api.page.Page;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// What of the gallery changes while it is looked at.
@Page
class GalleryPages {
  private final Jobs jobs;
  private final ListedJobs listed;

  GalleryPages(Jobs jobs, ListedJobs listed) {
    this.jobs = jobs;
    this.listed = listed;
  }

  /// The cards of these jobs, unless all look as before. By their ids: what was searched for is not
  /// searched for again.
  @GetMapping("/jobs/cards")
  @Nullable String cards(
      Customer customer,
      @RequestParam(defaultValue = "") List<String> job,
      @RequestParam(defaultValue = "") String seen,
      Model model,
      HttpServletResponse response) {
    var asked = job.stream().limit(JobPages.PAGE).toList();
    var shown = listed.of(jobs.find(customer, asked));
    if (seen.equals(ListedJobs.version(shown))) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return null;
    }
    model.addAttribute("jobs", shown);
    model.addAttribute("open", ListedJobs.whereOpenOnesAre(shown));
    return "jobs/cards :: changed";
  }
}
