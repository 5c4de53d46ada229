package easel.api.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/// Gives the web server's own errors the form of all others. It answers by itself what never
/// reaches an application, such as a path that cannot be decoded.
@Configuration(proxyBeanMethods = false)
class WebServerErrors {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTheWebServer() {
    return factory ->
        factory.addContextCustomizers(
            context -> {
              if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
              }
            });
  }

  /// Made by Tomcat, by its name.
  public static final class ProblemValve extends ErrorReportValve {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
      var status = HttpStatus.resolve(response.getStatus());
      // Else it has an answer already, or is none that says what went wrong.
      if (status == null
          || !status.isError()
          || response.getContentWritten() > 0
          || !response.setErrorReported()) {
        return;
      }
      try {
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        var writer = response.getReporter();
        if (writer != null) {
          writer.write(JSON.writeValueAsString(problem(status)));
          response.finishResponse();
        }
      } catch (IOException _) {
        // whoever asked is gone
      }
    }

    // Not all of it can be said: the path, above all, may be what cannot be read.
    private static Map<String, @Nullable Object> problem(HttpStatus status) {
      var known = ProblemBody.of(status);
      var problem = new LinkedHashMap<String, @Nullable Object>();
      problem.put("type", known.getType());
      problem.put("title", known.getTitle());
      problem.put("status", known.getStatus());
      problem.put("detail", known.getDetail());
      var own = known.getProperties();
      if (own != null) {
        problem.putAll(own);
      }
      return problem;
    }
  }
}
