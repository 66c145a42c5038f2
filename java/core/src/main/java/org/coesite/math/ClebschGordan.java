package org.coesite.math;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Clebsch-Gordan coefficients in the basis of our real harmonics (see {@link HarmonicRecursion}: m
 * = -l..l, no Condon-Shortley phase): how two equivariant arrays of degrees l1 and l2 make one of
 * degree l3,
 *
 * <pre>
 *   z_l3,m3 = sum over m1, m2 of C(m1, m2, m3) x_l1,m1 y_l2,m2
 * </pre>
 *
 * <p><b>Norm.</b> Orthonormal: sum over m1, m2 of C(m1, m2, m3) C(m1, m2, m3') is 1 where m3 = m3',
 * else 0. This is what e3nn calls component normalisation: sqrt(2 l3 + 1) times its {@code
 * wigner_3j}.
 *
 * <p><b>Phase.</b> With U_l the unitary matrix from complex harmonics (with Condon-Shortley phase)
 * to ours and C* the usual complex coefficients,
 *
 * <pre>
 *   C = (-i)^(l1 + l2 - l3) sum of conj(U_l1) conj(U_l2) U_l3 C*
 * </pre>
 *
 * which is real for every (l1, l2, l3). For even l1 + l2 + l3, C is a positive multiple of the
 * integral of Y_l1m1 Y_l2m2 Y_l3m3, so that C / sqrt(2 l3 + 1) does not change when (l, m) are
 * exchanged; for odd l1 + l2 + l3, where that integral vanishes, it changes its sign as a
 * determinant does. In Cartesian components (1, 1, 0) is a . b / sqrt 3 and (1, 1, 1) is a x b /
 * sqrt 2, both with a plus sign.
 *
 * <p><b>Exact.</b> Each coefficient is the square root of a rational number: by Racah's formula
 * (Varshalovich, Moskalev, Khersonskii, Quantum Theory of Angular Momentum, 8.2.1, eq. 3), and
 * since only (m1, m2, m3) and its negative meet in a real one. The rational number is computed in
 * whole numbers, its root with 40 digits, and then rounded.
 *
 * <p>Immutable.
 */
public final class ClebschGordan {
  private static final MathContext DIGITS = new MathContext(40);

  /**
   * A coefficient that is not zero.
   *
   * @param m1 -l1..l1
   * @param m2 -l2..l2
   * @param m3 -l3..l3
   */
  public record Entry(int m1, int m2, int m3, double value) {}

  private final int l1;
  private final int l2;
  private final int l3;
  private final List<Entry> entries;
  private final double[] values;

  private ClebschGordan(int l1, int l2, int l3) {
    this.l1 = l1;
    this.l2 = l2;
    this.l3 = l3;
    values = new double[(2 * l1 + 1) * (2 * l2 + 1) * (2 * l3 + 1)];
    List<Entry> found = new ArrayList<>();
    for (int m1 = -l1; m1 <= l1; m1++) {
      for (int m2 = -l2; m2 <= l2; m2++) {
        // only these two |m3| can go with m1 and m2
        for (int a : distinct(Math.abs(m1 + m2), Math.abs(m1 - m2))) {
          for (int m3 : distinct(-a, a)) {
            double value = a <= l3 ? real(m1, m2, m3) : 0;
            if (value != 0) {
              found.add(new Entry(m1, m2, m3, value));
              values[index(m1, m2, m3)] = value;
            }
          }
        }
      }
    }
    found.sort(
        Comparator.comparingInt(Entry::m3).thenComparingInt(Entry::m1).thenComparingInt(Entry::m2));
    entries = List.copyOf(found);
  }

  private static int[] distinct(int a, int b) {
    return a == b ? new int[] {a} : new int[] {a, b};
  }

  /**
   * The coefficients of three degrees.
   *
   * @throws IllegalArgumentException if no l3 of that size comes of l1 and l2
   */
  public static ClebschGordan of(int l1, int l2, int l3) {
    if (!couples(l1, l2, l3)) {
      throw new IllegalArgumentException(
          "degrees %d and %d do not make %d: it lies within |l1 - l2| and l1 + l2"
              .formatted(l1, l2, l3));
    }
    return new ClebschGordan(l1, l2, l3);
  }

  /** Whether |l1 - l2| &lt;= l3 &lt;= l1 + l2, all of them at least 0. */
  public static boolean couples(int l1, int l2, int l3) {
    return l1 >= 0 && l2 >= 0 && l3 >= Math.abs(l1 - l2) && l3 <= l1 + l2;
  }

  /** What is not zero, ordered by m3, then m1, then m2. */
  public List<Entry> entries() {
    return entries;
  }

  /** One coefficient. */
  public double value(int m1, int m2, int m3) {
    if (Math.abs(m1) > l1 || Math.abs(m2) > l2 || Math.abs(m3) > l3) {
      throw new IndexOutOfBoundsException("(%d, %d, %d)".formatted(m1, m2, m3));
    }
    return values[index(m1, m2, m3)];
  }

  private int index(int m1, int m2, int m3) {
    return ((m1 + l1) * (2 * l2 + 1) + m2 + l2) * (2 * l3 + 1) + m3 + l3;
  }

  private double real(int m1, int m2, int m3) {
    // the complex coefficients that meet in this one: (n1, n2, n1 + n2) and its negative
    int n1 = Math.abs(m1);
    int n2 = Math.abs(m1) + Math.abs(m2) == Math.abs(m3) ? Math.abs(m2) : -Math.abs(m2);
    int n3 = n1 + n2;
    Signed square = Signed.ofStandard(l1, n1, l2, n2, l3, n3);
    if (square.sign == 0) {
      return 0;
    }
    boolean alone = n1 == 0 && n2 == 0;
    int turns = l1 + l2 - l3;
    int[] sum = new int[4]; // how often 1, i, -1, -i
    sum[(phase(m1, n1, m2, n2, m3, n3) - turns) & 3] += 1;
    if (!alone) {
      // C*(-m1, -m2, -m3) = (-1)^(l1 + l2 - l3) C*(m1, m2, m3)
      sum[(phase(m1, -n1, m2, -n2, m3, -n3) + turns) & 3] += 1;
    }
    int factor = sum[0] - sum[2];
    int nonZero = (m1 == 0 ? 0 : 1) + (m2 == 0 ? 0 : 1) + (m3 == 0 ? 0 : 1);
    // each order that is not zero brings a factor of sqrt(1/2)
    BigInteger numerator = square.numerator.multiply(BigInteger.valueOf((long) factor * factor));
    BigInteger denominator = square.denominator.shiftLeft(nonZero);
    return Integer.signum(factor) * square.sign * root(numerator, denominator);
  }

  /** Quarter turns of conj(U_m1n1) conj(U_m2n2) U_m3n3. */
  private static int phase(int m1, int n1, int m2, int n2, int m3, int n3) {
    return -quarterTurns(m1, n1) - quarterTurns(m2, n2) + quarterTurns(m3, n3);
  }

  /**
   * The phase of U_mn, n = +-m, in quarter turns: for m &gt; 0 ((-1)^m Y^m + Y^-m) / sqrt 2, for m
   * &lt; 0 ((-1)^m Y^|m| - Y^-|m|) / (i sqrt 2).
   */
  private static int quarterTurns(int m, int n) {
    int condonShortley = n > 0 ? 2 * n : 0;
    if (m >= 0) {
      return condonShortley;
    }
    return condonShortley + (n > 0 ? 3 : 1);
  }

  private static double root(BigInteger numerator, BigInteger denominator) {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), DIGITS)
        .sqrt(DIGITS)
        .doubleValue();
  }

  /**
   * The usual coefficient &lt;l1 m1 l2 m2 | l3 m3&gt; of complex harmonics with Condon-Shortley
   * phase, as tables have it; 0 where the degrees or orders do not go together.
   */
  public static double standard(int l1, int m1, int l2, int m2, int l3, int m3) {
    Signed square = Signed.ofStandard(l1, m1, l2, m2, l3, m3);
    return square.sign == 0 ? 0 : square.sign * root(square.numerator, square.denominator);
  }

  /** sign * sqrt(numerator / denominator). */
  private record Signed(int sign, BigInteger numerator, BigInteger denominator) {
    private static final Signed ZERO = new Signed(0, BigInteger.ZERO, BigInteger.ONE);

    /** Those of three degrees up to 42 together; beyond, each is computed when it is needed. */
    private static final BigInteger[] FACTORIALS = factorials(128);

    /**
     * Racah's formula, its sum written with binomials so that it is a whole number: with a = l1 +
     * l2 - l3, b = l3 + l1 - l2, c = l3 + l2 - l1,
     *
     * <pre>
     *   S = sum over k of (-1)^k (a over k) (b over l1 - m1 - k) (c over l2 + m2 - k)
     *   C^2 = S^2 (2 l3 + 1) prod (li + mi)! (li - mi)! / (a! b! c! (l1 + l2 + l3 + 1)!)
     * </pre>
     */
    static Signed ofStandard(int l1, int m1, int l2, int m2, int l3, int m3) {
      if (!couples(l1, l2, l3)
          || m1 + m2 != m3
          || Math.abs(m1) > l1
          || Math.abs(m2) > l2
          || Math.abs(m3) > l3) {
        return ZERO;
      }
      int a = l1 + l2 - l3;
      int b = l3 + l1 - l2;
      int c = l3 + l2 - l1;
      BigInteger sum = BigInteger.ZERO;
      for (int k = 0; k <= a; k++) {
        BigInteger term =
            binomial(a, k).multiply(binomial(b, l1 - m1 - k)).multiply(binomial(c, l2 + m2 - k));
        sum = k % 2 == 0 ? sum.add(term) : sum.subtract(term);
      }
      BigInteger numerator = sum.pow(2).multiply(BigInteger.valueOf(2L * l3 + 1));
      for (int n : new int[] {l1 + m1, l1 - m1, l2 + m2, l2 - m2, l3 + m3, l3 - m3}) {
        numerator = numerator.multiply(factorial(n));
      }
      BigInteger denominator = factorial(l1 + l2 + l3 + 1);
      for (int n : new int[] {a, b, c}) {
        denominator = denominator.multiply(factorial(n));
      }
      return new Signed(sum.signum(), numerator, denominator);
    }

    private static BigInteger factorial(int n) {
      return n < FACTORIALS.length ? FACTORIALS[n] : factorials(n)[n];
    }

    private static BigInteger[] factorials(int most) {
      BigInteger[] out = new BigInteger[most + 1];
      out[0] = BigInteger.ONE;
      for (int k = 1; k <= most; k++) {
        out[k] = out[k - 1].multiply(BigInteger.valueOf(k));
      }
      return out;
    }

    private static BigInteger binomial(int n, int k) {
      if (k < 0 || k > n) {
        return BigInteger.ZERO;
      }
      return factorial(n).divide(factorial(k).multiply(factorial(n - k)));
    }
  }
}
