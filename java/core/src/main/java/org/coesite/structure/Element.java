package org.coesite.structure;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.coesite.CoesiteException;

/**
 * The chemical elements: symbols, atomic numbers and standard masses. Thread-safe.
 *
 * <p>Species are plain {@code int}s, atomic numbers from 1 to {@link #COUNT}, everywhere in
 * Coesite; this class names them.
 */
public final class Element {
  /** The heaviest element that has a name. */
  public static final int COUNT = 118;

  private static final String[] SYMBOLS =
      """
      H He
      Li Be B C N O F Ne
      Na Mg Al Si P S Cl Ar
      K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr
      Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe
      Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn
      Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt Ds Rg Cn Nh Fl Mc Lv Ts Og
      """
          .strip()
          .split("\\s+");

  /**
   * Standard atomic weights of CIAAW 2021 (the conventional value where an interval is given), or
   * the mass of the longest-lived isotope where no standard weight exists; in u.
   */
  private static final double[] MASSES = {
    1.008,
    4.002602,
    6.94,
    9.0121831,
    10.81,
    12.011,
    14.007,
    15.999,
    18.998403162,
    20.1797, // Ne
    22.98976928,
    24.305,
    26.9815384,
    28.085,
    30.973761998,
    32.06,
    35.45,
    39.95,
    39.0983,
    40.078,
    44.955907,
    47.867,
    50.9415,
    51.9961,
    54.938043,
    55.845,
    58.933194,
    58.6934,
    63.546,
    65.38, // Zn
    69.723,
    72.630,
    74.921595,
    78.971,
    79.904,
    83.798,
    85.4678,
    87.62,
    88.905838,
    91.224, // Zr
    92.90637,
    95.95,
    97.90721,
    101.07,
    102.90549,
    106.42,
    107.8682,
    112.414,
    114.818,
    118.710, // Sn
    121.760,
    127.60,
    126.90447,
    131.293,
    132.90545196,
    137.327,
    138.90547,
    140.116,
    140.90766,
    144.242,
    144.91276,
    150.36,
    151.964,
    157.25,
    158.925354,
    162.500,
    164.930329,
    167.259, // Er
    168.934219,
    173.045,
    174.9668,
    178.486,
    180.94788,
    183.84,
    186.207,
    190.23,
    192.217,
    195.084,
    196.966570,
    200.592,
    204.38,
    207.2,
    208.98040,
    208.98243,
    209.98715,
    222.01758, // Rn
    223.01974,
    226.02541,
    227.02775,
    232.0377,
    231.03588,
    238.02891,
    237.04817,
    244.06421, // Pu
    243.06138,
    247.07035,
    247.07031,
    251.07959,
    252.08298,
    257.09511,
    258.09843,
    259.10100, // No
    262.110,
    267.122,
    268.126,
    271.134,
    270.133,
    269.1338,
    278.156,
    281.165,
    281.166,
    285.177, // Cn
    286.182,
    289.190,
    289.194,
    293.204,
    293.208,
    294.214
  };

  private static final Map<String, Integer> NUMBERS = numbers();

  private Element() {}

  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int z = 1; z <= COUNT; z++) {
      numbers.put(SYMBOLS[z - 1], z);
    }
    numbers.put("D", 1); // isotopes of hydrogen that files name
    numbers.put("T", 1);
    return numbers;
  }

  /**
   * The symbol of an element.
   *
   * @throws IllegalArgumentException if there is no such atomic number
   */
  public static String symbol(int atomicNumber) {
    return SYMBOLS[checked(atomicNumber) - 1];
  }

  /**
   * The standard atomic mass in u (daltons).
   *
   * @throws IllegalArgumentException if there is no such atomic number
   */
  public static double mass(int atomicNumber) {
    return MASSES[checked(atomicNumber) - 1];
  }

  /** Whether an atomic number belongs to a named element. */
  public static boolean exists(int atomicNumber) {
    return atomicNumber >= 1 && atomicNumber <= COUNT;
  }

  private static int checked(int atomicNumber) {
    if (!exists(atomicNumber)) {
      throw new IllegalArgumentException("no element has atomic number " + atomicNumber);
    }
    return atomicNumber;
  }

  /**
   * The atomic number of a symbol, {@code "Si"} to 14. Upper and lower case may be mixed ({@code
   * "SI"}, {@code "si"}); {@code D} and {@code T} are hydrogen.
   *
   * @throws CoesiteException if no element has that symbol
   */
  public static int of(String symbol) {
    Integer number = NUMBERS.get(symbol);
    if (number == null) {
      number = NUMBERS.get(capitalised(symbol));
    }
    if (number == null) {
      throw new CoesiteException(
          "'" + symbol + "' is not an element; a symbol such as Si or O was expected");
    }
    return number;
  }

  /**
   * The atomic number of an atom's label or ion, such as {@code Si1}, {@code O2-}, {@code Si4+},
   * {@code Al_2} or {@code O(1)}: the letters up to the first character that is none must be an
   * element's symbol, so {@code OH1} is an error rather than a guess.
   *
   * @throws CoesiteException if the label does not start with an element's symbol
   */
  public static int ofLabel(String label) {
    int end = 0;
    while (end < label.length() && Character.isLetter(label.charAt(end))) {
      end++;
    }
    String symbol = label.substring(0, end);
    if (symbol.equalsIgnoreCase("T") && end < label.length()) {
      throw new CoesiteException(
          "'" + label + "' does not say which element is on this tetrahedral site");
    }
    Integer number = NUMBERS.get(symbol);
    if (number == null) {
      number = NUMBERS.get(capitalised(symbol));
    }
    if (number == null) {
      throw new CoesiteException(
          "'" + label + "' names no element; a label such as Si1 or O2- was expected");
    }
    return number;
  }

  private static String capitalised(String symbol) {
    return symbol.isEmpty()
        ? symbol
        : symbol.substring(0, 1).toUpperCase(Locale.ROOT)
            + symbol.substring(1).toLowerCase(Locale.ROOT);
  }
}
