package org.coesite.backend;

import java.util.Optional;

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
}
