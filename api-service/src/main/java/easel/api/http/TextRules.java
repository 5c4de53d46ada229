package easel.api.http;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

/// How JSON of callers is read: no text with characters that PostgreSQL or UTF-8 cannot hold.
@Configuration(proxyBeanMethods = false)
class TextRules {
  @Bean
  JsonMapperBuilderCustomizer usableText() {
    var module = new SimpleModule("usable-text").addDeserializer(String.class, new UsableText());
    return mapper ->
        mapper
            .addModule(module)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
  }

  private static final class UsableText extends StdScalarDeserializer<String> {
    UsableText() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.currentToken().isScalarValue()) {
        return (String) context.handleUnexpectedToken(String.class, parser);
      }
      var text = parser.getValueAsString("");
      if (text.indexOf('\0') >= 0) {
        throw new UnusableText(parser, "Text must not contain the character U+0000.");
      }
      if (hasLoneSurrogate(text)) {
        throw new UnusableText(parser, "Text must be valid Unicode, without lone surrogates.");
      }
      return text;
    }

    private static boolean hasLoneSurrogate(String text) {
      return text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    }
  }
}
