package easel.api.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// How the API describes itself.
@Configuration(proxyBeanMethods = false)
class ApiDescription {
  @Bean
  OpenAPI openApi() {
    var key = new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer");
    var secret =
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.HEADER)
            .name("mj-api-secret")
            .description("A customer's key, where the dialect /mj expects it.");
    return new OpenAPI()
        .info(
            new Info()
                .title("Easel")
                .version("v1")
                .description("Linked Discord accounts with Midjourney as one dependable API."))
        .components(
            new Components()
                .addSecuritySchemes("key", key)
                .addSecuritySchemes("mj-api-secret", secret))
        .addSecurityItem(new SecurityRequirement().addList("key"));
  }
}
