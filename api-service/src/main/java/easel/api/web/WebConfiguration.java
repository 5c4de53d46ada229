package easel.api.web;

import easel.api.customer.Customer;
import easel.api.customer.CustomerAuthentication;
import easel.api.customer.OperatorAuthentication;
import easel.api.rate.RateLimitInterceptor;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Who may call what, and what is counted.
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
  private static final String API = "/api/v1/**";
  private static final String ADMIN = "/api/v1/admin/**";
  private static final String[] MJ = {
    "/mj/**", "/mj-fast/mj/**", "/mj-relax/mj/**", "/mj-turbo/mj/**"
  };

  private final CustomerAuthentication customers;
  private final OperatorAuthentication operator;
  private final RateLimitInterceptor rates;

  WebConfiguration(
      CustomerAuthentication customers,
      OperatorAuthentication operator,
      RateLimitInterceptor rates) {
    this.customers = customers;
    this.operator = operator;
    this.rates = rates;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(operator).addPathPatterns(ADMIN);
    registry
        .addInterceptor(customers)
        .addPathPatterns(API)
        .addPathPatterns(MJ)
        .excludePathPatterns(ADMIN);
    registry
        .addInterceptor(rates)
        .addPathPatterns(API)
        .addPathPatterns(MJ)
        .excludePathPatterns(ADMIN);
  }

  // There is one form of every answer, whatever a client says it accepts.
  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
    negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallingCustomer());
  }

  private static final class CallingCustomer implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType() == Customer.class;
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders) {
      var servlet = request.getNativeRequest(HttpServletRequest.class);
      if (servlet == null) {
        throw new IllegalStateException("expected a servlet request, got: " + request);
      }
      return CustomerAuthentication.customerOf(servlet);
    }
  }
}
