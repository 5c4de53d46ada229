package easel.api.mj;

import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.api.http.Refuses;
import easel.api.job.Job;
import easel.api.job.Jobs;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// This dialect's calls about jobs. A task that the customer does not have is 200 without a body.
@Tag(name = "mj: task")
@SecurityRequirement(name = "mj-api-secret")
@RestController
@RequestMapping({"/mj/task", "/mj-fast/mj/task", "/mj-relax/mj/task", "/mj-turbo/mj/task"})
class MjTaskController {
  private static final int LISTED = 100;

  /// @param ids what is null among them is passed over; some clients send numbers
  record TaskCondition(
      @ArraySchema(schema = @Schema(types = {"string", "integer", "null"}))
          @Nullable List<String> ids) {}

  private final Jobs jobs;
  private final Tasks tasks;
  private final Dialogs dialogs;
  private final Seeds seeds;

  MjTaskController(Jobs jobs, Tasks tasks, Dialogs dialogs, Seeds seeds) {
    this.jobs = jobs;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.seeds = seeds;
  }

  @GetMapping("/{id}/fetch")
  ResponseEntity<Task> fetch(@Parameter(hidden = true) Customer customer, @PathVariable String id) {
    return answer(
        jobs.find(customer, id).map(tasks::of).or(() -> dialogs.notFilledIn(customer, id)));
  }

  /// The task as it stands then: a cancel is a request.
  @PostMapping("/{id}/cancel")
  @Refuses(HttpStatus.CONFLICT)
  ResponseEntity<Task> cancel(
      @Parameter(hidden = true) Customer customer, @PathVariable String id) {
    return answer(
        jobs.find(customer, id)
            .map(_ -> tasks.of(jobs.cancel(customer, id)))
            .or(() -> dialogs.cancel(customer, id)));
  }

  @GetMapping("/{id}/image-seed")
  SubmitResult imageSeed(@Parameter(hidden = true) Customer customer, @PathVariable String id) {
    var job = jobs.find(customer, id).orElseThrow(() -> Problem.notFound("task"));
    return SubmitResult.ofSeed(seeds.of(job));
  }

  /// The newest ones.
  @GetMapping("/list")
  List<Task> list(@Parameter(hidden = true) Customer customer) {
    return tasks(jobs.page(customer, null, null, LISTED));
  }

  /// Those that have not ended, oldest first.
  @GetMapping("/queue")
  List<Task> queue(@Parameter(hidden = true) Customer customer) {
    return tasks(jobs.open(customer));
  }

  @PostMapping("/list-by-condition")
  List<Task> listByCondition(
      @Parameter(hidden = true) Customer customer, @RequestBody TaskCondition body) {
    var ids = body.ids();
    if (ids == null) {
      return List.of();
    }
    var asked = ids.stream().filter(Objects::nonNull).toList();
    return Stream.concat(
            tasks(jobs.find(customer, asked)).stream(),
            dialogs.notFilledIn(customer, asked).stream())
        .toList();
  }

  private static ResponseEntity<Task> answer(Optional<Task> task) {
    return task.map(ResponseEntity::ok).orElseGet(() -> ResponseEntity.ok().build());
  }

  private List<Task> tasks(List<Job> found) {
    return found.stream().map(tasks::of).toList();
  }
}
