package org.coesite.plot;

/** The viridis colour map: perceptually uniform, legible in grey and to the colour blind. */
final class Viridis {
  // ten equidistant colours of the map (S. van der Walt and N. Smith, released as CC0)
  private static final int[] ANCHORS = {
    0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C,
    0xFDE725
  };

  private Viridis() {}

  /** The colour at {@code t}, which is clamped to [0, 1]. */
  static Ink at(double t) {
    double place = Math.clamp(t, 0.0, 1.0) * (ANCHORS.length - 1);
    int below = (int) Math.min(place, ANCHORS.length - 2);
    double part = place - below;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = (ANCHORS[below] >> shift) & 0xFF;
      int to = (ANCHORS[below + 1] >> shift) & 0xFF;
      rgb |= (int) Math.round(from + part * (to - from)) << shift;
    }
    return Ink.of(rgb);
  }
}
