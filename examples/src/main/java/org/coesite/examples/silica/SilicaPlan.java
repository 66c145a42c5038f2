package org.coesite.examples.silica;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coesite.examples.dynamics.Leg;

/**
 * How large, how long, how hot.
 *
 * @param glassBoxes boxes of 24 atoms along each edge of what is melted
 * @param meltSteps time steps at the temperature of the melt
 * @param quenchSteps from there to where the glass is set, in {@code quenchLegs} parts
 * @param quenchLegs files along the quench
 * @param chillSteps from there to room temperature
 * @param settleSteps there, without pressure
 * @param crystalBoxes boxes of 24 atoms along each edge of the crystal that is heated
 * @param equilibration time steps at each of its temperatures before anything is sampled
 * @param sampling and those that are
 * @param stride time steps between samples
 * @param kelvin its temperatures, ascending
 */
record SilicaPlan(
    int glassBoxes,
    int meltSteps,
    int quenchSteps,
    int quenchLegs,
    int chillSteps,
    int settleSteps,
    int crystalBoxes,
    int equilibration,
    int sampling,
    int stride,
    double[] kelvin) {
  /** Fs. */
  static final double TIME_STEP = 2;

  /** Hot enough for cristobalite to melt within picoseconds. */
  static final double MELT = 4500;

  /** Where the network is set and the rest can be faster. */
  static final double QUENCH_TO = 1500;

  static final double ROOM = 300;

  /** The name of the last leg. */
  static final String SETTLE = "settle";

  /** 192 atoms each of glass and of the crystal. */
  static SilicaPlan full() {
    return new SilicaPlan(
        2,
        3000,
        12_000,
        8,
        1500,
        1000,
        2,
        600,
        2400,
        30,
        new double[] {300, 400, 450, 500, 550, 600, 800});
  }

  /** Seconds, for tests: nothing physical comes out. */
  static SilicaPlan tiny() {
    return new SilicaPlan(1, 6, 8, 2, 4, 4, 1, 4, 6, 2, new double[] {300, 900});
  }

  /** At the volume the melt is given. */
  List<Leg> quench() {
    List<Leg> legs = new ArrayList<>();
    legs.add(Leg.fixedVolume("melt", meltSteps, MELT, MELT));
    for (int k = 0; k < quenchLegs; k++) {
      legs.add(
          Leg.fixedVolume(
              String.format(Locale.ROOT, "quench-%02d", k + 1),
              quenchSteps / quenchLegs,
              quenchTemperature(k),
              quenchTemperature(k + 1)));
    }
    legs.add(Leg.fixedVolume("chill", chillSteps, QUENCH_TO, ROOM));
    return legs;
  }

  private double quenchTemperature(int leg) {
    return MELT + (QUENCH_TO - MELT) * leg / quenchLegs;
  }

  /** Free of pressure. */
  List<Leg> settling() {
    return List.of(Leg.atPressure(SETTLE, settleSteps, ROOM, 0));
  }

  /** K/s. */
  double quenchRate() {
    return (MELT - QUENCH_TO) / (quenchSteps * TIME_STEP * 1e-15);
  }
}
