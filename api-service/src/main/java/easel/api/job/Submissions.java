package easel.api.job;

import easel.api.customer.Customer;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.upload.GivenPicture;
import easel.api.upload.GivenPictures;
import easel.common.message.Command;
import easel.common.message.Command.Blend;
import easel.common.message.Command.Dimensions;
import easel.common.message.Command.Imagine;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// The one way by which jobs are asked for, in every dialect: what is wrong with a request is the
/// same in all of them.
@Service
public class Submissions {
  private final Acceptance acceptance;
  private final Jobs jobs;
  private final GivenPictures pictures;

  Submissions(Acceptance acceptance, Jobs jobs, GivenPictures pictures) {
    this.acceptance = acceptance;
    this.jobs = jobs;
    this.pictures = pictures;
  }

  /// @param account the only one that may run it, null for any
  /// @throws Problem if it is not accepted
  public Job imagine(
      Customer customer, @Nullable String prompt, @Nullable Long account, Envelope envelope) {
    var checked = Prompt.required(prompt);
    var pinned = account == null ? null : jobs.requireAccount(customer, account);
    return accept(customer, new NewJob(new Imagine(checked), checked, envelope, pinned, null));
  }

  /// @param field that holds the pictures, as the customer's dialect names it
  /// @param given what is to be drawn from beside the prompt
  /// @throws Problem if it is not accepted
  public Job imagine(
      Customer customer,
      @Nullable String prompt,
      String field,
      List<? extends GivenPicture> given,
      Envelope envelope) {
    if (given.size() > Imagine.MOST_PICTURES) {
      throw Problem.invalid(
          field,
          FieldErrors.codeOf(field),
          "%s must have at most %d pictures, got %d."
              .formatted(field, Imagine.MOST_PICTURES, given.size()));
    }
    var checked = Prompt.required(prompt, given.size());
    return accept(customer, envelope, checked, () -> new Imagine(checked, pictures.keep(given)));
  }

  /// @param pressed the finished job whose message shows the button
  /// @param mask what of the picture is to be drawn anew, null where the button asks for none
  /// @throws Problem if it is not accepted
  public Job press(
      Customer customer,
      Job pressed,
      ButtonName button,
      @Nullable String prompt,
      @Nullable GivenPicture mask,
      Envelope envelope) {
    var press = jobs.press(pressed, button, Prompt.optional(prompt), mask != null, envelope);
    return mask == null
        ? accept(customer, press)
        : acceptance.accept(
            customer,
            () -> press.withMask(pictures.keep(List.of(mask)).getFirst()),
            envelope.key());
  }

  /// @param picture one with an address goes on as it is: Midjourney fetches it
  /// @throws Problem if it is not accepted
  public Job describe(Customer customer, GivenPicture picture, Envelope envelope) {
    return switch (picture) {
      case GivenPicture.Linked(_, var address) -> {
        var command = new Command.Describe(address.toString(), null);
        yield accept(customer, new NewJob(command, null, envelope, null, null));
      }
      case GivenPicture.Inline inline ->
          accept(
              customer,
              envelope,
              null,
              () -> new Command.Describe(null, pictures.keep(List.of(inline)).getFirst()));
    };
  }

  /// @param field that holds the pictures, as the customer's dialect names it
  /// @param dimensions null or empty for Midjourney's own choice
  /// @throws Problem if it is not accepted
  public Job blend(
      Customer customer,
      String field,
      List<? extends GivenPicture> given,
      @Nullable String dimensions,
      Envelope envelope) {
    if (given.size() < Blend.FEWEST || given.size() > Blend.MOST) {
      throw Problem.invalid(
          field,
          FieldErrors.codeOf(field),
          "%s must have %d to %d pictures, got %d."
              .formatted(field, Blend.FEWEST, Blend.MOST, given.size()));
    }
    var form = dimensions(dimensions);
    return accept(customer, envelope, null, () -> new Blend(pictures.keepDifferent(given), form));
  }

  /// @throws Problem if it is not accepted
  public Job shorten(Customer customer, @Nullable String prompt, Envelope envelope) {
    var checked = Prompt.ofWords(prompt);
    return accept(
        customer, new NewJob(new Command.Shorten(checked), checked, envelope, null, null));
  }

  private Job accept(Customer customer, NewJob job) {
    return acceptance.accept(customer, job, job.envelope().key());
  }

  /// @param command keeps the pictures that it needs
  private Job accept(
      Customer customer, Envelope envelope, @Nullable String prompt, Supplier<Command> command) {
    return acceptance.accept(
        customer, () -> new NewJob(command.get(), prompt, envelope, null, null), envelope.key());
  }

  private static @Nullable Dimensions dimensions(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    try {
      return Dimensions.valueOf(given.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw Problem.invalid(
          "dimensions", "invalid-dimensions", "dimensions must be PORTRAIT, SQUARE or LANDSCAPE.");
    }
  }
}
