package org.coesite.screen;

import org.coesite.structure.Structure;

/**
 * One structure of the input, or why there is none.
 *
 * @param label the file as the user named it, with {@code #frame} where it holds several
 * @param structure null where it could not be read
 * @param message what is wrong; or what is odd about it; empty where there is nothing to say
 * @param file which of the input files it is from, from 0
 * @param number which structure of its file it is, from 1
 */
public record Frame(String label, Structure structure, String message, int file, int number) {
  /** Whether there is a structure. */
  public boolean readable() {
    return structure != null;
  }
}
