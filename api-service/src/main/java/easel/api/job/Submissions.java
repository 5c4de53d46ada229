package easel.api.job;

import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.api.upload.GivenPicture;
import easel.api.upload.GivenPictures;
import easel.api.upload.PictureField;
import easel.common.message.Command;
import easel.common.message.Command.Blend;
import easel.common.message.Command.Dimensions;
import easel.common.message.Command.Imagine;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

  /// @param given what is to be drawn from beside the prompt
  /// @param account the only one that may run it, null for any
  /// @throws Problem if it is not accepted
  public Job imagine(
      Customer customer,
      @Nullable String prompt,
      PictureField given,
      @Nullable Long account,
      Envelope envelope) {
    given.require(0, Imagine.MOST_PICTURES);
    var checked = Prompt.required(prompt, given.pictures().size());
    return accept(
        customer,
        envelope,
        () -> {
          var pinned = account == null ? null : jobs.requireAccount(customer, account);
          var command =
              given.isEmpty()
                  ? new Imagine(checked)
                  : new Imagine(checked, pictures.keep(given.pictures()));
          return new NewJob(command, checked, envelope, pinned, null);
        });
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
    var entered = Prompt.optional(prompt);
    return accept(
        customer,
        envelope,
        () -> {
          var press = jobs.press(pressed, button, entered, mask != null, envelope);
          return mask == null ? press : press.withMask(pictures.keepMask(mask));
        });
  }

  /// @param picture one with an address goes on as it is: Midjourney fetches it
  /// @throws Problem if it is not accepted
  public Job describe(Customer customer, GivenPicture picture, Envelope envelope) {
    return switch (picture) {
      case GivenPicture.Linked(_, var address) -> {
        var command = new Command.Describe(address.toString(), null);
        yield accept(customer, new NewJob(command, null, envelope, null, null));
      }
      case GivenPicture.Inline _, GivenPicture.Attached _, GivenPicture.Held _ ->
          accept(
              customer,
              envelope,
              () -> {
                var kept = pictures.keep(List.of(picture)).getFirst();
                return new NewJob(new Command.Describe(null, kept), null, envelope, null, null);
              });
    };
  }

  /// @param dimensions null or empty for Midjourney's own choice
  /// @throws Problem if it is not accepted
  public Job blend(
      Customer customer, PictureField given, @Nullable String dimensions, Envelope envelope) {
    given.require(Blend.FEWEST, Blend.MOST);
    var form = dimensions(dimensions);
    return accept(
        customer,
        envelope,
        () -> {
          var kept = pictures.keepDifferent(given.pictures());
          return new NewJob(new Blend(kept, form), null, envelope, null, null);
        });
  }

  /// @throws Problem if it is not accepted
  public Job shorten(Customer customer, @Nullable String prompt, Envelope envelope) {
    var checked = Prompt.ofWords(prompt);
    return accept(
        customer, new NewJob(new Command.Shorten(checked), checked, envelope, null, null));
  }

  /// As what the same request was accepted before, by its key.
  ///
  /// @throws Problem if its key came with something else
  public Optional<Job> repeated(Customer customer, Envelope envelope) {
    return acceptance.accepted(customer, envelope.key());
  }

  private Job accept(Customer customer, NewJob job) {
    return accept(customer, job.envelope(), () -> job);
  }

  /// What can be told of a request alone is checked before; what depends on the moment, as which
  /// accounts are linked, belongs into what makes the job: a repeat is not asked for it again.
  ///
  /// @param job keeps the pictures that it needs
  private Job accept(Customer customer, Envelope envelope, Supplier<NewJob> job) {
    return acceptance.accept(customer, job, envelope.key());
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
