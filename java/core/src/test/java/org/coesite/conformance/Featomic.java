package org.coesite.conformance;

import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/** The molecule and hyperparameters of featomic's regression data for the power spectrum. */
final class Featomic {
  static final SoapBasis BASIS = new SoapBasis(5.5, 0.5, 7, 8, 0.3);
  static final int[] SPECIES = {1, 6, 8};

  private Featomic() {}

  static Batch batch() {
    int[] types = {6, 1, 8, 6, 6, 6, 6, 1, 1};
    double[] positions = {
      3.88997, 5.11396, 1.9859, //
      1.60538, 5.74085, 3.48071, //
      5.15178, 5.59335, 5.55114, //
      2.22548, 2.03678, 4.16896, //
      2.33853, 2.79487, 2.3533, //
      3.54073, 3.59016, 2.34664, //
      1.34344, 2.94555, 2.4665, //
      1.74165, 3.03466, 0.921584, //
      0.474942, 3.34246, 2.73754
    };
    return Batch.of(Structure.of(types, positions).build());
  }
}
