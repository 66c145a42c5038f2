package org.coesite.dos;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.coesite.CoesiteException;

/**
 * A fixed density of states filled with electrons: what hot electrons do to a structure whose
 * density of states is known in its ground state, without a new self-consistent calculation (Phys.
 * Rev. B 106, L121116). The curve is linear between the points of its grid and zero outside; all
 * integrals with the Fermi function are exact for it, so the grid resolves the curve, not k_B T.
 *
 * <p>Units: eV, K, states/eV of the whole structure, spin included. Energies are on the curve's own
 * zero. A linear model's prediction may be slightly negative in places: it is taken as it is
 * everywhere, so that every result stays the integral it claims to be and the adjoints stay exact.
 * Where its count passes the number of electrons more than once, the chemical potential is the one
 * that maximises mu N + Omega(mu, T).
 *
 * <p>The chemical potential is the middle of the interval in which the electrons are counted to
 * 1e-10 (or 1e-13 of them, if more): a point in a metal, at 0 K the middle of a gap, above it the
 * energy at which the tails of electrons and holes balance.
 *
 * <p>Immutable and thread-safe.
 */
public final class FixedDos {
  /** Boltzmann's constant, eV/K. */
  public static final double BOLTZMANN = 8.617333262e-5;

  /**
   * The free energy that may be missing for want of states above the window, eV per electron, where
   * nothing else is asked for: 1 meV for a silicon atom.
   */
  public static final double TAIL_TOLERANCE = 2.5e-4;

  /** Limits are not looked for above this temperature, K. */
  private static final double HIGHEST_TEMPERATURE = 1e6;

  private static final int HALVINGS = 30;

  private static final double FEWEST_ELECTRONS = 1e-6;

  private static final MathContext SHOWN = new MathContext(6);

  private final EnergyGrid grid;
  private final double[] dos;
  private final double electrons;
  private final double tailTolerance;
  private final OccupiedStates step;
  private final ChemicalPotentialSearch search;
  private final ChemicalPotential fermi;

  /**
   * Fills a density of states.
   *
   * @param grid where it is given; its end is the highest energy to which no band is missing
   * @param dos states/eV, [grid points]; copied
   * @param electrons how many, 1e-6 or more
   * @throws CoesiteException if a value is not finite, or the states are fewer than the electrons
   */
  public FixedDos(EnergyGrid grid, double[] dos, double electrons) {
    this(grid, dos, electrons, TAIL_TOLERANCE);
  }

  /**
   * Fills a density of states.
   *
   * @param grid where it is given; its end is the highest energy to which no band is missing
   * @param dos states/eV, [grid points]; copied
   * @param electrons how many, 1e-6 or more
   * @param tailTolerance the free energy that may be missing above the window, eV per electron
   * @throws CoesiteException if a value is not finite, or the states are fewer than the electrons
   */
  public FixedDos(EnergyGrid grid, double[] dos, double electrons, double tailTolerance) {
    check(grid, dos, electrons, tailTolerance);
    this.grid = grid;
    this.dos = dos.clone();
    this.electrons = electrons;
    this.tailTolerance = tailTolerance;
    this.step = new OccupiedStates(grid, this.dos);
    this.search = new ChemicalPotentialSearch(grid, this.dos, step, electrons);
    this.fermi = search.at(0, grid.end()).orElseThrow(this::tooFewStates);
  }

  private static void check(EnergyGrid grid, double[] dos, double electrons, double tailTolerance) {
    if (dos.length != grid.count()) {
      throw new CoesiteException(
          "a density of states has "
              + dos.length
              + " values on a grid of "
              + grid.count()
              + " energies: they must be equally many");
    }
    for (int i = 0; i < dos.length; i++) {
      if (!Double.isFinite(dos[i])) {
        throw new CoesiteException(
            "the density of states is "
                + dos[i]
                + " at "
                + number(grid.energy(i))
                + " eV: it must be finite");
      }
    }
    if (!Double.isFinite(electrons) || electrons < FEWEST_ELECTRONS) {
      throw new CoesiteException(
          "a density of states filled with "
              + electrons
              + " electrons: "
              + FEWEST_ELECTRONS
              + " or more are expected");
    }
    if (!(tailTolerance > 0)) {
      throw new CoesiteException(
          "a tolerance of "
              + tailTolerance
              + " eV per electron for states above the window: it must be above 0");
    }
  }

  private CoesiteException tooFewStates() {
    return new CoesiteException(
        "the density of states holds "
            + number(step.count(grid.end()))
            + " electrons up to its window's top, "
            + number(grid.end())
            + " eV, and "
            + number(electrons)
            + " are to be placed: a window with more states is needed");
  }

  /** Where the curve is given. */
  public EnergyGrid grid() {
    return grid;
  }

  /** The number of electrons. */
  public double electrons() {
    return electrons;
  }

  /** The density of states at an energy, states/eV; 0 outside the window. */
  public double at(double energy) {
    return step.dos(energy);
  }

  /** The states below an energy, the spin's two counted. */
  public double statesBelow(double energy) {
    return step.count(energy);
  }

  /** The Fermi level, eV: the chemical potential at 0 K, the middle of a gap. */
  public double fermiLevel() {
    return fermi.value();
  }

