package org.coesite.dos;

import java.util.Locale;
import org.coesite.CoesiteException;
import org.coesite.learn.PotentialConfig;

/**
 * How a model of the density of states is trained.
 *
 * @param name short name of the model
 * @param description one line that goes into the model file
 * @param soap basis, kernel and numbers of sparse points
 * @param representation how curves become channels
 * @param explained share of the variance that principal components explain
 * @param zero what energies count from
 * @param method how curves are made from eigenvalues
 * @param width of the Gaussians, eV
 * @param step of the energies, eV
 * @param window that curves are learnt on
 * @param heldOut share of the structures that is held out
 * @param seed of the choice of structures, sparse points and committee
 * @param members of the committee
 */
public record DosSettings(
    String name,
    String description,
    PotentialConfig.SoapTerm soap,
    Representation representation,
    double explained,
    EnergyZero zero,
    DosMethod method,
    double width,
    double step,
    WindowLimits window,
    double heldOut,
    long seed,
    int members) {
  /** The same for curves of another kind. */
  public DosSettings with(Representation other, double otherWidth, EnergyZero otherZero) {
    return new DosSettings(
        name,
        description,
        soap,
        other,
        explained,
        otherZero,
        method,
        otherWidth,
        step,
        window,
        heldOut,
        seed,
        members);
  }

  /** How curves become channels. */
  public enum Representation {
    /** One channel for each energy. */
    POINTWISE,
    /** Principal components. */
    PCA,
    /** The cumulative curve at each energy. */
    CDF;

    /** As on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public DosSettings {
    require(width > 0, "the width of a density of states is above 0 eV, not " + width);
    require(step > 0, "the step of energies is above 0 eV, not " + step);
    require(explained > 0 && explained <= 1, "principal components explain a share from 0 to 1");
    require(heldOut >= 0 && heldOut < 1, "the share held out lies between 0 and 1");
    require(members >= 0 && members <= 1000, "a committee has from 0 to 1000 members");
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw new CoesiteException(rule);
    }
  }
}
