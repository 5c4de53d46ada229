package easel.dispatcher.dispatch;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.slot.Place;
import easel.common.slot.Take;
import java.util.List;
import java.util.Optional;

/// Places as a dispatcher sees them through the bug that is planted, if it is one of theirs.
record PlacesWithBug(Places places, Planted planted) implements Places {
  @Override
  public Take takeOfQueue(QueueId queue, JobId job) {
    return seen(places.takeOfQueue(queue, job));
  }

  @Override
  public Take takeOfAccount(String discordUser, JobId job) {
    return seen(places.takeOfAccount(discordUser, job));
  }

  private Take seen(Take take) {
    return planted == Planted.LIMIT_IGNORED && take == Take.FULL ? Take.TAKEN : take;
  }

  @Override
  public void freeOfQueue(QueueId queue, JobId job) {
    places.freeOfQueue(queue, job);
  }

  @Override
  public void freeOfAccount(String discordUser, JobId job) {
    places.freeOfAccount(discordUser, job);
  }

  @Override
  public List<Take> lookAt(List<Place> asked) {
    return places.lookAt(asked).stream().map(this::seen).toList();
  }

  @Override
  public Optional<String> accountHolding(List<String> discordUsers, JobId job) {
    return planted == Planted.PLACE_FORGOTTEN
        ? Optional.empty()
        : places.accountHolding(discordUsers, job);
  }
}
