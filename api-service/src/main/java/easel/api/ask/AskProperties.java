package easel.api.ask;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param silence after which a worker is asked about a job it has
/// @param longest pause between two times of asking about the same job
/// @param again after which an end that did not come is asked for once more
@ConfigurationProperties("easel.ask")
record AskProperties(
    @DefaultValue("1m") Duration silence,
    @DefaultValue("30m") Duration longest,
    @DefaultValue("30s") Duration again) {}
