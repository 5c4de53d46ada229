package easel.dispatcher.member;

import java.util.Set;

/// What a heartbeat learns.
///
/// @param members all that live, this one included
/// @param wasAmong whether this one was known to live before this beat
record Living(Set<String> members, boolean wasAmong) {
  Living {
    members = Set.copyOf(members);
  }
}
