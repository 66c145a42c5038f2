package org.coesite;

/**
 * Something the caller or the input got wrong, said in one line: file, place, what is wrong, what
 * would be right.
 *
 * <p>The command line prints the message alone; a stack trace appears only with {@code --debug}.
 */
public class CoesiteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CoesiteException(String message) {
    super(message);
  }

  public CoesiteException(String message, Throwable cause) {
    super(message, cause);
  }
}
