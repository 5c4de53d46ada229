package easel.api.description;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// How the API describes itself: what each call says of itself, and what all have in common.
@Configuration(proxyBeanMethods = false)
class ApiDescription {
  private static final String ABOUT =
      """
      Linked Discord accounts with Midjourney as one dependable API, in two dialects: `/api/v1`, \
      and `/mj` for clients of midjourney-proxy. The latter is answered in the same way under \
      `/mj-fast/mj`, `/mj-relax/mj` and `/mj-turbo/mj`, which ask for that mode.

      Nothing is left out of an answer: what is not known, or not there, is null. Times are RFC 3339 \
      in UTC, in the dialect `/mj` milliseconds since 1970. Fields that a request has in addition \
      are ignored; a field that may be null may also be left out of a request.""";

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(new Info().title("Easel").version("v1").description(ABOUT))
        .components(
            new Components()
                .addSecuritySchemes(
                    Security.CUSTOMER, bearer("A customer's key, such as `easel_…_…`."))
                .addSecuritySchemes(Security.OPERATOR, bearer("The operator's key."))
                .addSecuritySchemes(
                    Security.SECRET,
                    new SecurityScheme()
                        .type(SecurityScheme.Type.APIKEY)
                        .in(SecurityScheme.In.HEADER)
                        .name(Security.SECRET)
                        .description("A customer's key, where clients of `/mj` have it.")));
  }

  private static SecurityScheme bearer(String description) {
    return new SecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .description(description);
  }

  @Bean
  OperationCustomizer refusals() {
    return (operation, method) -> {
      Refusals.note(operation, method);
      return operation;
    };
  }

  @Bean
  OpenApiCustomizer whatAllHaveInCommon() {
    return description -> {
      CompleteAnswers.require(description);
      CommonParameters.describe(description);
      Streams.describe(description);
      Refusals.describe(description);
      Security.describe(description);
    };
  }
}
