package easel.api.job;

import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.common.message.Command;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// The one way by which jobs are asked for, in every dialect: what is wrong with a request is the
/// same in all of them.
@Service
public class Submissions {
  private final Acceptance acceptance;
  private final Jobs jobs;

  Submissions(Acceptance acceptance, Jobs jobs) {
    this.acceptance = acceptance;
    this.jobs = jobs;
  }

  /// @param account the only one that may run it, null for any
  /// @throws Problem if it is not accepted
  public Job imagine(
      Customer customer, @Nullable String prompt, @Nullable Long account, Envelope envelope) {
    var checked = Prompt.required(prompt);
    var pinned = account == null ? null : jobs.requireAccount(customer, account);
    return accept(
        customer, new NewJob(new Command.Imagine(checked), checked, envelope, pinned, null));
  }

  /// @param pressed the finished job whose message shows the button
  /// @throws Problem if it is not accepted
  public Job press(
      Customer customer,
      Job pressed,
      ButtonName button,
      @Nullable String prompt,
      Envelope envelope) {
    return accept(customer, jobs.press(pressed, button, Prompt.optional(prompt), envelope));
  }

  private Job accept(Customer customer, NewJob job) {
    return acceptance.accept(customer, job, job.envelope().key());
  }
}
