package easel.simulator;

import easel.simulator.cdn.Cdn;
import easel.simulator.cdn.Links;
import easel.simulator.cdn.Uploads;
import easel.simulator.control.ControlApi;
import easel.simulator.control.Inhabitants;
import easel.simulator.fault.Faults;
import easel.simulator.gateway.Events;
import easel.simulator.gateway.Gateway;
import easel.simulator.http.WebServer;
import easel.simulator.ledger.Ledger;
import easel.simulator.midjourney.Midjourney;
import easel.simulator.rest.ChannelCalls;
import easel.simulator.rest.DiscordApi;
import easel.simulator.rest.GuildCalls;
import easel.simulator.rest.InteractionCalls;
import easel.simulator.rest.RegionEditor;
import easel.simulator.rest.Threads;
import easel.simulator.settings.SettingsStore;
import easel.simulator.wire.Entities;
import easel.simulator.world.Timer;
import easel.simulator.world.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.eclipse.jetty.server.Request;

/// A running simulator.
public final class Simulator implements AutoCloseable {
  private final Timer timer = new Timer();
  private final WebServer server;
  private final String url;
  private final String botToken;

  private Simulator(SimulatorSettings settings) {
    var port = settings.port() == 0 ? freePort(settings.host()) : settings.port();
    botToken = settings.botToken();
    url =
        settings.url() == null
            ? "http://" + settings.host() + ":" + port
            : settings.url().replaceFirst("/+$", "");
    var options = new SettingsStore();
    var world = new World(botToken, options);
    var ledger = new Ledger(options);
    var faults = new Faults();
    var links = new Links(url, options);
    var uploads = new Uploads();
    var entities = new Entities(world, links);
    var gateway =
        new Gateway(
            world, entities, faults, ledger, timer, url.replaceFirst("^http", "ws") + "/gateway");
    var events = new Events(gateway, world, entities);
    var midjourney = new Midjourney(world, events, ledger, timer, links);
    var interactions = new InteractionCalls(world, midjourney, links, uploads);
    var api =
        new DiscordApi(
            world,
            faults,
            ledger,
            timer,
            interactions,
            new ChannelCalls(
                world,
                entities,
                events,
                midjourney,
                uploads,
                new Threads(world, entities, events, ledger, timer),
                url),
            new GuildCalls(world, entities, events, gateway));
    var cdn = new Cdn(links, midjourney::subject, uploads, options, faults);
    Runnable reset =
        () -> {
          timer.clear();
          faults.clear();
          options.clear();
          gateway.clear();
          midjourney.clear();
          interactions.clear();
          uploads.clear();
          api.clear();
          world.clear();
          ledger.clear();
        };
    var control =
        new ControlApi(
            options,
            faults,
            gateway,
            ledger,
            midjourney,
            uploads,
            cdn,
            new Inhabitants(world, events, gateway, midjourney, ledger),
            reset);
    server =
        new WebServer(
            settings.host(),
            port,
            request -> {
              var query = Request.extractQueryParameters(request);
              return gateway.connect(
                  query.getValue("v"), query.getValue("encoding"), query.getValue("compress"));
            },
            new Site(api, cdn, control, new RegionEditor(midjourney, uploads, faults, ledger)));
  }

  public static Simulator start(SimulatorSettings settings) {
    var simulator = new Simulator(settings);
    simulator.server.start();
    return simulator;
  }

  private static int freePort(String host) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, 0));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException("could not find a free port: " + e.getMessage(), e);
    }
  }

  /// The base of everything: `/api`, `/gateway` and `/control` are below it.
  public String url() {
    return url;
  }

  /// The token of the bot that is there from the start.
  public String botToken() {
    return botToken;
  }

  @Override
  public void close() {
    timer.close();
    server.close();
  }
}
