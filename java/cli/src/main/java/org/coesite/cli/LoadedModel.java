package org.coesite.cli;

import org.coesite.models.Calculator;

/**
 * A model, ready to use, and what has to be said about it.
 *
 * @param calculator closed by whoever loaded the model
 * @param name for people
 * @param functional what its training energies are, such as PBE
 * @param sha256 of its file
 */
record LoadedModel(Calculator calculator, String name, String functional, String sha256)
    implements AutoCloseable {
  @Override
  public void close() {
    calculator.close();
  }
}
