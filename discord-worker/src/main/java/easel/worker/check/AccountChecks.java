package easel.worker.check;

import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.message.AccountCheck;
import easel.common.message.AccountCheck.Checked;
import easel.common.message.AccountCheck.Problem;
import easel.worker.gateway.Bot;
import easel.worker.gateway.BotState;
import easel.worker.gateway.Bots;
import easel.worker.send.CommandIndex;
import easel.worker.send.DiscordAnswer;
import easel.worker.send.DiscordClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Finds out whether an account could be linked so: asks Discord, changes nothing.
public final class AccountChecks {
  private static final Duration BOT_CONNECTS = Duration.ofSeconds(15);
  // A channel or a permission of a moment ago may not have reached the bot's session yet.
  private static final Duration BOT_LEARNS = Duration.ofSeconds(2);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final DiscordClient discord;
  private final CommandIndex commands;
  private final Bots bots;
  private final Sealer sealer;
  private final String operatorsBotToken;

  /// @param operatorsBotToken empty if there is none
  public AccountChecks(
      DiscordClient discord,
      CommandIndex commands,
      Bots bots,
      Sealer sealer,
      String operatorsBotToken) {
    this.discord = discord;
    this.commands = commands;
    this.bots = bots;
    this.sealer = sealer;
    this.operatorsBotToken = operatorsBotToken;
  }

  /// @throws IOException if Discord did not say: the asker may try again
  Checked check(AccountCheck asked) throws IOException, InterruptedException {
    var token = sealer.open(asked.sealedUserToken(), SealedFor.checkedUserToken(asked.request()));
    var user = said(discord.get("/users/@me", token));
    if (user.isUnauthorized()) {
      return new Checked(
          null,
          null,
          List.of(new Problem("userToken", "refused-token", "Discord refused userToken.")));
    }
    if (user.status() != 200) {
      return new Checked(
          null,
          null,
          List.of(
              new Problem(
                  "userToken",
                  "refused-account",
                  "Discord answered %d to userToken.".formatted(user.status()))));
    }
    var problems = new ArrayList<Problem>();
    problems.addAll(problemsOfPlace(asked, token));
    problems.addAll(problemsOfBot(asked, problems.isEmpty()));
    return new Checked(
        user.body().path("id").asString(), user.body().path("username").asString(""), problems);
  }

  private List<Problem> problemsOfPlace(AccountCheck asked, String token)
      throws IOException, InterruptedException {
    if (said(discord.get("/guilds/" + asked.server(), token)).status() != 200) {
      return List.of(
          new Problem(
              "serverId",
              "unknown-server",
              "The account is in no server with serverId %s.".formatted(asked.server())));
    }
    var channel = said(discord.get("/channels/" + asked.channel(), token));
    if (channel.status() != 200
        || !channel.body().path("guild_id").asString("").equals(asked.server())) {
      return List.of(
          new Problem(
              "channelId",
              "unknown-channel",
              "The account sees no channel with channelId %s in server %s."
                  .formatted(asked.channel(), asked.server())));
    }
    return switch (commands.lookUp(asked.server(), token)) {
      case CommandIndex.LookUp.Found _ -> List.of();
      case CommandIndex.LookUp.Missing _, CommandIndex.LookUp.TokenRefused _ ->
          List.of(
              new Problem(
                  "serverId",
                  "no-midjourney",
                  "Midjourney's /imagine is not offered in server %s: add its bot there."
                      .formatted(asked.server())));
      case CommandIndex.LookUp.Unreached(var detail) -> throw new IOException(detail);
    };
  }

  private List<Problem> problemsOfBot(AccountCheck asked, boolean placeIsRight)
      throws IOException, InterruptedException {
    var token = botToken(asked);
    if (token.isEmpty()) {
      return List.of(
          new Problem(
              "botToken",
              "no-bot",
              "Expected a botToken: the operator of this Easel has configured no bot."));
    }
    var bot = bots.bot(token);
    var problems = problems(bot, asked, placeIsRight);
    if (!problems.isEmpty() && !token.equals(operatorsBotToken)) {
      bots.drop(token);
    }
    return problems;
  }

  private List<Problem> problems(Bot bot, AccountCheck asked, boolean placeIsRight)
      throws IOException, InterruptedException {
    if (!within(BOT_CONNECTS, () -> !(bot.state() instanceof BotState.Connecting))) {
      throw new IOException("the bot did not connect in time");
    }
    if (bot.state() instanceof BotState.Refused(var reason)) {
      return List.of(new Problem("botToken", "refused-bot", "botToken: " + reason + "."));
    }
    if (!placeIsRight
        || within(BOT_LEARNS, () -> bot.obstacles(asked.server(), asked.channel()).isEmpty())) {
      return List.of();
    }
    return bot.obstacles(asked.server(), asked.channel()).stream()
        .map(obstacle -> new Problem("channelId", "bot-cannot-serve", obstacle + "."))
        .toList();
  }

  private String botToken(AccountCheck asked) {
    var sealed = asked.sealedBotToken();
    return sealed == null
        ? operatorsBotToken
        : sealer.open(sealed, SealedFor.checkedBotToken(asked.request()));
  }

  private static DiscordAnswer said(DiscordAnswer answer) throws IOException {
    if (answer.isPassing()) {
      throw new IOException("Discord answered " + answer.status());
    }
    return answer;
  }

  private static boolean within(Duration time, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(LOOK);
    }
    return true;
  }
}
