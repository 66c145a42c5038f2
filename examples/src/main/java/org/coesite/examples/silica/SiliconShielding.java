package org.coesite.examples.silica;

import java.util.List;
import org.coesite.nmr.NmrTensor;
import org.coesite.structure.Structure;

/** Predicts magnetic shieldings of silicon. */
@FunctionalInterface
interface SiliconShielding {
  /** The shielding tensors of a structure's silicon atoms in their order, ppm. */
  List<NmrTensor> of(Structure structure);
}
