package org.coesite.nmr;

/** What a tensor in ppm is: where the conventions for the two differ, this says which is meant. */
public enum Quantity {
  /** Absolute shielding sigma: grows where the resonance moves to lower frequency. */
  SHIELDING,
  /** Chemical shift delta: grows with the frequency of the resonance. */
  SHIFT
}
