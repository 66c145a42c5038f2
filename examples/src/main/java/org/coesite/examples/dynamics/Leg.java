package org.coesite.examples.amorphous;

/**
 * A part of a run of molecular dynamics, after which the atoms are put down in a file.
 *
 * @param name of the file, without its extension
 * @param steps time steps
 * @param startKelvin temperature of the bath at the start
 * @param endKelvin and at the end; linear between
 * @param gigapascal pressure that the volume gives way to; NaN where it is fixed
 */
record Leg(String name, int steps, double startKelvin, double endKelvin, double gigapascal) {
  static Leg fixedVolume(String name, int steps, double startKelvin, double endKelvin) {
    return new Leg(name, steps, startKelvin, endKelvin, Double.NaN);
  }

  static Leg atPressure(String name, int steps, double kelvin, double gigapascal) {
    return new Leg(name, steps, kelvin, kelvin, gigapascal);
  }

  boolean isFixedVolume() {
    return Double.isNaN(gigapascal);
  }
}
