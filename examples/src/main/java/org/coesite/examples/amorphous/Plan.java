package org.coesite.examples.amorphous;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coesite.examples.dynamics.Leg;

/**
 * How large, how long, how hot.
 *
 * @param cells cubic cells of diamond along each edge of what is melted, of 8 atoms
 * @param meltSteps time steps at the temperature of the melt
 * @param coolSteps from there to where the quench begins
 * @param quenchSteps from there to room temperature, in {@code quenchLegs} parts
 * @param quenchLegs files along the quench
 * @param squeezeSteps time steps at each pressure
 * @param pressures GPa, ascending
 * @param copies of the small cell along each edge
 * @param shakeSteps time steps of all copies together
 */
record Plan(
    int cells,
    int meltSteps,
    int coolSteps,
    int quenchSteps,
    int quenchLegs,
    int squeezeSteps,
    double[] pressures,
    int[] copies,
    int shakeSteps) {
  static final double TIME_STEP = 3;
  static final double MELT = 2500;
  static final double QUENCH_FROM = 1400;

  /** Where the quench ends, and of all compression. */
  static final double QUENCH_TO = 500;

  /** 110,592 atoms. */
  static Plan full() {
    return new Plan(
        3, 700, 800, 11_000, 11, 800, new double[] {0, 4, 8, 12, 16, 20}, new int[] {8, 8, 8}, 5);
  }

  /** Seconds, for tests: nothing physical comes out. */
  static Plan tiny() {
    return new Plan(1, 6, 4, 6, 2, 4, new double[] {0, 20}, new int[] {2, 1, 2}, 2);
  }

  /** With so many copies along each edge. */
  Plan withCopies(int number) {
    return new Plan(
        cells,
        meltSteps,
        coolSteps,
        quenchSteps,
        quenchLegs,
        squeezeSteps,
        pressures,
        new int[] {number, number, number},
        shakeSteps);
  }

  /** From the crystal to the glass. */
  List<Leg> quench() {
    List<Leg> legs = new ArrayList<>();
    legs.add(Leg.fixedVolume("melt", meltSteps, MELT, MELT));
    legs.add(Leg.fixedVolume("cool", coolSteps, MELT, QUENCH_FROM));
    for (int k = 0; k < quenchLegs; k++) {
      legs.add(
          Leg.fixedVolume(
              String.format(Locale.ROOT, "quench-%02d", k + 1),
              quenchSteps / quenchLegs,
              QUENCH_FROM + (QUENCH_TO - QUENCH_FROM) * k / quenchLegs,
              QUENCH_FROM + (QUENCH_TO - QUENCH_FROM) * (k + 1) / quenchLegs));
    }
    return legs;
  }

  /** From the glass on, pressure after pressure. */
  List<Leg> compression() {
    List<Leg> legs = new ArrayList<>();
    for (double pressure : pressures) {
      legs.add(Leg.atPressure(pressureName(pressure), squeezeSteps, QUENCH_TO, pressure));
    }
    return legs;
  }

  static String pressureName(double gigapascal) {
    return String.format(Locale.ROOT, "pressure-%04.1f", gigapascal);
  }
}
