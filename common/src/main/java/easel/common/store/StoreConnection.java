package easel.common.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Opens the object store that `EASEL_STORE` names. Nothing is reached for until it is used.
public final class StoreConnection {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final String ENDPOINT = "endpoint";
  private static final String REGION = "region";
  private static final String PATH_STYLE = "path-style";
  private static final List<String> OPTIONS = List.of(ENDPOINT, REGION, PATH_STYLE);

  private StoreConnection() {}

  /// @param address a folder, `file:///…`; or a bucket,
  ///   `s3://BUCKET/PREFIX?endpoint=URL&region=NAME&path-style=true`, all but the bucket optional
  /// @throws IllegalArgumentException if it has no such form; it is not repeated, as somebody may
  ///   have put a password into it
  public static ObjectStore open(String address) {
    var uri = parse(address.strip());
    var scheme = uri.getScheme();
    if ("file".equalsIgnoreCase(scheme)) {
      return new FolderStore(folder(uri));
    }
    if ("s3".equalsIgnoreCase(scheme)) {
      return bucket(uri);
    }
    throw refused("got another scheme");
  }

  private static URI parse(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException _) {
      throw refused("got no URL");
    }
  }

  private static Path folder(URI uri) {
    var path = uri.isOpaque() ? uri.getSchemeSpecificPart() : uri.getPath();
    if (uri.getRawAuthority() != null || uri.getRawQuery() != null || path.isBlank()) {
      throw refused("a folder has a path and nothing else");
    }
    return Path.of(path);
  }

  private static ObjectStore bucket(URI uri) {
    var bucket = uri.getRawAuthority();
    if (bucket == null || !bucket.matches("[A-Za-z0-9._-]+")) {
      throw refused("after s3:// comes the bucket's name; its keys are AWS_ACCESS_KEY_ID and such");
    }
    var options = options(uri.getRawQuery());
    var path = uri.getPath().replaceAll("^/+|/+$", "");
    var prefix = path.isEmpty() ? "" : Keys.require(path) + "/";
    return new S3Store(client(options), bucket, prefix);
  }

  private static S3Client client(Map<String, String> options) {
    var endpoint = options.get(ENDPOINT);
    var region = options.get(REGION);
    var s3 =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(SILENCE))
            .overrideConfiguration(calls -> calls.apiCallTimeout(LONGEST))
            // Stores that only speak S3's protocol often know no checksums behind the content.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .forcePathStyle(
                Boolean.parseBoolean(
                    options.getOrDefault(PATH_STYLE, Boolean.toString(endpoint != null))));
    if (endpoint != null) {
      s3.endpointOverride(parse(endpoint));
    }
    if (region != null) {
      s3.region(Region.of(region));
    } else if (endpoint != null) {
      s3.region(Region.US_EAST_1); // signed with, though such a store has none
    }
    return s3.build();
  }

  private static Map<String, String> options(@Nullable String query) {
    var options = new HashMap<String, String>();
    if (query == null) {
      return options;
    }
    for (var option : query.split("&", -1)) {
      var parts = option.split("=", 2);
      if (parts.length != 2 || !OPTIONS.contains(parts[0])) {
        throw refused("a bucket's options are " + String.join(", ", OPTIONS));
      }
      options.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return options;
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        "expected EASEL_STORE to be a folder (file:///…) or a bucket"
            + " (s3://BUCKET/PREFIX?endpoint=…&region=…): "
            + why);
  }
}
