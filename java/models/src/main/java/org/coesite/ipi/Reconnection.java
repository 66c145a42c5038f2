package org.coesite.ipi;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * A driver that connects again where a connection ends, until the server says EXIT or has had no
 * forces for some time. Used by one thread at a time.
 */
public final class Reconnection {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final IpiDriver driver;
  private final Duration patience;
  private final Consumer<String> log;
  private String said = "";

  /**
   * Prepares to connect.
   *
   * @param patience how long to go on trying since forces were last delivered, or the beginning
   * @param log takes a line where a connection ends
   */
  public Reconnection(IpiDriver driver, Duration patience, Consumer<String> log) {
    this.driver = driver;
    this.patience = patience;
    this.log = log;
  }

  /**
   * Answers the server, over one connection after the other.
   *
   * @return EXIT where the server said so; CLOSED where it closed the last connection in good order
   *     and did not come back
   * @throws ConnectionException if that failed when patience was at its end
   * @throws org.coesite.CoesiteException if a structure cannot be predicted
   */
  public IpiDriver.Ending serve(ServerAddress server) {
    long since = System.nanoTime();
    boolean closed = false;
    while (true) {
      long before = driver.delivered();
      ConnectionException failure = null;
      try {
        if (driver.serve(server) == IpiDriver.Ending.EXIT) {
          return IpiDriver.Ending.EXIT;
        }
      } catch (ConnectionException e) {
        failure = e;
      }
      if (driver.delivered() > before) {
        since = System.nanoTime();
        closed = failure == null;
      }
      if (System.nanoTime() - since > patience.toNanos()) {
        return ended(closed, failure);
      }
      say(failure == null ? server + ": the server closed the connection" : failure.getMessage());
      if (!paused()) {
        return ended(closed, failure);
      }
    }
  }

  private static IpiDriver.Ending ended(boolean closed, ConnectionException failure) {
    if (!closed && failure != null) {
      throw failure;
    }
    return IpiDriver.Ending.CLOSED;
  }

  /** The same is not said twice in a row. */
  private void say(String line) {
    if (!line.equals(said)) {
      log.accept(line + "; trying again");
      said = line;
    }
  }

  /** False where the thread was interrupted. */
  private static boolean paused() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
