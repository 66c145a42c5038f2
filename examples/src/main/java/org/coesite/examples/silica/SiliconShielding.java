package org.coesite.examples.silica;

import org.coesite.nmr.NmrPrediction;
import org.coesite.structure.Structure;

/** Predicts magnetic shieldings of silicon. */
@FunctionalInterface
interface SiliconShielding extends AutoCloseable {
  /** The shielding tensors of a structure's silicon atoms in their order, ppm. */
  NmrPrediction of(Structure structure);

  @Override
  default void close() {}
}
