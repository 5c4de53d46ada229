package easel.api.signin;

import easel.api.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.stereotype.Component;

/// Has sessions looked for with pages alone. Spring MVC asks for one with whatever it serves:
/// neither a style sheet nor the API's description could be had in a browser that is signed in
/// while PostgreSQL, which has the sessions, does not answer.
@Component
class SessionCookies implements BeanPostProcessor {
  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof CookieSerializer cookies ? new OfPages(cookies) : bean;
  }

  private record OfPages(CookieSerializer cookies) implements CookieSerializer {
    @Override
    public void writeCookieValue(CookieValue value) {
      cookies.writeCookieValue(value);
    }

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
      return Pages.isPage(request) ? cookies.readCookieValues(request) : List.of();
    }
  }
}
