package org.coesite.backend;

import org.coesite.CoesiteException;

/** A device's memory is too small for what was asked of it; smaller pieces may fit. */
public final class OutOfDeviceMemoryException extends CoesiteException {
  private static final long serialVersionUID = 1L;

  public OutOfDeviceMemoryException(String message) {
    super(message);
  }
}
