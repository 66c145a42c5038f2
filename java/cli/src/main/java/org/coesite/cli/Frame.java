package org.coesite.cli;

import org.coesite.structure.Structure;

/**
 * One structure of the input, or why there is none.
 *
 * @param label the file as the user named it, with {@code #frame} where it holds several
 * @param structure null where it could not be read
 * @param message what is wrong; or what is odd about it; empty where there is nothing to say
 * @param file which of the input files it is from, from 0
 */
record Frame(String label, Structure structure, String message, int file) {
  boolean readable() {
    return structure != null;
  }
}
