package org.coesite.examples.silica;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Everything that is drawn.
 *
 * @param glass relaxed
 * @param heated cristobalite at ascending temperatures
 * @param frameworks relaxed, under their names
 * @param spectrometer that observes them
 */
record Results(
    Shielded glass,
    List<HeatedPoint> heated,
    Map<String, Shielded> frameworks,
    Spectrometer spectrometer) {
  /** The coldest: alpha-cristobalite. */
  HeatedPoint cold() {
    return heated.getFirst();
  }

  /** The hottest: beta-cristobalite. */
  HeatedPoint hot() {
    return heated.getLast();
  }

  /** A number at each temperature. */
  double[] column(ToDoubleFunction<HeatedPoint> number) {
    return heated.stream().mapToDouble(number).toArray();
  }
}
