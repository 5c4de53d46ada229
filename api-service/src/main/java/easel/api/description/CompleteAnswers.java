package easel.api.description;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Requires every field of every answer: what is null is written as null, and never left out.
final class CompleteAnswers {
  private static final String REFERENCE = "#/components/schemas/";

  private final Components components;
  private final Set<String> met = new HashSet<>();

  private CompleteAnswers(Components components) {
    this.components = components;
  }

  static void require(OpenAPI description) {
    var answers = new CompleteAnswers(description.getComponents());
    for (var item : description.getPaths().values()) {
      for (var operation : item.readOperations()) {
        operation.getResponses().values().forEach(answer -> answers.visit(answer.getContent()));
      }
    }
  }

  private void visit(@Nullable Content content) {
    if (content != null) {
      content.values().forEach(type -> visit(type.getSchema()));
    }
  }

  private void visit(@Nullable Schema<?> schema) {
    if (schema == null) {
      return;
    }
    var reference = schema.get$ref();
    if (reference != null) {
      var name = reference.substring(REFERENCE.length());
      if (met.add(name)) {
        visit(components.getSchemas().get(name));
      }
      return;
    }
    visit(schema.getItems());
    if (schema.getOneOf() != null) {
      schema.getOneOf().forEach(this::visit);
    }
    if (schema.getProperties() != null) {
      schema.setRequired(new ArrayList<>(schema.getProperties().keySet()));
      schema.getProperties().values().forEach(this::visit);
    }
  }
}
