package org.coesite.cli;

import org.coesite.CoesiteException;

/** The call cannot be carried out as it was given; nothing was done. Exit code 2. */
public final class WrongCallException extends CoesiteException {
  private static final long serialVersionUID = 1L;

  /** One line that says what would be right. */
  public WrongCallException(String message) {
    super(message);
  }
}
