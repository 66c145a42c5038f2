package org.coesite.symmetry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coesite.CoesiteException;

/**
 * Space groups from Hall's explicit-origin symbols (S. R. Hall, Acta Cryst. A37, 517 (1981);
 * International Tables B, section 1.4 and its appendix): {@code -P 2ac 2n}, {@code -F 4vw 2vw 3},
 * {@code P 31 2 (0 0 4)}, {@code C 2y (x,y,-x+z)}.
 */
public final class HallSymbol {
  private static final int UNIT = SymmetryOperation.DENOMINATOR;
  private static final Pattern ROTATION =
      Pattern.compile("(-?)([12346])([1-5]?)([xyz'\"*=^]?)([1-5]?)([abcnuvwd]*)");
  private static final Pattern ORIGIN =
      Pattern.compile("\\(\\s*(-?\\d+)[\\s,]+(-?\\d+)[\\s,]+(-?\\d+)\\s*\\)");

  private final String symbol;
  private int position;
  private int precedingOrder;
  private char precedingAxis = 'z';

  private HallSymbol(String symbol) {
    this.symbol = symbol;
  }

  /**
   * The group of a symbol; underscores may stand for spaces.
   *
   * @throws CoesiteException if the symbol cannot be understood
   */
  public static SymmetryGroup parse(String symbol) {
    return new HallSymbol(symbol.replace('_', ' ').strip()).group();
  }

  private CoesiteException wrong(String what) {
    return new CoesiteException("'" + symbol + "' is not a Hall symbol: " + what);
  }

  private SymmetryGroup group() {
    int bracket = symbol.indexOf('(');
    String head = bracket < 0 ? symbol : symbol.substring(0, bracket);
    String[] parts = head.strip().split("\\s+", -1);
    List<SymmetryOperation> generators = new ArrayList<>();
    addLattice(parts[0], generators);
    if (parts.length < 2 || parts.length > 5) {
      throw wrong("one to four rotations were expected after the lattice letter");
    }
    for (position = 1; position < parts.length; position++) {
      generators.add(rotation(parts[position]));
    }
    if (bracket >= 0) {
      generators = changeOfBasis(symbol.substring(bracket)).applyTo(generators);
    }
    return SymmetryGroup.generatedBy(generators);
  }

  private void addLattice(String part, List<SymmetryOperation> generators) {
    String letter = part.toUpperCase(Locale.ROOT);
    if (letter.startsWith("-")) {
      generators.add(new SymmetryOperation(new int[] {-1, 0, 0, 0, -1, 0, 0, 0, -1}, new int[3]));
      letter = letter.substring(1);
    }
    int h = UNIT / 2;
    int t = UNIT / 3;
    int s = 2 * t;
    int[][] translations =
        switch (letter) {
          case "P" -> new int[][] {};
          case "A" -> new int[][] {{0, h, h}};
          case "B" -> new int[][] {{h, 0, h}};
          case "C" -> new int[][] {{h, h, 0}};
          case "I" -> new int[][] {{h, h, h}};
          case "F" -> new int[][] {{0, h, h}, {h, 0, h}};
          case "R" -> new int[][] {{s, t, t}};
          case "S" -> new int[][] {{t, t, s}};
          case "T" -> new int[][] {{t, s, t}};
          case "H" -> new int[][] {{s, t, 0}};
          default -> throw wrong("it must start with a lattice letter P, A, B, C, I, F, R");
        };
    for (int[] translation : translations) {
      generators.add(translation(translation));
    }
  }

  private static SymmetryOperation translation(int... translation) {
    return new SymmetryOperation(SymmetryOperation.IDENTITY.rotation(), translation);
  }

  private SymmetryOperation rotation(String part) {
    Matcher matcher = ROTATION.matcher(part);
    if (!matcher.matches()) {
      throw wrong("'" + part + "' is no rotation");
    }
    int order = Integer.parseInt(matcher.group(2));
    char axis = matcher.group(4).isEmpty() ? impliedAxis(order) : matcher.group(4).charAt(0);
    int[] matrix = matrix(order, axis);
    int[] translation = new int[3];
    String screw = matcher.group(3) + matcher.group(5);
    if (!screw.isEmpty()) {
      addScrew(screw, order, axis, translation);
    }
    for (char letter : matcher.group(6).toCharArray()) {
      addGlide(letter, translation);
    }
    if (matcher.group(1).equals("-")) {
      for (int i = 0; i < 9; i++) {
        matrix[i] = -matrix[i];
      }
    }
    precedingOrder = order;
    if ("xyz".indexOf(axis) >= 0) {
      precedingAxis = axis;
    }
    return new SymmetryOperation(matrix, translation);
  }

