package easel.worker.simulation;

import easel.common.id.JobId;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.slot.Slots;
import easel.worker.claim.Claim;
import easel.worker.claim.Claiming;
import easel.worker.claim.Claims;
import easel.worker.claim.Leases;
import easel.worker.claim.Room;
import easel.worker.claim.Send;
import easel.worker.reply.Publisher;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Claims, leases and places with the bug that is planted, if it is one of theirs.
final class PlantedBugs {
  /// Stands for an end of which nobody is told.
  private static final JobEnd UNSPOKEN = new JobEnd.Failed(FailReason.INTERNAL, "unspoken", null);

  private PlantedBugs() {}

  private interface Call {
    @Nullable Object on(Method method, Object[] arguments) throws Throwable;
  }

  static Claims in(Claims claims, Cell cell) {
    return switch (cell.planted) {
      case NOT_COUNTED ->
          around(
              Claims.class,
              (method, arguments) -> {
                for (int i = 0; i < arguments.length; i++) {
                  if (arguments[i] instanceof Room) {
                    arguments[i] = new Room(Integer.MAX_VALUE, Room.UNLIMITED);
                  }
                }
                return call(claims, method, arguments);
              });
      case REPEAT_DROPPED ->
          around(
              Claims.class,
              (method, arguments) -> {
                var answer = call(claims, method, arguments);
                return answer instanceof Claiming.Known(var known)
                    ? new Claiming.Known(new Claim.Closed(known.job(), null, UNSPOKEN, false))
                    : answer;
              });
      case HISTORY_WITHOUT_FLOOR ->
          around(
              Claims.class,
              (method, arguments) -> {
                for (int i = 0; i < arguments.length; i++) {
                  if (arguments[i] instanceof Send send) {
                    arguments[i] =
                        new Send(send.thread(), send.ownThread(), 0, send.sender(), send.nonce());
                  }
                }
                return call(claims, method, arguments);
              });
      case TOLD_BEFORE_WRITTEN ->
          around(
              Claims.class,
              (method, arguments) -> {
                if (method.getName().equals("end")) {
                  cell.hear(
                      new Reply.Ended(
                          (JobId) arguments[1], Instant.EPOCH, null, (JobEnd) arguments[2]));
                }
                return call(claims, method, arguments);
              });
      case CLOSED_AT_ONCE ->
          around(
              Claims.class,
              (method, arguments) -> {
                if (method.getName().equals("end")) {
                  arguments[3] = true;
                }
                return call(claims, method, arguments);
              });
      default -> claims;
    };
  }

  static Leases in(Leases leases, Cell cell) {
    return switch (cell.planted) {
      case GONE_BY_EPOCH ->
          around(
              Leases.class,
              (method, arguments) ->
                  method.getName().equals("isGone") ? true : call(leases, method, arguments));
      default -> leases;
    };
  }

  static Publisher in(Publisher publisher, Cell cell) {
    return switch (cell.planted) {
      case REPEAT_DROPPED ->
          around(
              Publisher.class,
              (method, arguments) ->
                  arguments[0] instanceof Reply.Ended ended && ended.end().equals(UNSPOKEN)
                      ? null
                      : call(publisher, method, arguments));
      default -> publisher;
    };
  }

  static Slots in(Slots slots, Cell cell) {
    return switch (cell.planted) {
      case PLACES_NOT_FREED ->
          around(
              Slots.class,
              (method, arguments) ->
                  method.getName().startsWith("free") ? null : call(slots, method, arguments));
      default -> slots;
    };
  }

  private static <T> T around(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) ->
                call.on(method, arguments == null ? new Object[0] : arguments)));
  }

  private static @Nullable Object call(Object there, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(there, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
