package easel.api.signin;

import easel.api.customer.SignIns;
import easel.api.page.Pages;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.session.autoconfigure.DefaultCookieSerializerCustomizer;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.savedrequest.RequestCache;

/// Guards the pages, and only them: the API has its keys and knows no session.
@Configuration(proxyBeanMethods = false)
class PageSecurity {
  private static final String FILTER = "springSecurityFilterChain";

  /// Instead of Boot's registration, which would stand before every call of the API.
  @Bean
  DelegatingFilterProxyRegistrationBean pagesAlone() {
    var registration = new DelegatingFilterProxyRegistrationBean(FILTER);
    registration.setUrlPatterns(List.of(Pages.all()));
    return registration;
  }

  @Bean
  DefaultCookieSerializerCustomizer sessionCookie(SecureCookies cookies) {
    return session -> {
      if (cookies.always()) {
        session.setUseSecureCookie(true);
      }
    };
  }

  @Bean
  SecurityFilterChain pages(HttpSecurity http, KeyProvider keys, SecureCookies cookies)
      throws Exception {
    // Nothing is kept for who is not signed in: the token and the page asked for are in cookies.
    var tokens = new CookieCsrfTokenRepository();
    tokens.setCookieCustomizer(
        cookie -> {
          var _ = cookie.httpOnly(true).sameSite("Lax");
          if (cookies.always()) {
            var _ = cookie.secure(true);
          }
        });
    var askedFor = new AskedFor(cookies);
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/", Pages.SIGN_IN)
                    .permitAll()
                    .requestMatchers(Pages.OPERATOR, Pages.OPERATOR + "/**")
                    .hasRole(KeyProvider.OPERATOR)
                    .anyRequest()
                    .hasRole(KeyProvider.CUSTOMER))
        // This one alone: beside a parent that has it too a wrong key would be tried, and counted,
        // twice.
        .authenticationManager(new ProviderManager(keys))
        .formLogin(
            form ->
                form.loginPage(Pages.SIGN_IN)
                    .passwordParameter("key")
                    .successHandler(new ToOwnPages(askedFor))
                    .failureHandler((_, response, refused) -> response.sendRedirect(again(refused)))
                    .permitAll())
        .logout(
            out ->
                out.logoutUrl(Pages.SIGN_OUT).logoutSuccessUrl(Pages.SIGN_IN + "?left").permitAll())
        .exceptionHandling(
            refused ->
                refused.authenticationEntryPoint(new ToSignIn()).accessDeniedPage(Pages.REFUSED))
        .requestCache(cache -> cache.requestCache(askedFor))
        .csrf(csrf -> csrf.csrfTokenRepository(tokens))
        .addFilterBefore(new FormsWithFiles(), CsrfFilter.class)
        .headers(AbstractHttpConfigurer::disable) // PageHeaders sets them
        .build();
  }

  private static String again(AuthenticationException refused) {
    return Pages.SIGN_IN + (refused instanceof LockedException ? "?later" : "?refused");
  }

  /// Shows the page that was asked for before the sign-in, else the first of one's own.
  private static final class ToOwnPages extends SavedRequestAwareAuthenticationSuccessHandler {
    private final RequestCache askedFor;

    ToOwnPages(RequestCache askedFor) {
      this.askedFor = askedFor;
      setRequestCache(askedFor);
    }

    @Override
    public void onAuthenticationSuccess(
        HttpServletRequest request, HttpServletResponse response, Authentication signedIn)
        throws ServletException, IOException {
      askedFor.removeRequest(request, response); // before the redirect, which ends the answer
      super.onAuthenticationSuccess(request, response, signedIn);
    }

    @Override
    protected String determineTargetUrl(
        HttpServletRequest request,
        HttpServletResponse response,
        @Nullable Authentication signedIn) {
      return signedIn != null && SignIns.isOperators(signedIn.getName())
          ? Pages.OPERATOR
          : Pages.HOME;
    }
  }
}
