package easel.systemtests.chaos;

import easel.systemtests.promise.Asked;
import easel.systemtests.promise.Asked.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What a customer asks of Midjourney, other than a press.
sealed interface Wish {
  /// What judges are to know of it.
  Asked asked();

  /// By what it is known at Discord.
  String sign();

  /// The pictures that a job is given.
  static List<Given> pictures(String job, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(n -> new Given("%s-%d.%s".formatted(job, n, n % 2 == 0 ? "jpg" : "png")))
        .toList();
  }

  /// A prompt that asks for a mode by a parameter, as it reaches Discord however it was asked for.
  ///
  /// @param mode empty for whatever the account's own is
  static String inMode(String prompt, String mode) {
    return mode.isEmpty() ? prompt : prompt.strip() + " --" + mode;
  }

  private static List<String> inBase64(List<Given> pictures) {
    return pictures.stream().map(Given::base64).toList();
  }

  /// One that both dialects call the same.
  sealed interface Operation extends Wish {
    /// The last part of its call's address.
    String call();

    Map<String, Object> body();

    /// The same in the words of the second dialect.
    default Map<String, Object> bodyInSecond() {
      return body();
    }
  }

  /// @param kind `imagine`, or what sets it apart
  /// @param sign a word of its prompt
  /// @param mode that is asked for beside the prompt: by its parameter, or by the prefix of the
  ///   second dialect; empty if none is
  record Imagine(String kind, String sign, String prompt, String mode) implements Wish {
    /// In whatever the account's own mode is.
    Imagine(String kind, String sign, String prompt) {
      this(kind, sign, prompt, "");
    }

    @Override
    public Asked asked() {
      // Sent as given, only trimmed.
      return new Asked(inMode(kind, mode), Result.PICTURE, List.of(inMode(prompt.strip(), mode)));
    }
  }

  /// With pictures to draw from in the request, beside one that the prompt may name.
  ///
  /// @param sign a word of its prompt
  record ImagineFrom(String sign, String prompt, List<Given> pictures) implements Operation {
    public ImagineFrom {
      pictures = List.copyOf(pictures);
    }

    @Override
    public String call() {
      return "imagine";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("prompt", prompt, "base64Array", inBase64(pictures));
    }

    @Override
    public Asked asked() {
      var given = new ArrayList<>(pictures.stream().map(Given::digest).toList());
      given.add(prompt.strip());
      return new Asked("imagine, base64", Result.PICTURE, given);
    }
  }

  /// @param url whose name holds the job's
  record DescribeLink(String sign, String url) implements Operation {
    @Override
    public String call() {
      return "describe";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("url", url);
    }

    @Override
    public Map<String, Object> bodyInSecond() {
      return Map.of("link", url);
    }

    @Override
    public Asked asked() {
      return new Asked("describe, url", Result.TEXTS, List.of(url));
    }
  }

  record DescribePicture(Given picture) implements Operation {
    @Override
    public String call() {
      return "describe";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("base64", picture.base64());
    }

    @Override
    public Asked asked() {
      return new Asked("describe, base64", Result.TEXTS, List.of(picture.digest()));
    }

    @Override
    public String sign() {
      return picture.digest();
    }
  }

  /// @param gallery where the pictures are
  /// @param dimensions PORTRAIT, SQUARE or LANDSCAPE; empty to leave it to Midjourney
  record Blend(String gallery, List<Given> pictures, String dimensions) implements Operation {
    public Blend {
      pictures = List.copyOf(pictures);
    }

    @Override
    public String call() {
      return "blend";
    }

    @Override
    public Map<String, Object> body() {
      return with("urls", pictures.stream().map(picture -> gallery + picture.name()).toList());
    }

    @Override
    public Map<String, Object> bodyInSecond() {
      return with("base64Array", inBase64(pictures));
    }

    private Map<String, Object> with(String name, List<String> given) {
      return dimensions.isEmpty()
          ? Map.of(name, given)
          : Map.of(name, given, "dimensions", dimensions);
    }

    @Override
    public Asked asked() {
      return new Asked(
          "blend of " + pictures.size(),
          Result.PICTURE,
          pictures.stream().map(Given::digest).toList());
    }

    @Override
    public String sign() {
      return pictures.getFirst().digest();
    }
  }

  /// @param sign a word of its prompt
  record Shorten(String sign, String prompt) implements Operation {
    @Override
    public String call() {
      return "shorten";
    }

    @Override
    public Map<String, Object> body() {
      return Map.of("prompt", prompt);
    }

    @Override
    public Asked asked() {
      return new Asked("shorten", Result.TEXTS, List.of(prompt.strip()));
    }
  }
}
