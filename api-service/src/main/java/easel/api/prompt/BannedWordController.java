package easel.api.prompt;

import easel.api.customer.Customer;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Banned words, read and replaced as a whole.
@Tag(name = "banned words")
@RestController
@RequestMapping("/api/v1")
class BannedWordController {
  record NewWords(
      @ArraySchema(arraySchema = @Schema(requiredMode = RequiredMode.REQUIRED))
          @Nullable List<@Nullable String> words) {}

  /// @param operatorWords which hold beside the customer's own
  record WordsOfCustomer(List<String> words, List<String> operatorWords) {}

  record WordsOfOperator(List<String> words) {}

  private final BannedWords bannedWords;

  BannedWordController(BannedWords bannedWords) {
    this.bannedWords = bannedWords;
  }

  @GetMapping("/banned-words")
  WordsOfCustomer own(@Parameter(hidden = true) Customer customer) {
    return new WordsOfCustomer(bannedWords.ofCustomer(customer.id()), bannedWords.ofOperator());
  }

  @PutMapping("/banned-words")
  WordsOfCustomer putOwn(@Parameter(hidden = true) Customer customer, @RequestBody NewWords body) {
    bannedWords.putOfCustomer(customer.id(), body.words());
    return own(customer);
  }

  @GetMapping("/admin/banned-words")
  WordsOfOperator ofOperator() {
    return new WordsOfOperator(bannedWords.ofOperator());
  }

  @PutMapping("/admin/banned-words")
  WordsOfOperator putOfOperator(@RequestBody NewWords body) {
    bannedWords.putOfOperator(body.words());
    return ofOperator();
  }
}
