package org.coesite.nmr.spectrum;

/**
 * Directions over an octant or a hemisphere, joined by triangles: the faces of an octahedron
 * divided evenly and projected onto the sphere (D. W. Alderman, M. S. Solum, D. M. Grant, J. Chem.
 * Phys. 84, 3717 (1986)). A triangle's weight is its solid angle, exactly, as a part of the whole.
 * Immutable.
 *
 * <p>A hemisphere is enough always: f(n) = f(-n), and turning a rotor's axis round reverses time,
 * which leaves the sidebands' intensities.
 */
final class OctahedralMesh {
  /** Signs of x and y in the octants of the upper hemisphere. */
  private static final int[][] OCTANTS = {{1, 1}, {-1, 1}, {-1, -1}, {1, -1}};

  private final double[] directions;
  private final int[] corners;
  private final double[] weights;

  private OctahedralMesh(double[] directions, int[] corners, double[] weights) {
    this.directions = directions;
    this.corners = corners;
    this.weights = weights;
  }

  /** Divisions n of an edge of the octahedron: n^2 triangles. */
  static OctahedralMesh octant(int n) {
    return of(n, 1);
  }

  /** Four octants. */
  static OctahedralMesh hemisphere(int n) {
    return of(n, 4);
  }

  private static OctahedralMesh of(int n, int octants) {
    int perOctant = (n + 1) * (n + 2) / 2;
    double[] directions = new double[3 * perOctant * octants];
    int[] corners = new int[3 * n * n * octants];
    int next = 0;
    for (int o = 0; o < octants; o++) {
      int first = o * perOctant;
      int point = first;
      for (int i = 0; i <= n; i++) {
        for (int j = 0; j <= n - i; j++) {
          double x = OCTANTS[o][0] * (double) i;
          double y = OCTANTS[o][1] * (double) j;
          double z = n - i - j;
          double length = Math.sqrt(x * x + y * y + z * z);
          directions[3 * point] = x / length;
          directions[3 * point + 1] = y / length;
          directions[3 * point + 2] = z / length;
          point++;
        }
      }
      next = triangles(n, first, corners, next);
    }
    return new OctahedralMesh(directions, corners, weights(directions, corners));
  }

  /** Rows i hold n - i + 1 points; each square of neighbours makes two triangles. */
  private static int triangles(int n, int first, int[] corners, int start) {
    int next = start;
    int row = first;
    for (int i = 0; i < n; i++) {
      int length = n - i + 1;
      int above = row + length;
      for (int j = 0; j < length - 1; j++) {
        corners[next++] = row + j;
        corners[next++] = row + j + 1;
        corners[next++] = above + j;
        if (j < length - 2) {
          corners[next++] = row + j + 1;
          corners[next++] = above + j;
          corners[next++] = above + j + 1;
        }
      }
      row = above;
    }
    return next;
  }

  private static double[] weights(double[] v, int[] corners) {
    double[] weights = new double[corners.length / 3];
    double total = 0;
    for (int t = 0; t < weights.length; t++) {
      weights[t] =
          solidAngle(v, 3 * corners[3 * t], 3 * corners[3 * t + 1], 3 * corners[3 * t + 2]);
      total += weights[t];
    }
    for (int t = 0; t < weights.length; t++) {
      weights[t] /= total;
    }
    return weights;
  }

  /** tan(omega/2) = a.(b x c)/(1 + a.b + b.c + c.a) (van Oosterom and Strackee 1983). */
  private static double solidAngle(double[] v, int a, int b, int c) {
    double triple =
        v[a] * (v[b + 1] * v[c + 2] - v[b + 2] * v[c + 1])
            + v[a + 1] * (v[b + 2] * v[c] - v[b] * v[c + 2])
            + v[a + 2] * (v[b] * v[c + 1] - v[b + 1] * v[c]);
    double sum = 1 + dot(v, a, b) + dot(v, b, c) + dot(v, c, a);
    return 2 * Math.atan2(Math.abs(triple), sum);
  }

  private static double dot(double[] v, int a, int b) {
    return v[a] * v[b] + v[a + 1] * v[b + 1] + v[a + 2] * v[b + 2];
  }

  int points() {
    return directions.length / 3;
  }

  double x(int point) {
    return directions[3 * point];
  }

  double y(int point) {
    return directions[3 * point + 1];
  }

  double z(int point) {
    return directions[3 * point + 2];
  }

  int triangles() {
    return weights.length;
  }

  /** Point at corner 0, 1 or 2 of a triangle. */
  int corner(int triangle, int corner) {
    return corners[3 * triangle + corner];
  }

  /** The triangle's part of all directions; all add up to 1. */
  double weight(int triangle) {
    return weights[triangle];
  }
}
