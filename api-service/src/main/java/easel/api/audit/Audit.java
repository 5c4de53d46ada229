package easel.api.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/// Notes who changed what, in the transaction of the change: both stand, or neither does.
@Service
public class Audit {
  private final AuditRows rows;
  private final JsonMapper json;

  Audit(AuditRows rows, JsonMapper json) {
    this.rows = rows;
    this.json = json;
  }

  /// @param customer whose it is, null for what is the operator's
  /// @param subject what was changed, as people call it
  /// @param facts without any secret
  @Transactional(propagation = Propagation.MANDATORY)
  public void note(@Nullable Long customer, Kind kind, String subject, List<Fact> facts) {
    rows.insert(Actor.current(), customer, kind, subject, json.writeValueAsString(facts));
  }
}
