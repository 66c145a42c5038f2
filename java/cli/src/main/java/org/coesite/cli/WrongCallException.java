package org.coesite.cli;

import org.coesite.CoesiteException;

/** The call cannot be carried out as it was given; nothing was done. Exit code 2. */
final class WrongCallException extends CoesiteException {
  private static final long serialVersionUID = 1L;

  WrongCallException(String message) {
    super(message);
  }
}
