package easel.simulator;

import easel.simulator.cdn.Cdn;
import easel.simulator.control.ControlApi;
import easel.simulator.http.Exchange;
import easel.simulator.http.Json;
import easel.simulator.http.WebServer;
import easel.simulator.rest.DiscordApi;
import easel.simulator.rest.RegionEditor;
import java.util.regex.Pattern;

/// Tells the parts of the site apart by the beginning of the path.
final class Site implements WebServer.Site {
  private static final Pattern ATTACHMENT =
      Pattern.compile("/(?:ephemeral-)?attachments/\\d+/(\\d+)/([^/]+)");

  private final DiscordApi api;
  private final Cdn cdn;
  private final ControlApi control;
  private final RegionEditor editor;

  Site(DiscordApi api, Cdn cdn, ControlApi control, RegionEditor editor) {
    this.api = api;
    this.cdn = cdn;
    this.control = control;
    this.editor = editor;
  }

  @Override
  public void answer(Exchange exchange) throws InterruptedException {
    var path = exchange.path();
    if (path.startsWith("/api/")) {
      api.answer(exchange);
      return;
    }
    if (path.startsWith("/control/")) {
      control.answer(exchange);
      return;
    }
    if (path.equals(RegionEditor.PATH) && exchange.method().equals("POST")) {
      editor.answer(exchange);
      return;
    }
    if (path.startsWith("/upload/") && exchange.method().equals("PUT")) {
      cdn.upload(exchange, path.substring("/upload/".length()));
      return;
    }
    var attachment = ATTACHMENT.matcher(path);
    if (attachment.matches() && exchange.method().equals("GET")) {
      cdn.download(exchange, attachment.group(1), attachment.group(2));
      return;
    }
    exchange.json(404, Json.object().put("message", "404: Not Found").put("code", 0));
  }
}
