package easel.api.mj;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers what other servers of this dialect offer and Easel does not, in a form that clients
/// read.
@Hidden
@RestController
class MjElseController {
  @RequestMapping({"/mj/**", "/mj-fast/mj/**", "/mj-relax/mj/**", "/mj-turbo/mj/**"})
  ResponseEntity<SubmitResult> notOffered(HttpServletRequest request) {
    return ResponseEntity.status(HttpStatus.NOT_FOUND)
        .body(
            SubmitResult.refused(
                Code.INVALID,
                "Easel does not offer %s %s."
                    .formatted(request.getMethod(), request.getRequestURI())));
  }
}
