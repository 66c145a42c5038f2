package org.coesite.capi;

/** Why a call fails, in one line for the host's user. */
final class CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Status status;

  CallException(Status status, String message) {
    super(message);
    this.status = status;
  }

  CallException(Status status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** The call is wrong. */
  static CallException argument(String message) {
    return new CallException(Status.ARGUMENT, message);
  }

  Status status() {
    return status;
  }
}
