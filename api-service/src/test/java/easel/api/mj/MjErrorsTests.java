package easel.api.mj;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.http.Problem.FieldError;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

class MjErrorsTests {
  @ParameterizedTest
  @CsvSource({
    "400, prompt-required, 4",
    "404, not-found, 4",
    "409, no-account, 3",
    "409, account-unlinked, 4",
    "409, button-not-offered, 4",
    "413, body-too-large, 4",
    "415, unsupported-media-type, 4",
    "422, banned-word, 24",
    "429, too-many-requests, 9",
    "500, internal, 9",
    "503, unavailable, 9"
  })
  void aProblemBecomesACode(int status, String type, int code) {
    assertThat(MjErrors.result(problem(status, type)))
        .isEqualTo(new SubmitResult(code, "It is so.", "", Map.of()));
  }

  @Test
  void theBannedWordIsNamed() {
    var problem = problem(HttpStatus.UNPROCESSABLE_CONTENT.value(), "banned-word");
    problem.setProperty("bannedWord", "x");
    assertThat(MjErrors.result(problem).properties()).isEqualTo(Map.of("bannedWord", "x"));
  }

  @Test
  void allThatIsWrongIsInTheOneDescription() {
    var problem = problem(400, "invalid-fields");
    problem.setProperty(
        "errors",
        List.of(
            new FieldError("link", "invalid-link", "Either is required."),
            new FieldError("base64", "invalid-base64", "Either is required."),
            new FieldError("state", "state-too-long", "state is too long.")));
    assertThat(MjErrors.result(problem).description())
        .isEqualTo("Either is required. state is too long.");
  }

  @ParameterizedTest
  @CsvSource({"409, 200", "400, 200", "429, 429", "503, 503", "500, 500"})
  void whatIsNotTheRequestsFaultKeepsItsStatus(int status, int answered) throws Exception {
    var response = answer(new MjElseController(), status);
    assertThat(written).isInstanceOf(SubmitResult.class);
    assertThat(response.getStatus()).isEqualTo(answered);
    assertThat(response.getContentType()).isEqualTo("application/json");
  }

  @Test
  void aWrongKeyIsAnsweredWithoutABody() throws Exception {
    var response = answer(new MjElseController(), 401);
    assertThat(written).isNull();
    assertThat(response.getStatus()).isEqualTo(401);
    assertThat(response.getContentType()).isNull();
  }

  @Test
  void whatOthersRefuseKeepsItsProblem() throws Exception {
    var response = answer(new Object(), 409);
    assertThat(written).isInstanceOf(ProblemDetail.class);
    assertThat(response.getStatus()).isEqualTo(409);
  }

  // What would be written; the answer is as it is just before.
  private @Nullable Object written;

  /// @param controller the one that was found for the request
  private MockHttpServletResponse answer(Object controller, int status) throws Exception {
    var request = new MockHttpServletRequest();
    var method = Object.class.getMethod("toString");
    request.setAttribute(
        HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, new HandlerMethod(controller, method));
    var servlet = new MockHttpServletResponse();
    servlet.setStatus(status);
    var response = new ServletServerHttpResponse(servlet);
    response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    written =
        new MjErrors()
            .beforeBodyWrite(
                problem(status, "any"),
                new MethodParameter(method, -1),
                MediaType.APPLICATION_PROBLEM_JSON,
                JacksonJsonHttpMessageConverter.class,
                new ServletServerHttpRequest(request),
                response);
    response.flush();
    return servlet;
  }

  private static ProblemDetail problem(int status, String type) {
    var problem = ProblemDetail.forStatus(status);
    problem.setType(URI.create("urn:easel:" + type));
    problem.setDetail("It is so.");
    return problem;
  }
}
