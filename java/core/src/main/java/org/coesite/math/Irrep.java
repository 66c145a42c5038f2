package org.coesite.math;

import org.coesite.CoesiteException;

/**
 * How 2 l + 1 numbers behave under rotation and inversion. Written as in e3nn: {@code 1o} is a
 * vector, {@code 1e} an axial vector, {@code 0o} a pseudoscalar.
 *
 * @param degree l, at least 0
 * @param parity 1 (even, {@code e}) or -1 (odd, {@code o}): the sign that inversion brings
 */
public record Irrep(int degree, int parity) {
  public Irrep {
    if (degree < 0) {
      throw new IllegalArgumentException("a degree is at least 0, not " + degree);
    }
    if (parity != 1 && parity != -1) {
      throw new IllegalArgumentException("a parity is 1 or -1, not " + parity);
    }
  }

  /** As harmonics are: of parity (-1)^l. */
  public static Irrep harmonic(int degree) {
    return new Irrep(degree, degree % 2 == 0 ? 1 : -1);
  }

  /**
   * Reads {@code 1o}.
   *
   * @throws CoesiteException if it is not a degree and a parity
   */
  public static Irrep parse(String text) {
    if (!text.matches("\\d{1,3}[eo]")) {
      throw new CoesiteException(
          "'" + text + "' is no irrep: a degree and e or o are wanted, such as 1o");
    }
    int end = text.length() - 1;
    return new Irrep(Integer.parseInt(text, 0, end, 10), text.charAt(end) == 'e' ? 1 : -1);
  }

  /** 2 l + 1. */
  public int size() {
    return 2 * degree + 1;
  }

  /** Whether the parity is (-1)^l. */
  public boolean isHarmonic() {
    return equals(harmonic(degree));
  }

  /** Whether this is a part of the product of two. */
  public boolean isOf(Irrep a, Irrep b) {
    return parity == a.parity * b.parity && ClebschGordan.couples(a.degree, b.degree, degree);
  }

  @Override
  public String toString() {
    return degree + (parity == 1 ? "e" : "o");
  }
}
