package easel.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever is not as described is found, and what a client does wrong on purpose is not.
class ContractTests {
  private static final String JSON = "application/json";
  private static final Contract CONTRACT =
      new Contract(
          Description.of(
              """
              {"openapi": "3.1.0",
               "paths": {
                 "/api/v1/jobs/{id}": {
                   "get": {"responses": {
                     "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}},
                     "503": {
                       "headers": {"Retry-After": {"required": true}},
                       "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}},
                   "delete": {"responses": {"204": {"description": "Gone."}}},
                   "patch": {
                     "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Change"}}}},
                     "responses": {
                       "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}},
                       "400": {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}}}},
                 "/mj/task/{id}/fetch": {
                   "get": {"responses": {
                     "200": {
                       "x-may-be-empty": true,
                       "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}}}}}},
               "components": {"schemas": {
                 "Job": {
                   "type": "object",
                   "required": ["id", "status"],
                   "properties": {
                     "id": {"type": "integer"},
                     "status": {"type": ["string", "null"], "enum": ["DONE", "FAIL", null]}}},
                 "Change": {
                   "type": "object",
                   "required": ["status"],
                   "properties": {"status": {"type": "string"}}},
                 "Problem": {
                   "type": "object",
                   "required": ["type"],
                   "properties": {"type": {"type": "string"}}}}}}
              """));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          GET    | /api/v1/jobs/7        | 200 | application/json         | {"id":7,"status":"DONE"}
          GET    | /api/v1/jobs/7?wait=1 | 200 | application/json;charset=utf-8 | {"id":7,"status":null}
          DELETE | /api/v1/jobs/7        | 204 | ~~                       | ~~
          GET    | /mj/task/7/fetch      | 200 | application/json         | {"id":7,"status":"DONE"}
          GET    | /mj-fast/mj/task/7/fetch | 200 | ~~                    | ~~
          GET    | /api/v1/nothing       | 404 | application/problem+json | {"type":"urn:x"}
          """)
  void whatIsAsDescribedIsFound(String method, String path, int status, String type, String body) {
    assertThatCode(() -> CONTRACT.check(answer(method, path, status, type, body)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          GET    | /api/v1/jobs/7    | 404 | application/problem+json | {"type":"urn:x"}         | expected one of the statuses [200, 503], got: 404
          GET    | /api/v1/jobs/7    | 200 | application/json | {"id":7,"status":"GONE"}         | /status
          GET    | /api/v1/jobs/7    | 200 | application/json | {"id":"7","status":"DONE"}       | /id
          GET    | /api/v1/jobs/7    | 200 | application/json | {"id":7}                         | 'status'
          GET    | /api/v1/jobs/7    | 200 | application/json | {"id":7,"status":"DONE","new":1} | 'new'
          GET    | /api/v1/jobs/7    | 200 | application/json | {"id":                           | expected JSON
          GET    | /api/v1/jobs/7    | 200 | text/html        | <html>                           | expected one of the types [application/json], got: text/html
          GET    | /api/v1/jobs/7    | 200 | ~~               | ~~                               | expected one of the types [application/json]
          GET    | /api/v1/jobs/7    | 503 | application/problem+json | {"type":"urn:x"}         | expected the header Retry-After, got none
          DELETE | /api/v1/jobs/7    | 204 | application/json | {}                               | expected no body
          PUT    | /api/v1/jobs/7    | 200 | application/json | {}                               | of a call that is not described, got: 200
          GET    | /api/v1/nothing   | 404 | text/html        | <html>                           | expected a problem
          GET    | /api/v1/nothing   | 500 | application/problem+json | {"type":"urn:x"}         | of a call that is not described, got: 500
          """)
  void whatIsNotAsDescribedIsNamed(
      String method, String path, int status, String type, String body, String what) {
    assertThatThrownBy(() -> CONTRACT.check(answer(method, path, status, type, body)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("%s %s was answered with %d", method, path, status)
        .hasMessageContaining(what);
  }

  @Test
  void whatIsTakenMustBeDescribedAndWhatIsRefusedNeedNot() {
    var job = "{\"id\":7,\"status\":\"DONE\"}";
    assertThatThrownBy(() -> CONTRACT.check(patch("{\"status\":1}", 200, JSON, job)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PATCH /api/v1/jobs/7 was answered with 200")
        .hasMessageContaining("in what was sent and taken, at '/status'");
    assertThatCode(() -> CONTRACT.check(patch("{\"status\":\"DONE\",\"more\":1}", 200, JSON, job)))
        .doesNotThrowAnyException();

    // a refusal is held against the description by itself
    var refusal = "application/problem+json";
    assertThatCode(
            () -> CONTRACT.check(patch("{\"status\":1}", 400, refusal, "{\"type\":\"urn:x\"}")))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> CONTRACT.check(patch("{\"status\":1}", 400, refusal, "{}")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'type'");
  }

  private static Exchange answer(String method, String path, int status, String type, String body) {
    return exchange(method, path, null, status, type, body);
  }

  private static Exchange patch(String sent, int status, String type, String body) {
    return exchange("PATCH", "/api/v1/jobs/7", sent, status, type, body);
  }

  private static Exchange exchange(
      String method, String path, @Nullable String sent, int status, String type, String body) {
    var headers = type.isEmpty() ? Map.<String, String>of() : Map.of("Content-Type", type);
    return new Exchange(method, path, sent, status, headers, body);
  }
}
