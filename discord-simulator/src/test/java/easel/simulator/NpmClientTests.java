package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import easel.simulator.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The npm package `midjourney`, written for the real services by people who never saw this
/// simulator, runs against it unchanged.
class NpmClientTests extends SimulatorTest {
  private static final Path SOURCES = Path.of("src/test/node");
  private static final Path PLACE = Path.of("target/node");

  @Test
  void aRealClientDoesAllThatItCan() throws Exception {
    control.settings("{\"jobMs\":600,\"waitingMs\":50,\"upscaleMs\":200}");
    var account = control.account("{\"plan\":\"PRO\",\"username\":\"tinker\"}");
    var picture = finished(account, "something to describe").path("picture").asString();
    install();

    var story = play(account, picture);

    assertThat(story.path("imagined").path("content").asString())
        .isEqualTo("**a tin robot waters a fern --v 7.0** - <@%s> (fast)".formatted(account.id()));
    assertThat(story.path("seen").size()).isPositive();
    assertThat(story.path("upscaled").path("content").asString()).contains("Image #2");
    assertThat(story.path("varied").path("content").asString()).contains("Variations (Strong)");
    assertThat(story.path("switched").asString()).contains("Remix mode turned on");
    assertThat(story.path("remixed").path("content").asString())
        .startsWith("**a gold robot waters a fern --v 7.0** - Remix (Strong) by");
    assertThat(story.path("zoomed").path("content").asString()).contains("Zoom Out by");
    assertThat(story.path("shortened").path("prompts").size()).isEqualTo(5);
    assertThat(story.path("described").path("descriptions").size()).isEqualTo(4);
    assertThat(story.path("info").path("jobMode").asString()).isEqualTo("Relax");
    assertThat(story.path("refusal").asString()).contains("community standards");
    assertThat(control.ledger("FORM"))
        .extracting(form -> form.path("customId").asString())
        .satisfiesExactly(
            remix -> assertThat(remix).startsWith("MJ::RemixModal::"),
            zoom -> assertThat(zoom).startsWith("MJ::OutpaintCustomZoomModal::"));
    assertThat(control.ledger("JOB_REFUSED"))
        .extracting(refused -> refused.path("detail").asString())
        .containsExactly("Banned prompt");
  }

  private static void install() throws Exception {
    Files.createDirectories(PLACE);
    for (var file : List.of("package.json", "package-lock.json", "play.cjs")) {
      Files.copy(SOURCES.resolve(file), PLACE.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), 180);
  }

  private JsonNode play(Control.Account account, String picture) throws Exception {
    var output =
        run(
            List.of(
                "node",
                "play.cjs",
                simulator.url(),
                control.guild(),
                control.channel(),
                account.token(),
                picture),
            60);
    var story = output.lines().filter(line -> line.startsWith("STORY ")).findFirst();
    assertThat(story).as("the story at the end of: %s", output).isPresent();
    return Json.MAPPER.readTree(story.orElseThrow().substring("STORY ".length()));
  }

  private static String run(List<String> command, int seconds) throws Exception {
    var log = Files.createTempFile("node", ".log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(PLACE.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new AssertionError(
          "this test needs '%s': install it with 'apt-get install -y nodejs npm'"
              .formatted(command.getFirst()),
          e);
    }
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    var output = Files.readString(log, StandardCharsets.UTF_8);
    Files.delete(log);
    assertThat(process.isAlive() ? -1 : process.exitValue())
        .as("the exit code of %s, which said: %s", command, output)
        .isZero();
    return output;
  }
}