  /** Hall's rules for symbols without an axis. */
  private char impliedAxis(int order) {
    if (order == 1) {
      return 'z';
    }
    if (position == 1) {
      return 'z';
    }
    if (position == 2 && order == 2) {
      return precedingOrder == 2 || precedingOrder == 4 ? 'x' : '\'';
    }
    if (position == 3 && order == 3) {
      return '*';
    }
    throw wrong("the axis of the rotation " + order + " is not given");
  }

  private void addScrew(String screw, int order, char axis, int[] translation) {
    int along = "xyz".indexOf(axis);
    int steps = screw.charAt(0) - '0';
    if (screw.length() > 1 || along < 0 || steps >= order) {
      throw wrong("a rotation of order " + order + " has no screw component " + screw);
    }
    translation[along] += steps * UNIT / order;
  }

  private static void addGlide(char letter, int[] translation) {
    int h = UNIT / 2;
    int q = UNIT / 4;
    int[] t =
        switch (letter) {
          case 'a' -> new int[] {h, 0, 0};
          case 'b' -> new int[] {0, h, 0};
          case 'c' -> new int[] {0, 0, h};
          case 'n' -> new int[] {h, h, h};
          case 'u' -> new int[] {q, 0, 0};
          case 'v' -> new int[] {0, q, 0};
          case 'w' -> new int[] {0, 0, q};
          default -> new int[] {q, q, q};
        };
    for (int i = 0; i < 3; i++) {
      translation[i] += t[i];
    }
  }

  /** The proper rotation about an axis; primes are face diagonals of the preceding axis. */
  private int[] matrix(int order, char axis) {
    if (axis == '*') {
      if (order != 3) {
        throw wrong("only threefold rotations run along the body diagonal");
      }
      return new int[] {0, 0, 1, 1, 0, 0, 0, 1, 0};
    }
    if ("xyz".indexOf(axis) < 0) {
      if (order != 2) {
        throw wrong("only twofold rotations run along face diagonals");
      }
      int sign = axis == '\'' || axis == '^' ? -1 : 1;
      return turned(new int[] {0, sign, 0, sign, 0, 0, 0, 0, -1}, precedingAxis);
    }
    int[] aboutZ =
        switch (order) {
          case 1 -> new int[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
          case 2 -> new int[] {-1, 0, 0, 0, -1, 0, 0, 0, 1};
          case 3 -> new int[] {0, -1, 0, 1, -1, 0, 0, 0, 1};
          case 4 -> new int[] {0, -1, 0, 1, 0, 0, 0, 0, 1};
          default -> new int[] {1, -1, 0, 1, 0, 0, 0, 0, 1};
        };
    return turned(aboutZ, axis);
  }

  /** The same matrix with x, y, z permuted in a ring so that z becomes another axis. */
  private static int[] turned(int[] aboutZ, char axis) {
    int shift = "xyz".indexOf(axis) + 1;
    int[] out = new int[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        out[3 * ((i + shift) % 3) + (j + shift) % 3] = aboutZ[3 * i + j];
      }
    }
    return out;
  }

  private BasisChange changeOfBasis(String text) {
    Matcher origin = ORIGIN.matcher(text);
    if (origin.matches()) {
      double[] shift = new double[3];
      for (int i = 0; i < 3; i++) {
        shift[i] = Integer.parseInt(origin.group(i + 1)) / 12.0;
      }
      return new BasisChange(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, shift);
    }
    String[] parts = text.toLowerCase(Locale.ROOT).replaceAll("[()\\s]", "").split(",", -1);
    if (parts.length != 3) {
      throw wrong("'" + text + "' is no change of basis");
    }
    double[] matrix = new double[9];
    double[] shift = new double[3];
    for (int i = 0; i < 3; i++) {
      double[] row = AffineRow.parse(parts[i], text);
      System.arraycopy(row, 0, matrix, 3 * i, 3);
      shift[i] = row[3];
    }
    return new BasisChange(matrix, shift);
  }
}
