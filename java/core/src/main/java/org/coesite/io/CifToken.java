package org.coesite.io;

/**
 * A piece of a CIF.
 *
 * @param kind what it is
 * @param text the tag, the block's name or the value, without quotes
 * @param line where it starts
 */
record CifToken(Kind kind, String text, long line) {
  enum Kind {
    /** {@code data_name}; the text is the name. */
    DATA,
    /** {@code loop_}. */
    LOOP,
    /** A tag, in lower case, dots as underscores (DDLm writes {@code _cell.length_a}). */
    TAG,
    /** A value that was not quoted. */
    VALUE,
    /** A value in quotes or a text field. */
    QUOTED,
    /** Other reserved words: {@code save_}, {@code global_}, {@code stop_}. */
    RESERVED
  }

  boolean isValue() {
    return kind == Kind.VALUE || kind == Kind.QUOTED;
  }
}
