package easel.api.description;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Describes records as the compiler knows them: what is `@Nullable` may be null or left out, all
/// else is required. A component that is `@Nullable` only to be refused in our own words is marked
/// as required with `@Schema`.
@Component
class RecordModels implements ModelConverter {
  private static final String REFERENCE = "#/components/schemas/";
  private static final String NULL = "null";

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> schema = chain.next().resolve(type, context, chain);
    JavaType java = Json31.mapper().constructType(type.getType());
    if (schema != null && java != null && java.getRawClass().isRecord()) {
      var model = model(schema, context);
      if (model != null && model.getProperties() != null) {
        describe(model, java.getRawClass().getRecordComponents());
      }
    }
    return schema;
  }

  private static @Nullable Schema<?> model(Schema<?> schema, ModelConverterContext context) {
    var reference = schema.get$ref();
    return reference == null
        ? schema
        : context.getDefinedModels().get(reference.substring(REFERENCE.length()));
  }

  private static void describe(Schema<?> model, RecordComponent[] components) {
    for (var component : components) {
      var name = component.getName();
      var property = model.getProperties().get(name);
      if (property == null || isRequired(model, name)) {
        continue;
      }
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        model.getProperties().put(name, orNull(property));
      } else {
        model.addRequiredItem(name);
      }
    }
  }

  private static boolean isRequired(Schema<?> model, String name) {
    return model.getRequired() != null && model.getRequired().contains(name);
  }

  /// The same, or null. It may have been made so already: a model is met once for each of its uses.
  private static Schema<?> orNull(Schema<?> schema) {
    if (schema.get$ref() != null) {
      var nothing = new JsonSchema();
      nothing.addType(NULL);
      var either = new JsonSchema();
      either.addOneOfItem(schema);
      either.addOneOfItem(nothing);
      return either;
    }
    if (schema.getTypes() == null || schema.getTypes().contains(NULL)) {
      return schema;
    }
    schema.addType(NULL);
    addNull(schema);
    return schema;
  }

  // JSON Schema looks at each keyword by itself: an enumeration has to list null, too.
  private static <T> void addNull(Schema<T> schema) {
    if (schema.getEnum() != null) {
      var values = new ArrayList<@Nullable T>(schema.getEnum());
      values.add(null);
      schema.setEnum(values);
    }
  }
}
