package easel.api.picture;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Where pictures are on Discord.
@Repository
class PictureRows {
  private final JdbcClient jdbc;

  PictureRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<String> originalUrl(String token) {
    return jdbc.sql("select original_url from job where picture = ?")
        .param(token)
        .query(String.class)
        .optional();
  }
}
