package easel.simulator;

import org.slf4j.LoggerFactory;

/// Starts the simulator as a process of its own.
public final class SimulatorApplication {
  private SimulatorApplication() {}

  public static void main(String[] arguments) throws InterruptedException {
    var simulator = Simulator.start(SimulatorSettings.from(System.getenv()));
    LoggerFactory.getLogger(SimulatorApplication.class)
        .info("Discord simulator listens on {}", simulator.url());
    Thread.currentThread().join();
  }
}
