package org.coesite.nmr.spectrum;

import org.coesite.CoesiteException;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Quadrupole;

/**
 * The frequency of a symmetric transition m to -m in a crystal whose field points along a unit
 * vector n, in ppm of the Larmor frequency nu_0 of one quantum:
 *
 * <pre>  f(n) = c + n D n + b (n q n)^2.</pre>
 *
 * <p>Derivation. The shift, to first order, is 2 m n delta n. The quadrupole coupling q = e Q V/h
 * (symmetric, traceless, MHz) has the Hamiltonian, with the z axis along n,
 *
 * <pre>
 *   H/h = k sum_ab q_ab (I_a I_b + I_b I_a),  k = 1/(4 I (2 I - 1))
 *       = k [ q_zz (3 I_z^2 - I(I+1)) + w_1 (I_+ I_z + I_z I_+) + w_2 I_+^2 + adjoints of the last two ],
 *   w_1 = q_xz - i q_yz,  w_2 = (q_xx - q_yy)/2 - i q_xy
 * </pre>
 *
 * (in spherical components of V: q_zz ~ V_20, w_1 ~ V_2,-1, w_2 ~ V_2,-2). The first term shifts m
 * and -m alike. Second-order perturbation by the others against nu_0 I_z, with X = I(I+1) and the
 * matrix elements (2m+1)^2 (X - m(m+1)) and (X - m(m+1)) (X - (m+1)(m+2)), gives
 *
 * <pre>
 *   E_m = (2 m k^2/nu_0) [ A |w_2|^2 - B |w_1|^2 ],  A = 2 X - 2 m^2 - 1,  B = 4 X - 8 m^2 - 1,
 * </pre>
 *
 * and the transition E_m - E_-m = 2 E_m. In terms of n alone, with S = sum_ab q_ab^2: |w_1|^2 = |q
 * n|^2 - (n q n)^2, and from S = (q_xx^2 + ...) in the frame of n, |w_2|^2 = S/2 - |w_1|^2 - 3/4 (n
 * q n)^2. So
 *
 * <pre>
 *   nu(n) = (4 m k^2/nu_0) [ A S/2 + (A/4 + B) (n q n)^2 - (A + B) n q^2 n ].
 * </pre>
 *
 * <p>Averaged over all n (mean of (n q n)^2 is 2 S/15, of n q^2 n S/3) this is (4 m k^2/nu_0) (A -
 * B) S/5: for the central transition -(3/40) (P_Q/nu_0)^2 [I(I+1) - 3/4]/[I^2 (2I-1)^2] of nu_0,
 * with S = 3/2 P_Q^2.
 *
 * <p>Spinning about an axis r: n runs over a cone around r with cos^2 = 1/3. In f the parts of rank
 * 2 and 4 in n are, on average over the cone, P_2(1/sqrt 3) = 0 and P_4(1/sqrt 3) = -7/18 times
 * their values at n = r. That of rank 4 is b h(n), with h = (n q n)^2 - 4/7 (n q^2 n - S/3) - 2
 * S/15.
 *
 * <p>The antisymmetric part of the shift and cross terms between shift and quadrupole coupling (of
 * the order of shift anisotropy times nu_Q/nu_0) are left out. Immutable and thread-safe.
 */
final class Resonance {
  /** P_4 at the magic angle. */
  private static final double P4 = -7.0 / 18;

  private final double c;
  private final double b;
  private final double[] d;
  private final double[] q;

  private Resonance(double c, double[] d, double b, double[] q) {
    this.c = c;
    this.d = d;
    this.b = b;
    this.q = q;
  }

  /**
   * The transition m to -m of a site.
   *
   * @param twiceM 2 m: 1 for spin 1/2 and central transitions, 3 for triple quanta
   * @param larmorFrequency nu_0, MHz
   * @throws CoesiteException if the nucleus has no such transition
   */
  static Resonance of(Site site, Nucleus nucleus, int twiceM, double larmorFrequency) {
    requireTransition(nucleus, twiceM);
    NmrTensor shift = site.shift().symmetric().scaled(twiceM);
    if (site.quadrupole().isEmpty()) {
      return new Resonance(0, shift.toArray(), 0, new double[9]);
    }
    Quadrupole coupling = site.quadrupole().get();
    double spin = coupling.nucleus().spin();
    double x = spin * (spin + 1);
    double m = twiceM / 2.0;
    double k = 1 / (4 * spin * (2 * spin - 1));
    double scale = 4 * m * k * k / (larmorFrequency * larmorFrequency) * 1e6;
    double a = 2 * x - 2 * m * m - 1;
    double bb = 4 * x - 8 * m * m - 1;
    double[] q = coupling.tensor().toArray();
    double[] d = shift.toArray();
    double[] square = square(q);
    for (int i = 0; i < 9; i++) {
      d[i] -= scale * (a + bb) * square[i];
    }
    double s = square[0] + square[4] + square[8];
    return new Resonance(scale * a * s / 2, d, scale * (a / 4 + bb), q);
  }

