package org.coesite.backend;

import java.util.Optional;
import org.coesite.CoesiteException;

/** Offers a backend to {@link Backends}; found with {@link java.util.ServiceLoader}. */
public interface BackendProvider {
  /** Name, as in {@code --device}. */
  String name();

  /** Larger is preferred when the device is chosen automatically. */
  int priority();

  /** Why this backend cannot work here, in one line; empty if it can. */
  Optional<String> unavailable();

  /**
   * Opens the backend.
   *
   * @param threads CPU threads to use
   */
  Backend open(Precision precision, int threads);

  /**
   * Opens the backend on one of several devices of its kind.
   *
   * @param threads CPU threads to use
   * @param ordinal number of the device, from 0
   * @throws CoesiteException if there is none of that number
   */
  default Backend open(Precision precision, int threads, int ordinal) {
    if (ordinal != 0) {
      throw new CoesiteException(
          "device " + name() + ":" + ordinal + ": there is one only, " + name() + ":0");
    }
    return open(precision, threads);
  }
}
