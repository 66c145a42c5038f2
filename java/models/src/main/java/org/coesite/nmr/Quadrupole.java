package org.coesite.nmr;

import org.coesite.CoesiteException;

/**
 * The quadrupolar coupling of a nucleus: e Q V/h, a traceless symmetric tensor in MHz, and what
 * people derive from it. Immutable.
 *
 * <p>V_ab = d^2 phi/dx_a dx_b, the sign of the potential's second derivative, as in CASTEP,
 * QE-GIPAW and VASP. |V_zz| &gt;= |V_yy| &gt;= |V_xx|.
 *
 * @param nucleus with spin 1 or more
 * @param tensor e Q V/h, MHz, in the frame of the crystal
 * @param axes of the tensor, in the order {@link AxisOrder#FIELD_GRADIENT}
 */
public record Quadrupole(Nucleus nucleus, NmrTensor tensor, PrincipalAxes axes) {
  /**
   * The coupling of a nucleus in a field gradient.
   *
   * @param gradient V; of it the traceless symmetric part is taken
   * @throws CoesiteException if the nucleus has no quadrupole moment
   */
  public static Quadrupole of(NmrTensor gradient, GradientUnit unit, Nucleus nucleus) {
    requireMoment(nucleus);
    double factor = unit.megahertzPerBarn() * nucleus.quadrupoleMoment();
    return of(gradient.tracelessSymmetric().scaled(factor), nucleus);
  }

  /**
   * A coupling from its parameters.
   *
   * @param couplingConstant C_Q, MHz
   * @param asymmetry eta_Q, 0 to 1
   * @param orientation of the principal axes in the crystal
   * @throws CoesiteException if the nucleus has no quadrupole moment
   */
  public static Quadrupole of(
      Nucleus nucleus, double couplingConstant, double asymmetry, EulerAngles orientation) {
    requireMoment(nucleus);
    NmrTensor principal =
        NmrTensor.diagonal(
            -couplingConstant * (1 - asymmetry) / 2,
            -couplingConstant * (1 + asymmetry) / 2,
            couplingConstant);
    return of(principal.rotated(orientation.matrix()), nucleus);
  }

  private static Quadrupole of(NmrTensor tensor, Nucleus nucleus) {
    return new Quadrupole(nucleus, tensor, tensor.principalAxes(AxisOrder.FIELD_GRADIENT));
  }

  private static void requireMoment(Nucleus nucleus) {
    if (!nucleus.quadrupolar()) {
      throw new CoesiteException(
          nucleus.name()
              + " has spin 1/2 and no quadrupole moment: a field gradient does not act on it");
    }
  }

  /** C_Q = e Q V_zz/h with its sign, MHz. */
  public double couplingConstant() {
    return axes.values()[2];
  }

  /** eta_Q = (V_xx - V_yy)/V_zz, 0 to 1; 0 where there is no gradient. */
  public double asymmetry() {
    double[] v = axes.values();
    if (axes.shape() == PrincipalAxes.Shape.ISOTROPIC) {
      return 0;
    }
    return Math.clamp((v[0] - v[1]) / v[2], 0.0, 1.0);
  }

  /** The quadrupolar product P_Q = |C_Q| sqrt(1 + eta^2/3), MHz. */
  public double product() {
    double eta = asymmetry();
    return Math.abs(couplingConstant()) * Math.sqrt(1 + eta * eta / 3);
  }

  /** The splitting parameter nu_Q = 3 C_Q/(2 I (2 I - 1)), MHz. */
  public double splitting() {
    double spin = nucleus.spin();
    return 3 * couplingConstant() / (2 * spin * (2 * spin - 1));
  }

  /**
   * What the coupling shifts the centre of gravity of the central transition by, ppm: -(3/40)
   * (P_Q/nu_0)^2 [I(I+1) - 3/4]/[I^2 (2I-1)^2] (A. Samoson, Chem. Phys. Lett. 119, 29 (1985)).
   *
   * @param larmorFrequency nu_0, MHz
   */
  public double inducedShift(double larmorFrequency) {
    double spin = nucleus.spin();
    double ratio = product() / larmorFrequency;
    double spins = spin * (2 * spin - 1);
    return -0.075e6 * ratio * ratio * (spin * (spin + 1) - 0.75) / (spins * spins);
  }
}
