package easel.worker.send;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Midjourney's editor of a region is told, in its own form.
///
/// @param region what the editor was opened with: whoever knows it may answer
/// @param mask the picture of what is drawn anew, in Base64
public record MarkedRegion(String region, String prompt, String mask) {
  Map<String, @Nullable Object> body() {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("customId", region);
    body.put("prompt", prompt);
    body.put("full_prompt", null);
    body.put("mask", mask);
    // The editor's own page sends these for everybody.
    body.put("userId", "0");
    body.put("username", "0");
    return body;
  }

  @Override
  public String toString() {
    return "MarkedRegion[mask of %d characters]".formatted(mask.length());
  }
}
