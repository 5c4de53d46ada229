package easel.api.contract;

import java.net.URI;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.RestController;

/// The web server with all controllers, made without what they work with: they can be described,
/// and requests that reach none of them are answered.
public final class WebAlone implements AutoCloseable {
  // Not a @Configuration: the whole application, which is begun in the same tests, would find it.
  @EnableAutoConfiguration(
      excludeName = {
        "org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration",
        "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
        "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.actuate.web.servlet"
            + ".ManagementWebSecurityAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
        "org.springframework.boot.security.autoconfigure.web.servlet"
            + ".ServletWebSecurityAutoConfiguration"
      })
  @ComponentScan({"easel.api.description", "easel.api.http"})
  @ComponentScan(
      basePackages = "easel.api",
      useDefaultFilters = false,
      includeFilters = @Filter({RestController.class, ControllerAdvice.class}))
  static class Parts {
    @Bean
    static BeanFactoryPostProcessor withoutConstructors() {
      return beans -> {
        for (var name : beans.getBeanDefinitionNames()) {
          leaveOutConstructor(beans, name);
        }
      };
    }

    private static void leaveOutConstructor(ConfigurableListableBeanFactory beans, String name) {
      var type = beans.getBeanDefinition(name).getBeanClassName();
      if (type != null
          && type.startsWith("easel.api.")
          && type.endsWith("Controller")
          && beans.getBeanDefinition(name) instanceof AbstractBeanDefinition definition) {
        var controller = ClassUtils.resolveClassName(type, beans.getBeanClassLoader());
        definition.setInstanceSupplier(() -> new SpringObjenesis().newInstance(controller, false));
      }
    }
  }

  private final ConfigurableApplicationContext context;

  private WebAlone(ConfigurableApplicationContext context) {
    this.context = context;
  }

  public static WebAlone start() {
    return new WebAlone(
        new SpringApplicationBuilder(Parts.class)
            .run(
                "--server.port=0",
                "--easel.drain=0s",
                "--management.endpoint.health.validate-group-membership=false"));
  }

  public URI base() {
    var port = context.getEnvironment().getProperty("local.server.port");
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    context.close();
  }
}
