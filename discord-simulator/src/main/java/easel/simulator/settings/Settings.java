package easel.simulator.settings;

import easel.simulator.http.Json;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The values of all options at one moment.
public final class Settings {
  static final Settings STANDARD = new Settings(null, new EnumMap<>(Option.class));

  private final @Nullable Settings base;
  private final EnumMap<Option, Object> values;

  private Settings(@Nullable Settings base, EnumMap<Option, Object> values) {
    this.base = base;
    this.values = values;
  }

  public boolean flag(Option option) {
    return (Boolean) value(option);
  }

  public long number(Option option) {
    return (Long) value(option);
  }

  public int count(Option option) {
    return Math.toIntExact(number(option));
  }

  public Span span(Option option) {
    return (Span) value(option);
  }

  public String text(Option option) {
    return (String) value(option);
  }

  public boolean is(Option option, String choice) {
    return text(option).equals(choice);
  }

  public @Nullable String text(Option option, String key) {
    return ((Map<?, ?>) value(option)).get(key) instanceof String text ? text : null;
  }

  private Object value(Option option) {
    var own = values.get(option);
    if (own != null) {
      return own;
    }
    return base == null ? option.standard() : base.value(option);
  }

  /// These settings where they say something, the base for all the rest.
  Settings over(Settings newBase) {
    return new Settings(newBase, values);
  }

  /// @throws IllegalArgumentException naming the known options, if the object names another
  Settings with(ObjectNode changes) {
    var changed = new EnumMap<>(values);
    for (var property : changes.properties()) {
      var option = Option.named(property.getKey());
      changed.put(option, option.kind().read(option.key(), property.getValue()));
    }
    return new Settings(base, changed);
  }

  public ObjectNode toJson() {
    var object = Json.object();
    for (var option : Option.values()) {
      object.set(option.key(), option.kind().write(value(option)));
    }
    return object;
  }
}