  /** The density of states at the Fermi level, states/eV. */
  public double dosAtFermiLevel() {
    return step.dos(fermiLevel());
  }

  /**
   * Sommerfeld's coefficient of the electronic heat capacity at low temperature, (pi^2/3) k_B^2
   * D(E_F), eV/K^2.
   */
  public double sommerfeldCoefficient() {
    return Math.PI * Math.PI / 3 * BOLTZMANN * BOLTZMANN * dosAtFermiLevel();
  }

  /**
   * The band energy relative to the Fermi level at 0 K, eV: the integral of D (e - E_F) up to E_F.
   */
  public double bandEnergy() {
    return -step.lever(fermiLevel());
  }

  /**
   * The derivative of {@link #fermiLevel} by each value of the curve at a constant number of
   * electrons, eV/(states/eV), [grid points].
   *
   * @throws CoesiteException if no state lies next to the Fermi level
   */
  public double[] fermiLevelWeights() {
    return levelWeights(fermi, 0);
  }

  /**
   * The derivative of {@link #bandEnergy} by each value of the curve at a constant number of
   * electrons, eV/(states/eV), [grid points]. That of the band energy on the curve's own zero is
   * this plus {@link #electrons} times {@link #fermiLevelWeights}.
   *
   * @throws CoesiteException if no state lies next to the Fermi level
   */
  public double[] bandEnergyWeights() {
    double[] weights = fermiLevelWeights();
    double[] lever = step.leverWeights(fermiLevel());
    double below = step.count(fermiLevel());
    for (int i = 0; i < weights.length; i++) {
      weights[i] = -lever[i] - below * weights[i];
    }
    return weights;
  }

  /**
   * The electrons at a temperature.
   *
   * @param temperature of the electrons, K, 0 or more
   * @throws CoesiteException if it is no such temperature, or higher than {@link
   *     #highestTemperature}
   */
  public ElectronicState state(double temperature) {
    if (!Double.isFinite(temperature) || temperature < 0) {
      throw new CoesiteException(
          "an electronic temperature of " + temperature + " K: 0 K or more is expected");
    }
    double kT = BOLTZMANN * temperature;
    Optional<ChemicalPotential> mu = kT > 0 ? search.at(kT, fermiLevel()) : Optional.of(fermi);
    if (mu.isEmpty() || tail(mu.get().value(), kT) > tailTolerance * electrons) {
      throw tooHot(temperature);
    }
    return new ElectronicState(this, temperature, mu.get());
  }

  /**
   * The highest temperature, K, at which the states missing above the window still add less than
   * the tolerance to the free energy; 1e6 K where it is higher than that.
   */
  public double highestTemperature() {
    if (allows(HIGHEST_TEMPERATURE)) {
      return HIGHEST_TEMPERATURE;
    }
    double low = 0;
    double high = HIGHEST_TEMPERATURE;
    for (int k = 0; k < HALVINGS; k++) {
      double middle = (low + high) / 2;
      if (allows(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean allows(double temperature) {
    double kT = BOLTZMANN * temperature;
    return search
        .at(kT, fermiLevel())
        .filter(mu -> tail(mu.value(), kT) <= tailTolerance * electrons)
        .isPresent();
  }

  /**
   * The free energy that states above the window would take away, eV, if their density went on as
   * at its top or as it is on average from the Fermi level to the top, whichever is larger.
   */
  private double tail(double mu, double kT) {
    if (kT == 0) {
      return 0;
    }
    double top = grid.end();
    double above = top - fermiLevel();
    double average = above > 0 ? (step.count(top) - electrons) / above : 0;
    double density = Math.max(dos[grid.count() - 1], average);
    return density * kT * kT * FermiTail.dilogarithm(Math.max(0, (top - mu) / kT));
  }

  private CoesiteException tooHot(double temperature) {
    return new CoesiteException(
        "an electronic temperature of "
            + number(temperature)
            + " K fills states above "
            + number(grid.end())
            + " eV, the top of the window of complete bands: at most "
            + (long) highestTemperature()
            + " K is possible there, where what they add to the free energy reaches "
            + number(1000 * tailTolerance)
            + " meV per electron");
  }

  private static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(SHOWN).stripTrailingZeros();
    return rounded.scale() < 12 ? rounded.toPlainString() : rounded.toString();
  }

  double[] curve() {
    return dos;
  }

  OccupiedStates step() {
    return step;
  }

  /**
   * The derivative of a chemical potential, the middle of an interval at whose ends the count is
   * given, by the curve. An end that stopped at the window's top stays there.
   */
  double[] levelWeights(ChemicalPotential level, double kT) {
    ElectronCount count = new ElectronCount(grid, dos, step, kT);
    double[] sum = new double[dos.length];
    for (double end : new double[] {level.lower(), level.upper()}) {
      if (end == grid.end()) {
        continue;
      }
      double slope = count.slope(end);
      if (!(slope > 0)) {
        throw new CoesiteException(
            "the density of states vanishes at "
                + number(end)
                + " eV, beside the chemical potential, which has no derivative there");
      }
      double[] weights = count.weights(end);
      for (int i = 0; i < sum.length; i++) {
        sum[i] -= weights[i] / (2 * slope);
      }
    }
    return sum;
  }
}
