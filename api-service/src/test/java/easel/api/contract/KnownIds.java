package easel.api.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/// Ids of things that there are, or were, so that made up requests meet some.
public final class KnownIds {
  private static final String JOB = "job";
  private static final int MOST = 50;

  private final Map<String, List<String>> ids = new HashMap<>();

  public void addJob(String id) {
    add(JOB, id);
  }

  /// What the variable of a path stands for.
  public void add(String path, String variable, String id) {
    add(kind(path, variable), id);
  }

  /// Notes the ids in an answer of a call.
  void learn(String path, JsonNode answer) {
    var things = answer.has("items") ? answer.required("items") : answer;
    for (var thing : things.isArray() ? things : List.of(things)) {
      learnOne(path, "id", thing.path("id"));
      learnOne("/message/", "messageId", thing.path("messageId"));
      learnOne("/queues/", "id", thing.path("queue"));
    }
  }

  private void learnOne(String path, String variable, JsonNode id) {
    if (id.isString() || id.isIntegralNumber()) {
      add(path.endsWith("/keys") ? "key" : kind(path, variable), id.asString());
    }
  }

  private void add(String kind, String id) {
    var known = ids.computeIfAbsent(kind, _ -> new ArrayList<>());
    if (known.size() < MOST) {
      known.add(id);
    }
  }

  String one(String path, String variable, Random random, String otherwise) {
    var known = ids.getOrDefault(kind(path, variable), List.of());
    return known.isEmpty() ? otherwise : known.get(random.nextInt(known.size()));
  }

  private static String kind(String path, String variable) {
    if (variable.equals("key")) {
      return "key";
    }
    if (path.contains("/admin/customers")) {
      return "customer";
    }
    if (path.contains("/admin/accounts")) {
      return "shared account";
    }
    if (path.contains("/discord/") || path.contains("/mj/account")) {
      return "account";
    }
    if (path.contains("/queues")) {
      return "queue";
    }
    return path.contains("/deliveries") ? "delivery" : JOB;
  }
}
