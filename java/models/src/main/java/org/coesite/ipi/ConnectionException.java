package org.coesite.ipi;

import org.coesite.CoesiteException;

/**
 * The connection to a server could not be made, broke, or carried what is not the protocol. Another
 * connection may do better.
 */
public final class ConnectionException extends CoesiteException {
  private static final long serialVersionUID = 1L;

  ConnectionException(String message) {
    super(message);
  }

  ConnectionException(String message, Throwable cause) {
    super(message, cause);
  }
}
