package org.coesite.nmr;

import java.util.List;

/**
 * Euler angles in the ZYZ convention, radians: the rotation R = R_z(alpha) R_y(beta) R_z(gamma),
 * which turns vectors (active), the later rotations about the axes turned before (intrinsic). The
 * third column of R is the direction with polar angle beta and azimuth alpha.
 *
 * <p>Two ambiguities. A matrix with beta = 0 or pi fixes only alpha + gamma or alpha - gamma: gamma
 * is then 0. And axes of a tensor have no sign, so that four sets of angles, {@link #equivalents},
 * describe one tensor: {@link #canonical} is the one of them with 0 &lt;= beta &lt;= pi/2, 0 &lt;=
 * gamma &lt; pi and 0 &lt;= alpha &lt; 2 pi (as in TensorView and Soprano); where beta is 0, with
 * gamma 0 and alpha below pi; where beta is pi/2, both (alpha, gamma) and (alpha + pi, pi - gamma)
 * are in range, and the one with alpha below pi is taken.
 *
 * <p>The passive angles of the same tensor, which turn the frame instead, are -gamma, -beta,
 * -alpha.
 *
 * @param alpha radians
 * @param beta radians
 * @param gamma radians
 */
public record EulerAngles(double alpha, double beta, double gamma) {
  /** No rotation. */
  public static final EulerAngles ZERO = new EulerAngles(0, 0, 0);

  /** Sines below this are 0: what rounding leaves of a matrix's exact zeros. */
  private static final double TINY = 1e-8;

  private static final double TURN = 2 * Math.PI;

  /** Angles from degrees. */
  public static EulerAngles degrees(double alpha, double beta, double gamma) {
    return new EulerAngles(Math.toRadians(alpha), Math.toRadians(beta), Math.toRadians(gamma));
  }

  /**
   * The angles of a proper rotation matrix: beta in [0, pi], alpha and gamma in [0, 2 pi).
   *
   * @param r orthogonal with determinant 1, [3 x 3] row by row
   */
  public static EulerAngles of(double[] r) {
    double sine = Math.hypot(r[2], r[5]);
    double beta = Math.atan2(sine, r[8]);
    if (sine < TINY) {
      double sign = r[8] > 0 ? 1 : -1;
      return new EulerAngles(wrapped(Math.atan2(r[3], sign * r[0]), TURN), beta, 0);
    }
    return new EulerAngles(
        wrapped(Math.atan2(r[5], r[2]), TURN), beta, wrapped(Math.atan2(r[7], -r[6]), TURN));
  }

  /** The angles with gamma = 0 that turn the z axis onto a line, canonical. */
  static EulerAngles turningZTo(double x, double y, double z) {
    double sign = z < 0 ? -1 : 1;
    double sine = Math.hypot(x, y);
    double alpha = sine < TINY ? 0 : wrapped(Math.atan2(sign * y, sign * x), TURN);
    double beta = sine < TINY ? 0 : Math.atan2(sine, Math.abs(z));
    boolean flat = Math.abs(z) < TINY;
    return new EulerAngles(flat ? wrapped(alpha, Math.PI) : alpha, flat ? Math.PI / 2 : beta, 0);
  }

  /** The angles with alpha = 0 (or pi) that turn the x axis onto a line, canonical. */
  static EulerAngles turningXTo(double x, double y, double z) {
    double cosine = Math.hypot(x, z);
    if (cosine < TINY) {
      return new EulerAngles(0, 0, Math.PI / 2);
    }
    // R_y(beta) R_z(gamma) e_x = (cos beta cos gamma, sin gamma, -sin beta cos gamma)
    return new EulerAngles(0, Math.atan2(-z, x), Math.atan2(y, cosine)).positiveBeta().canonical();
  }

  private EulerAngles positiveBeta() {
    return beta < 0 ? new EulerAngles(alpha + Math.PI, -beta, gamma + Math.PI) : this;
  }

  private static double wrapped(double angle, double period) {
    double rest = angle % period;
    double positive = rest < 0 ? rest + period : rest;
    return positive >= period - TINY || positive < 0 ? 0 : positive;
  }

  /** R, [3 x 3] row by row. */
  public double[] matrix() {
    double ca = Math.cos(alpha);
    double sa = Math.sin(alpha);
    double cb = Math.cos(beta);
    double sb = Math.sin(beta);
    double cg = Math.cos(gamma);
    double sg = Math.sin(gamma);
    return new double[] {
      ca * cb * cg - sa * sg,
      -ca * cb * sg - sa * cg,
      ca * sb,
      sa * cb * cg + ca * sg,
      -sa * cb * sg + ca * cg,
      sa * sb,
      -sb * cg,
      sb * sg,
      cb
    };
  }

  /** The four sets of angles that differ by the signs of axes only, these first, in [0, 2 pi). */
  public List<EulerAngles> equivalents() {
    return List.of(
        new EulerAngles(wrapped(alpha, TURN), beta, wrapped(gamma, TURN)),
        new EulerAngles(wrapped(alpha, TURN), beta, wrapped(gamma + Math.PI, TURN)),
        new EulerAngles(
            wrapped(alpha + Math.PI, TURN), Math.PI - beta, wrapped(Math.PI - gamma, TURN)),
        new EulerAngles(wrapped(alpha + Math.PI, TURN), Math.PI - beta, wrapped(-gamma, TURN)));
  }

  /** Of the equivalents, the one in the ranges above; for beta between 0 and pi. */
  public EulerAngles canonical() {
    if (Math.sin(beta) < TINY) {
      double sum = beta < 1 ? alpha + gamma : alpha - gamma;
      return new EulerAngles(wrapped(sum, Math.PI), 0, 0);
    }
    boolean flat = Math.abs(Math.cos(beta)) < TINY;
    boolean flip = flat ? wrapped(alpha, TURN) >= Math.PI : beta > Math.PI / 2;
    EulerAngles upper =
        flip ? new EulerAngles(alpha + Math.PI, Math.PI - beta, Math.PI - gamma) : this;
    return new EulerAngles(wrapped(upper.alpha, TURN), upper.beta, wrapped(upper.gamma, Math.PI));
  }
}
