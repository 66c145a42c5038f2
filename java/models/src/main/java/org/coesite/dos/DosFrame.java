package org.coesite.dos;

import org.coesite.structure.Structure;

/**
 * A structure with its Kohn-Sham eigenvalues.
 *
 * @param number the one that the file of eigenvalues knows it by
 * @param kind group of configurations it belongs to; empty where the file names none
 */
public record DosFrame(Structure structure, long number, String kind, Eigenvalues eigenvalues) {
  /** Number of atoms. */
  public int atoms() {
    return structure.atoms();
  }
}
