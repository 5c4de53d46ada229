package easel.api.slice;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.Reply.AccountState;
import easel.common.message.Reply.AccountState.Status;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/// A customer, and how it calls the API.
record TestCustomer(long id, Http http, StandInWorker worker) {
  private static final AtomicLong DISCORD_USERS = new AtomicLong(System.nanoTime());

  static String link(String discordUser) {
    return """
    {"label":"studio","serverId":"10","channelId":"20","userToken":"user-%s",
     "midjourneyPlan":"BASIC"}
    """
        .formatted(discordUser);
  }

  static String newDiscordUser() {
    return Long.toString(DISCORD_USERS.incrementAndGet());
  }

  /// Links an account that is usable at once.
  AccountId linkReady() {
    var account = linkConnecting();
    worker.say(new AccountState(account, Instant.now(), Status.READY, null, null, null));
    org.awaitility.Awaitility.await("account is ready")
        .until(() -> account(account).required("status").asString().equals("READY"));
    return account;
  }

  AccountId linkConnecting() {
    var answer = http.post("/api/v1/discord/accounts", link(newDiscordUser()));
    return new AccountId(answer.json().required("id").asLong());
  }

  JsonNode account(AccountId id) {
    return http.get("/api/v1/discord/accounts/" + id).json();
  }

  Http.Answer tryImagine(String prompt, String... headers) {
    return http.post(
        "/api/v1/midjourney/imagine", "{\"prompt\":\"%s\"}".formatted(prompt), headers);
  }

  JsonNode imagine(String prompt) {
    return tryImagine(prompt).json();
  }

  JobId job(String prompt) {
    return JobId.of(imagine(prompt).required("messageId").asString());
  }

  JsonNode job(JobId job) {
    return http.get("/api/v1/midjourney/message/" + job).json();
  }

  String status(JobId job) {
    return job(job).required("status").asString();
  }
}
