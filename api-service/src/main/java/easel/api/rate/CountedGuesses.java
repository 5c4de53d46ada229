package easel.api.rate;

import easel.api.customer.Guesses;
import easel.api.http.Problem;
import easel.api.rate.RateLimits.Counted;
import easel.api.rate.RateLimits.Kind;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Counts wrong keys in Redis, over all instances. While that is down nobody is refused.
@Component
class CountedGuesses implements Guesses {
  private static final Logger LOG = LoggerFactory.getLogger(CountedGuesses.class);

  private final RateLimits limits;

  CountedGuesses(RateLimits limits) {
    this.limits = limits;
  }

  @Override
  public void check(String address, boolean isRight) {
    var counted = counted(address, isRight);
    if (counted.isPresent() && !counted.get().allowed()) {
      throw Problem.tooManyRequests(
          "Too many keys that are not known came from this address. Try again after the time in"
              + " Retry-After.",
          counted.get().untilNext(),
          RateLimitInterceptor.headers(Kind.GUESSES, counted.get()));
    }
  }

  private Optional<Counted> counted(String address, boolean isRight) {
    try {
      return isRight ? limits.look(address, Kind.GUESSES) : limits.count(address, Kind.GUESSES);
    } catch (RuntimeException failure) {
      LOG.atWarn()
          .addKeyValue("cause", failure.toString())
          .log("Redis did not count wrong keys in time; meanwhile none is refused");
      return Optional.empty();
    }
  }
}
