package easel.worker.claim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// When bots may identify themselves, counted per token over all workers: Discord takes one per 5
/// s, and resets the token of a bot that does it 1,000 times a day.
public final class Identifies {
  private static final Logger log = LoggerFactory.getLogger(Identifies.class);
  private static final Duration PAUSE = Duration.ofMillis(5_100);
  private static final int MOST_A_DAY = 500;

  private final JdbcClient jdbc;

  public Identifies(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Reserves the next moment for this token, and says how far away it is.
  public Duration reserve(String token) {
    try {
      var reserved =
          jdbc.sql(
                  """
                  INSERT INTO bot (token_digest, next_at, day, identifies)
                  VALUES (:digest, clock_timestamp() + interval '5.1 seconds', current_date, 1)
                  ON CONFLICT (token_digest) DO UPDATE
                  SET next_at = greatest(bot.next_at, clock_timestamp()) + interval '5.1 seconds',
                    day = current_date,
                    identifies = CASE WHEN bot.day = current_date THEN bot.identifies + 1 ELSE 1 END
                  RETURNING identifies,
                    (extract(epoch FROM next_at - interval '5.1 seconds' - clock_timestamp()) * 1000)
                      ::bigint AS wait
                  """)
              .param("digest", digest(token))
              .query((row, _) -> new long[] {row.getLong("identifies"), row.getLong("wait")})
              .single();
      if (reserved[0] > MOST_A_DAY) {
        log.atError()
            .addKeyValue("identifies", reserved[0])
            .log(
                "A bot identified itself too often today: it waits an hour, lest Discord reset its token");
        return Duration.ofHours(1);
      }
      return Duration.ofMillis(Math.max(0, reserved[1]));
    } catch (DataAccessException unreached) {
      // Nothing can be sent without PostgreSQL anyway.
      return PAUSE;
    }
  }

  private static String digest(String token) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
