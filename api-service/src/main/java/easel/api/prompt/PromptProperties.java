package easel.api.prompt;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param parameters that Midjourney takes beside those of our table: it adds some from time to
///   time
@ConfigurationProperties("easel.prompt")
record PromptProperties(@DefaultValue List<String> parameters) {
  PromptProperties {
    parameters =
        parameters.stream()
            .map(name -> name.strip().replaceFirst("^--", ""))
            .filter(name -> !name.isEmpty())
            .toList();
  }
}
