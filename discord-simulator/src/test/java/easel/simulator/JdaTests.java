package easel.simulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.entities.Message;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.events.channel.update.ChannelUpdateArchivedEvent;
import net.dv8tion.jda.api.events.message.MessageDeleteEvent;
import net.dv8tion.jda.api.events.message.MessageReceivedEvent;
import net.dv8tion.jda.api.events.message.MessageUpdateEvent;
import net.dv8tion.jda.api.events.session.SessionRecreateEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;
import net.dv8tion.jda.api.utils.Compression;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// JDA, which knows the real Discord well, finds nothing amiss here.
class JdaTests {
  private final Simulator simulator = Simulator.start(SimulatorSettings.forTests());
  private final Control control = new Control(simulator.url());

  @BeforeEach
  void quickly() {
    control.settings(
        """
        {"waitingMs":20,"jobMs":300,"upscaleMs":100,"progressSteps":3,"identifyWindowMs":0}""");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private BotClient bot() throws InterruptedException {
    return new BotClient(simulator.url(), simulator.botToken(), Compression.ZLIB);
  }

  private GuildMessageChannel channel(BotClient bot) {
    return requireNonNull(bot.jda().getChannelById(GuildMessageChannel.class, control.channel()));
  }

  private static List<Button> buttons(Message message) {
    return message.getComponentTree().findAll(Button.class);
  }

  private static List<String> received(BotClient bot) {
    return bot.events(MessageReceivedEvent.class).stream()
        .map(event -> event.getMessage().getContentRaw())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void anImagineIsSeenFromStartToFinal(Compression compression) throws InterruptedException {
    try (var bot = new BotClient(simulator.url(), simulator.botToken(), compression)) {
      // given a person whose jobs a bot listens to
      var account = control.account("{\"plan\":\"STANDARD\"}");

      // when it imagines
      var answer = control.imagine(account, control.channel(), "a tin robot --ar 3:2");

      // then Discord takes it without a word
      assertThat(answer.statusCode()).isEqualTo(204);
      assertThat(answer.body()).isEmpty();

      // and the bot sees the start, the progress, the final, and the start go
      await("the start's deletion")
          .untilAsserted(() -> assertThat(bot.events(MessageDeleteEvent.class)).hasSize(1));
      var mention = "<@" + account.id() + ">";
      assertThat(received(bot))
          .containsExactly(
              "**a tin robot --ar 3:2 --v 7.0** - " + mention + " (Waiting to start)",
              "**a tin robot --ar 3:2 --v 7.0** - " + mention + " (fast)");
      assertThat(
              bot.events(MessageUpdateEvent.class).stream()
                  .map(event -> event.getMessage().getContentRaw())
                  .toList())
          .containsExactly(
              "**a tin robot --ar 3:2 --v 7.0** - " + mention + " (0%) (fast)",
              "**a tin robot --ar 3:2 --v 7.0** - " + mention + " (33%) (fast)",
              "**a tin robot --ar 3:2 --v 7.0** - " + mention + " (66%) (fast)");

      // and start and final are joined by the job's id
      var messages =
          bot.events(MessageReceivedEvent.class).stream()
              .map(MessageReceivedEvent::getMessage)
              .toList();
      var start = messages.getFirst();
      var last = messages.getLast();
      var job = requireNonNull(buttons(start).getFirst().getCustomId());
      assertThat(job).startsWith("MJ::CancelJob::ByJobid::");
      assertThat(last.getAttachments().getFirst().getFileName())
          .endsWith("_" + job.substring("MJ::CancelJob::ByJobid::".length()) + ".png");
      assertThat(start.getInteractionMetadata()).isNotNull();
      assertThat(last.getInteractionMetadata()).isNull();
      assertThat(buttons(last)).hasSize(9);

      // and the picture can be fetched
      var picture = control.download(last.getAttachments().getFirst().getUrl());
      assertThat(picture).hasSize(last.getAttachments().getFirst().getSize());
      assertThat(new String(picture, 1, 3, java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("PNG");
    }
  }

  @Test
  void historyHoldsTheFinalButNotTheDeletedStart() throws InterruptedException {
    try (var bot = bot()) {
      control.imagine(control.account("{}"), control.channel(), "a fern");
      await().until(() -> bot.events(MessageDeleteEvent.class).size() == 1);

      var history = channel(bot).getHistory().retrievePast(10).complete();

      assertThat(history)
          .extracting(Message::getContentRaw)
          .hasSize(1)
          .first()
          .asString()
          .endsWith("(fast)");
    }
  }

  @Test
  void aBotMakesAThreadAndWakesIt() throws InterruptedException {
    try (var bot = bot()) {
      // given a thread that has gone to sleep
      var parent = requireNonNull(bot.jda().getTextChannelById(control.channel()));
      ThreadChannel thread = parent.createThreadChannel("work").complete();
      thread.getManager().setArchived(true).complete();
      await("the archiving to be told")
          .until(() -> bot.events(ChannelUpdateArchivedEvent.class).size() == 1);
      assertThat(bot.jda().getThreadChannelById(thread.getId())).isNull();

      // when a command is sent into it
      var account = control.account("{}");
      assertThat(control.imagine(account, thread.getId(), "nobody hears this").statusCode())
          .isEqualTo(204);

      // then nothing comes of it
      await("silence")
          .during(ofMillis(500))
          .atMost(ofSeconds(2))
          .until(() -> received(bot).stream().noneMatch(text -> text.contains("nobody")));

      // until it is woken
      var woken =
          control.send(
              "PATCH",
              "/api/v10/channels/" + thread.getId(),
              "Bot " + simulator.botToken(),
              "{\"archived\":false}");
      assertThat(woken.statusCode()).isEqualTo(200);
      await("the waking to be told")
          .until(() -> bot.events(ChannelUpdateArchivedEvent.class).size() == 2);
      control.imagine(account, thread.getId(), "somebody hears this");
      await("the final in the thread")
          .until(
              () ->
                  bot.events(MessageReceivedEvent.class).stream()
                      .anyMatch(
                          event ->
                              event.getChannel().getId().equals(thread.getId())
                                  && event.getMessage().getContentRaw().endsWith("(fast)")));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Interruption.class,
      names = {"DROP", "RECONNECT", "INVALID_RESUMABLE"})
  void whatHappensMeanwhileIsPlayedAgain(Interruption interruption) throws InterruptedException {
    try (var bot = bot()) {
      var account = control.account("{}");
      control.imagine(account, control.channel(), "before");
      await().until(() -> bot.events(MessageDeleteEvent.class).size() == 1);

      // when the connection is lost while a job runs
      control.imagine(account, control.channel(), "meanwhile");
      control.post(
          "/control/faults", "{\"on\":\"gateway\",\"kind\":\"" + interruption.kind + "\"}");

      // then nothing is lost
      await("the session to be resumed")
          .atMost(ofSeconds(30))
          .until(() -> bot.events(SessionResumeEvent.class).size() == 1);
      await("all of both jobs")
          .untilAsserted(() -> assertThat(bot.events(MessageDeleteEvent.class)).hasSize(2));
      assertThat(received(bot)).hasSize(4);
    }
  }

  enum Interruption {
    DROP("drop"),
    RECONNECT("op7"),
    INVALID_RESUMABLE("op9resumable");

    private final String kind;

    Interruption(String kind) {
      this.kind = kind;
    }
  }

  @Test
  void anInvalidSessionBeginsAnew() throws InterruptedException {
    try (var bot = bot()) {
      control.post("/control/faults", "{\"on\":\"gateway\",\"kind\":\"op9\"}");

      await("a new session")
          .atMost(ofSeconds(30))
          .until(() -> bot.events(SessionRecreateEvent.class).size() == 1);
      control.imagine(control.account("{}"), control.channel(), "afterwards");
      await().until(() -> bot.events(MessageDeleteEvent.class).size() == 1);
    }
  }

  @Test
  void aConnectionThatHangsIsGivenUpAndASessionBegunAnew() throws InterruptedException {
    control.settings("{\"heartbeatIntervalMs\":2000}");
    try (var bot = bot()) {
      control.post("/control/faults", "{\"on\":\"gateway\",\"kind\":\"hang\"}");

      await("a new session")
          .atMost(ofSeconds(30))
          .until(() -> bot.events(SessionRecreateEvent.class).size() == 1);
      control.imagine(control.account("{}"), control.channel(), "afterwards");
      await().until(() -> bot.events(MessageDeleteEvent.class).size() == 1);
    }
  }

  @Test
  void ephemeralMessagesNeverReachABot() throws InterruptedException {
    try (var bot = bot()) {
      // when a job's start is ephemeral, another is refused, and a third is hidden altogether
      control.settings("{\"imagineProgress\":\"ephemeral\"}");
      var account = control.account("{}");
      control.imagine(account, control.channel(), "a fern");
      control.imagine(account, control.channel(), "much gore");
      control.imagine(account, control.channel(), "sim-hidden fern");
      await("two jobs to end").until(() -> control.ledger("JOB_ENDED").size() == 2);

      // then the bot sees one final, and history holds no more
      await("only the final")
          .during(ofMillis(300))
          .atMost(ofSeconds(2))
          .until(() -> received(bot).size() <= 1);
      assertThat(received(bot)).hasSize(1);
      assertThat(channel(bot).getHistory().retrievePast(10).complete()).hasSize(1);
    }
  }

  @Test
  void aBotThatWasThrownOutHearsAndMayNothingMore() throws InterruptedException {
    try (var bot = bot()) {
      // given a bot in a guild
      var left = channel(bot);

      // when it is thrown out
      var member =
          "/control/guilds/" + control.guild() + "/members/" + bot.jda().getSelfUser().getId();
      assertThat(control.send("DELETE", member, null, null).statusCode()).isEqualTo(204);

      // then it learns of that, and reads nothing there
      await("the guild is gone").until(() -> bot.jda().getGuildById(control.guild()) == null);
      var asked = left.getHistory().retrievePast(1).submit();
      await("an answer").until(asked::isDone);
      assertThat(asked).isCompletedExceptionally();

      // and hears no more of it, while others do
      var before = bot.events(MessageReceivedEvent.class).size();
      control.imagine(control.account("{}"), control.channel(), "unheard");
      await("the job").until(() -> control.ledger("JOB_ENDED").size() == 1);
      assertThat(bot.events(MessageReceivedEvent.class)).hasSize(before);

      // and cannot be thrown out twice
      assertThat(control.send("DELETE", member, null, null).statusCode()).isEqualTo(404);

      // and hears again once it was invited again
      assertThat(control.send("PUT", member, null, null).statusCode()).isEqualTo(204);
      await("the guild is back").until(() -> bot.jda().getGuildById(control.guild()) != null);
      control.imagine(control.account("{}"), control.channel(), "heard");
      await("its final")
          .until(() -> received(bot).stream().anyMatch(text -> text.contains("heard")));
    }
  }
}
