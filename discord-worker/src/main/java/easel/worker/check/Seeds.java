package easel.worker.check;

import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.message.SeedQuestion;
import easel.common.message.SeedQuestion.Seed;
import easel.worker.account.DirectoryView;
import easel.worker.send.DiscordAnswer;
import easel.worker.send.DiscordClient;
import easel.worker.send.Interaction;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Finds the seed of a picture, as a person would: puts an envelope on it in the account's name,
/// upon which Midjourney sends the account a direct message. That is read as history; no session is
/// needed for it.
///
/// The envelope stays there: put again, it changes nothing, and the message of before is found.
public final class Seeds {
  private static final String ENVELOPE = "%E2%9C%89%EF%B8%8F";
  private static final Pattern SEED =
      Pattern.compile("\\*\\*seed\\*\\*:?\\s*(\\d{1,20})", Pattern.CASE_INSENSITIVE);
  private static final int LOOKS = 12;

  private final DiscordClient discord;
  private final DirectoryView directory;
  private final Sealer sealer;
  private final Duration pause;

  public Seeds(DiscordClient discord, DirectoryView directory, Sealer sealer) {
    this(discord, directory, sealer, Duration.ofSeconds(1));
  }

  /// @param pause between two looks at the direct messages
  Seeds(DiscordClient discord, DirectoryView directory, Sealer sealer, Duration pause) {
    this.discord = discord;
    this.directory = directory;
    this.sealer = sealer;
    this.pause = pause;
  }

  /// @throws IOException if Discord did not say, or it is not known yet which accounts are linked:
  ///   the asker may try again
  Seed find(SeedQuestion asked) throws IOException, InterruptedException {
    var known = directory.now();
    var account = known.account(asked.account());
    if (account.isEmpty() && !known.complete()) {
      throw new IOException("it is not known yet which accounts are linked");
    }
    if (account.isEmpty() || !account.get().linked()) {
      return new Seed(null, "The account that holds this picture is not linked any more.");
    }
    var token = sealer.open(account.get().sealedUserToken(), SealedFor.userToken(asked.account()));
    var told = told(token, asked.midjourneyJob());
    if (told.isPresent()) {
      return told.get();
    }
    var message = asked.message();
    var put =
        discord.put(
            "/channels/%s/messages/%s/reactions/%s/@me"
                .formatted(message.channel(), message.id(), ENVELOPE),
            token);
    if (put.isPassing()) {
      throw new IOException("Discord answered " + put.status());
    }
    if (put.status() / 100 != 2) {
      return new Seed(
          null,
          "Discord took no reaction to the picture: %d, code %d."
              .formatted(put.status(), put.code()));
    }
    for (int i = 0; i < LOOKS; i++) {
      Thread.sleep(pause);
      var answered = told(token, asked.midjourneyJob());
      if (answered.isPresent()) {
        return answered.get();
      }
    }
    return new Seed(null, "Midjourney did not tell the seed of this picture.");
  }

  private Optional<Seed> told(String token, String job) throws IOException, InterruptedException {
    var channel = direct(said(discord.get("/users/@me/channels", token)));
    if (channel.isEmpty()) {
      return Optional.empty();
    }
    return said(discord.get("/channels/%s/messages?limit=50".formatted(channel.get()), token))
        .valueStream()
        .filter(message -> isMidjourney(message.path("author")))
        .map(message -> message.path("content").asString(""))
        .filter(content -> content.contains(job))
        .flatMap(content -> SEED.matcher(content).results())
        .map(found -> new Seed(found.group(1), null))
        .findFirst();
  }

  /// The account's direct messages with Midjourney, once there are some.
  private static Optional<String> direct(JsonNode channels) {
    return channels
        .valueStream()
        .filter(channel -> channel.path("recipients").valueStream().anyMatch(Seeds::isMidjourney))
        .map(channel -> channel.path("id").asString(""))
        .findFirst();
  }

  private static JsonNode said(DiscordAnswer answer) throws IOException {
    if (!answer.isOk()) {
      throw new IOException("Discord answered " + answer.status());
    }
    return answer.body();
  }

  private static boolean isMidjourney(JsonNode user) {
    return user.path("id").asString("").equals(Interaction.MIDJOURNEY);
  }
}
