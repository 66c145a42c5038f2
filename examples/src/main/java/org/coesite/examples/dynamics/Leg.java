package org.coesite.examples.dynamics;

/**
 * A part of a run of molecular dynamics, after which the atoms are put down in a file.
 *
 * @param name of the file, without its extension
 * @param steps time steps
 * @param startKelvin temperature of the bath at the start
 * @param endKelvin and at the end; linear between
 * @param gigapascal pressure that the volume gives way to; NaN where it is fixed
 */
public record Leg(String name, int steps, double startKelvin, double endKelvin, double gigapascal) {
  /** The cell stays. */
  public static Leg fixedVolume(String name, int steps, double startKelvin, double endKelvin) {
    return new Leg(name, steps, startKelvin, endKelvin, Double.NaN);
  }

  /** One temperature; the volume gives way. */
  public static Leg atPressure(String name, int steps, double kelvin, double gigapascal) {
    return new Leg(name, steps, kelvin, kelvin, gigapascal);
  }

  /** Whether the cell stays. */
  public boolean isFixedVolume() {
    return Double.isNaN(gigapascal);
  }
}
