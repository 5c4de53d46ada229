package easel.api.rate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param general for everything but `message`
/// @param message for reading a job's progress
/// @param guesses for wrong keys of the operator, from one address
@ConfigurationProperties("easel.rate-limit")
record RateProperties(
    @DefaultValue("1/3s") String general,
    @DefaultValue("10/1s") String message,
    @DefaultValue("10/60s") String guesses) {}
