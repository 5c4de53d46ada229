package easel.api.database;

import easel.api.loop.Loop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Does all upkeep, each piece on a thread of its own.
@Component
class UpkeepLoops implements DisposableBean {
  private final List<Upkeep> upkeep;
  private final List<Loop> loops = new CopyOnWriteArrayList<>();

  UpkeepLoops(List<Upkeep> upkeep) {
    this.upkeep = upkeep;
  }

  @EventListener(SchemaReady.class)
  void start() {
    upkeep.forEach(each -> loops.add(Loop.start(each.name(), each.period(), each::run)));
  }

  @Override
  public void destroy() {
    loops.forEach(Loop::close);
  }
}
