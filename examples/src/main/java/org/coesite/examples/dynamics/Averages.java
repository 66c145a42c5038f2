package org.coesite.examples.dynamics;

import org.coesite.dynamics.MdState;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.structure.Structure;

/** Means over the moments of a leg, which go into its file. */
public final class Averages {
  public static final String PRESSURE = "mean_pressure_GPa";
  public static final String TEMPERATURE = "mean_temperature_K";
  public static final String VOLUME = "mean_volume_per_atom";
  public static final String ENERGY = "mean_energy_per_atom";
  public static final String OUTSIDE = "mean_share_outside";

  private int count;
  private double pressure;
  private double temperature;
  private double volume;
  private double energy;
  private double outside;

  /** Takes a moment. */
  public void add(MdState state) {
    int atoms = state.structure().atoms();
    count++;
    pressure += state.pressure() / RelaxationSettings.GPA;
    temperature += state.temperature();
    volume += state.structure().cell().volume() / atoms;
    energy += state.prediction().energy() / atoms;
    for (boolean flag : state.prediction().outside()) {
      outside += flag ? 1.0 / atoms : 0;
    }
  }

  /** A structure that says of itself what was added. */
  public Structure describe(Structure structure) {
    return structure.toBuilder()
        .info(PRESSURE, pressure / count)
        .info(TEMPERATURE, temperature / count)
        .info(VOLUME, volume / count)
        .info(ENERGY, energy / count)
        .info(OUTSIDE, outside / count)
        .build();
  }
}
