package easel.simulator.rest;

import easel.simulator.cdn.Uploads;
import easel.simulator.cdn.Uploads.Upload;
import easel.simulator.http.Exchange;
import easel.simulator.http.Json;
import easel.simulator.http.Json.BadJson;
import easel.simulator.midjourney.Midjourney;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// The page in which a region of a picture is marked: it is Midjourney's, takes no token of
/// Discord's, and is sent once for each time that it was opened.
public final class RegionEditor {
  public static final String PATH = "/.proxy/inpaint/api/submit-job";

  private final Midjourney midjourney;
  private final Uploads uploads;

  public RegionEditor(Midjourney midjourney, Uploads uploads) {
    this.midjourney = midjourney;
    this.uploads = uploads;
  }

  public void answer(Exchange exchange) {
    String region;
    String prompt;
    byte[] mask;
    try {
      var body = Json.parse(exchange.body());
      region = Json.text(body, "customId", "");
      prompt = Json.text(body, "prompt", "");
      mask = Base64.getDecoder().decode(Json.text(body, "mask", ""));
    } catch (BadJson | IllegalArgumentException bad) {
      refuse(exchange, 400, bad.getMessage());
      return;
    }
    if (exchange.header("Authorization") != null) {
      refuse(exchange, 400, "expected no token of Discord's");
      return;
    }
    if (!isPicture(mask)) {
      refuse(exchange, 400, "expected mask to be a picture in Base64");
      return;
    }
    var name = "mask-" + UUID.randomUUID();
    uploads.put(name, new Upload("image/png", mask));
    if (midjourney.mark(region, prompt, name)) {
      exchange.json(200, Json.object().put("success", true));
    } else {
      refuse(exchange, 404, "expected the customId of an open editor");
    }
  }

  private static boolean isPicture(byte[] mask) {
    try {
      return ImageIO.read(new ByteArrayInputStream(mask)) != null;
    } catch (IOException broken) {
      return false;
    }
  }

  private static void refuse(Exchange exchange, int status, @Nullable String why) {
    exchange.json(status, Json.object().put("success", false).put("error", why));
  }
}
