package easel.worker.gateway;

import easel.worker.track.SeenMessage;
import java.util.function.Consumer;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.RawGatewayEvent;
import net.dv8tion.jda.api.events.session.ReadyEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.events.session.ShutdownEvent;
import net.dv8tion.jda.api.hooks.EventListener;
import net.dv8tion.jda.api.requests.CloseCode;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes on what a bot hears. Messages are read from the raw events: JDA itself drops updates that
/// do not say everything, and holds back messages of threads that it does not know yet.
final class Heard implements EventListener {
  private static final Logger log = LoggerFactory.getLogger(Heard.class);

  private final JdaBot bot;
  private final Consumer<JDA> startAgain;

  Heard(JdaBot bot, Consumer<JDA> startAgain) {
    this.bot = bot;
    this.startAgain = startAgain;
  }

  @Override
  public void onEvent(GenericEvent event) {
    switch (event) {
      case RawGatewayEvent raw -> onRaw(raw.getType(), raw);
      case SessionResumeEvent _ -> bot.become(new BotState.Connected());
      // History may have been read before anything was heard: what came in between was missed.
      case ReadyEvent _, SessionRecreateEvent _ -> {
        bot.become(new BotState.Connected());
        bot.missed();
      }
      case SessionDisconnectEvent _ -> bot.become(new BotState.Connecting());
      case ShutdownEvent shutdown -> onShutdown(shutdown);
      default -> {
        // Everything else that JDA can tell is of no interest.
      }
    }
  }

  private void onRaw(String type, RawGatewayEvent raw) {
    switch (type) {
      case "MESSAGE_CREATE", "MESSAGE_UPDATE" -> {
        var payload = raw.getPayload();
        var ears = bot.earsOf(payload.getUnsignedLong("channel_id"));
        if (!ears.isEmpty()) {
          var message = SeenMessage.read(payload.toMap());
          ears.forEach(listener -> listener.heard(message));
        }
      }
      case "MESSAGE_DELETE" -> {
        var payload = raw.getPayload();
        long channel = payload.getUnsignedLong("channel_id");
        bot.earsOf(channel).forEach(ears -> ears.deleted(channel, payload.getUnsignedLong("id")));
      }
      case "THREAD_UPDATE" -> threadChanged(raw.getPayload(), state(raw.getPayload()));
      case "THREAD_DELETE", "CHANNEL_DELETE" -> {
        threadChanged(raw.getPayload(), Ears.ThreadState.GONE);
        bot.changed();
      }
      case "CHANNEL_UPDATE",
          "GUILD_CREATE",
          "GUILD_DELETE",
          "GUILD_ROLE_UPDATE",
          "GUILD_MEMBER_UPDATE" ->
          bot.changed();
      default -> {
        // Not about messages, threads or permissions.
      }
    }
  }

  private static Ears.ThreadState state(DataObject thread) {
    return thread
            .optObject("thread_metadata")
            .map(data -> data.getBoolean("archived"))
            .orElse(false)
        ? Ears.ThreadState.ARCHIVED
        : Ears.ThreadState.AWAKE;
  }

  private void threadChanged(DataObject thread, Ears.ThreadState state) {
    long id = thread.getUnsignedLong("id");
    bot.earsOf(id).forEach(ears -> ears.threadChanged(id, state));
  }

  private void onShutdown(ShutdownEvent shutdown) {
    var code = shutdown.getCloseCode();
    if (code == null || code.isReconnect()) {
      startAgain.accept(shutdown.getJDA());
      return;
    }
    log.atWarn().addKeyValue("code", code.getCode()).log("Discord ended a bot's session for good");
    bot.become(new BotState.Refused(reason(code)));
  }

  private static String reason(CloseCode code) {
    return switch (code) {
      case AUTHENTICATION_FAILED -> "Discord refused its bot's token";
      case DISALLOWED_INTENTS ->
          "its bot may not read messages: switch the Message Content intent on in Discord's developer portal";
      default -> "Discord ended its bot's session: " + code.getMeaning();
    };
  }
}
