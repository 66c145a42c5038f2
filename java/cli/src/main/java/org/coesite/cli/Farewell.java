package org.coesite.cli;

import java.util.function.Supplier;

/** What is said when long work is interrupted, as by Ctrl-C; closed when the work is done. */
final class Farewell implements AutoCloseable {
  private final Thread hook;

  private Farewell(Thread hook) {
    this.hook = hook;
  }

  static Farewell say(Supplier<String> message) {
    Thread hook = new Thread(() -> System.err.println(message.get()));
    Runtime.getRuntime().addShutdownHook(hook);
    return new Farewell(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is ending already, and the message is said
      return;
    }
  }
}
