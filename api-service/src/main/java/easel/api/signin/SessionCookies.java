package easel.api.signin;

import easel.api.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.stereotype.Component;

/// Has sessions looked for with pages alone. Spring MVC asks for one with whatever it serves: a
/// style sheet could not be had while PostgreSQL, which has the sessions, does not answer.
@Component
class SessionCookies implements BeanPostProcessor {
  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof CookieSerializer cookies ? new NotOfAssets(cookies) : bean;
  }

  private record NotOfAssets(CookieSerializer cookies) implements CookieSerializer {
    @Override
    public void writeCookieValue(CookieValue value) {
      cookies.writeCookieValue(value);
    }

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
      return Pages.isAsset(request) ? List.of() : cookies.readCookieValues(request);
    }
  }
}