  private static void requireTransition(Nucleus nucleus, int twiceM) {
    boolean halfInteger = nucleus.twiceSpin() % 2 == 1;
    if (!halfInteger) {
      throw new CoesiteException(
          nucleus.name()
              + " has the whole spin "
              + nucleus.twiceSpin() / 2
              + " and no central transition; spectra are of spins 1/2, 3/2, 5/2, 7/2 and 9/2");
    }
    if (twiceM < 1 || twiceM % 2 == 0 || twiceM > nucleus.twiceSpin()) {
      throw new CoesiteException(
          nucleus.name()
              + " of spin "
              + nucleus.twiceSpin()
              + "/2 has no "
              + twiceM
              + "-quantum"
              + " transition");
    }
  }

  /** The part of rank 4 of a transition as a multiple of that of the central transition. */
  static double rank4Ratio(Nucleus nucleus, int twiceM) {
    requireTransition(nucleus, twiceM);
    double x = nucleus.spin() * (nucleus.spin() + 1);
    double m = twiceM / 2.0;
    double rank4 = m * ((2 * x - 2 * m * m - 1) / 4 + 4 * x - 8 * m * m - 1);
    double central = 0.5 * ((2 * x - 1.5) / 4 + 4 * x - 3);
    return rank4 / central;
  }

  /** The resonance seen by a sample that spins fast, as a function of the rotor's axis. */
  Resonance fast() {
    double[] square = square(q);
    double s = square[0] + square[4] + square[8];
    double[] rank2 = new double[9];
    for (int i = 0; i < 9; i++) {
      rank2[i] = -4.0 / 7 * P4 * b * square[i];
    }
    double constant = isotropic() + P4 * b * (4.0 / 21 - 2.0 / 15) * s;
    return new Resonance(constant, rank2, P4 * b, q);
  }

  /** Mean over all directions, ppm. */
  double isotropic() {
    double s = 0;
    for (double x : q) {
      s += x * x;
    }
    return c + (d[0] + d[4] + d[8]) / 3 + b * 2 * s / 15;
  }

  /** Whether it is the same in all directions. */
  boolean isIsotropic() {
    double largest = Math.abs(isotropic());
    double off = Math.abs(d[1]) + Math.abs(d[2]) + Math.abs(d[5]);
    double differences = Math.abs(d[0] - d[4]) + Math.abs(d[0] - d[8]);
    return off + differences + rank4Size() <= 1e-12 * Math.max(1, largest);
  }

  private double rank4Size() {
    double s = 0;
    for (double x : q) {
      s += x * x;
    }
    return Math.abs(b) * s;
  }

  /**
   * Whether it is the same in all eight octants of the frame: no term is odd in x, y or z. True of
   * a shift, or a shift and a coupling with the same axes, in the frame of these axes.
   */
  boolean hasOctantSymmetry() {
    double limit = 1e-9;
    double off = Math.abs(d[1]) + Math.abs(d[2]) + Math.abs(d[5]);
    double size = Math.abs(d[0]) + Math.abs(d[4]) + Math.abs(d[8]);
    double offQ = Math.abs(q[1]) + Math.abs(q[2]) + Math.abs(q[5]);
    double sizeQ = Math.abs(q[0]) + Math.abs(q[4]) + Math.abs(q[8]);
    return off <= limit * size && (b == 0 || offQ <= limit * sizeQ);
  }

  /** f(n), ppm. */
  double at(double x, double y, double z) {
    double square = form(d, x, y, z);
    if (b == 0) {
      return c + square;
    }
    double along = form(q, x, y, z);
    return c + square + b * along * along;
  }

  private static double form(double[] t, double x, double y, double z) {
    return t[0] * x * x
        + t[4] * y * y
        + t[8] * z * z
        + 2 * (t[1] * x * y + t[2] * x * z + t[5] * y * z);
  }

  private static double[] square(double[] q) {
    double[] square = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          square[3 * i + j] += q[3 * i + k] * q[3 * k + j];
        }
      }
    }
    return square;
  }
}
