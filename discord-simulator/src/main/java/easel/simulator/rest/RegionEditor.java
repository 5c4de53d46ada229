package easel.simulator.rest;

import easel.simulator.cdn.Uploads;
import easel.simulator.cdn.Uploads.Upload;
import easel.simulator.fault.FaultKind;
import easel.simulator.fault.Faults;
import easel.simulator.fault.Place;
import easel.simulator.http.Exchange;
import easel.simulator.http.Json;
import easel.simulator.http.Json.BadJson;
import easel.simulator.ledger.Kind;
import easel.simulator.ledger.Ledger;
import easel.simulator.ledger.LedgerRecord;
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
  private final Faults faults;
  private final Ledger ledger;

  public RegionEditor(Midjourney midjourney, Uploads uploads, Faults faults, Ledger ledger) {
    this.midjourney = midjourney;
    this.uploads = uploads;
    this.faults = faults;
    this.ledger = ledger;
  }

  public void answer(Exchange exchange) throws InterruptedException {
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
    var fault = faults.take(Place.FORMS, midjourney.accountOf(region));
    if (fault != null) {
      ledger.append(
          LedgerRecord.of(Kind.FAULT)
              .account(midjourney.accountOf(region))
              .outcome(fault.kind().key())
              .detail(exchange.method() + " " + exchange.path()));
      if (fault.kind() == FaultKind.HANG) {
        midjourney.lose(region, prompt, name, "HUNG");
        faults.hang();
        exchange.cut();
        return;
      }
      faults.hang(); // it is late
    }
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
