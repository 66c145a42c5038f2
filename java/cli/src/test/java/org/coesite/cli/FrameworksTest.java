package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.coesite.io.ReadOptions;
import org.coesite.io.StructureReader;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bundled frameworks are SiO2, fully connected, of the right density and topology. */
class FrameworksTest {
  private static final double BOND = 2.0;

  /** Tetrahedra in shells 1 to 5 around one (IZA Atlas; O'Keeffe for the dense polymorphs). */
  private static final Map<String, List<Integer>> COORDINATION_SEQUENCES =
      Map.of(
          "SOD.cif", List.of(4, 10, 20, 34, 52),
          "CHA.cif", List.of(4, 9, 17, 29, 45),
          "FAU.cif", List.of(4, 9, 16, 25, 37),
          "LTA.cif", List.of(4, 9, 17, 28, 42),
          "RHO.cif", List.of(4, 9, 17, 28, 42),
          "quartz.cif", List.of(4, 12, 30, 52, 80),
          "cristobalite.cif", List.of(4, 12, 24, 42, 64));

  static Stream<CSVRecord> index() throws IOException {
    try (InputStreamReader reader =
        new InputStreamReader(
            FrameworksTest.class.getResourceAsStream("frameworks/index.csv"),
            StandardCharsets.UTF_8)) {
      CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
      return format.parse(reader).getRecords().stream();
    }
  }

  private static Structure read(String file, List<String> warnings) {
    InputStream stream = FrameworksTest.class.getResourceAsStream("frameworks/" + file);
    ReadOptions options =
        ReadOptions.DEFAULT
            .withPartialOccupancy(ReadOptions.PartialOccupancy.REFUSE)
            .withWarnings(warnings::add);
    try (StructureReader reader = StructureReader.open(Path.of(file), stream, options)) {
      return reader.next();
    }
  }

  @Test
  void thereAreThirteen() throws IOException {
    assertEquals(13, index().count());
  }

  @ParameterizedTest
  @MethodSource("index")
  void framework(CSVRecord entry) {
    String file = entry.get("file");
    List<String> warnings = new ArrayList<>();
    Structure s = read(file, warnings);
    assertEquals(List.of(), warnings);
    int tetrahedra = Integer.parseInt(entry.get("tetrahedra"));
    assertEquals(Map.of(14, tetrahedra, 8, 2 * tetrahedra), s.composition());
    double density = 1000 * tetrahedra / s.cell().volume();
    assertEquals(Double.parseDouble(entry.get("framework_density_T_per_1000A3")), density, 0.0051);
    Bonds bonds = new Bonds(s);
    bonds.checkGeometry();
    List<Integer> sequence = COORDINATION_SEQUENCES.get(file);
    if (sequence != null) {
      for (int atom = 0; atom < s.atoms(); atom += Math.max(1, s.atoms() / 30)) {
        if (s.species(atom) == 14) {
          assertEquals(sequence, bonds.coordinationSequence(atom, 5));
        }
      }
    }
  }

  /** A bond to an atom in the cell shifted by lattice vectors. */
  private record Bond(int to, int a, int b, int c, double[] vector) {}

  /** An atom in some cell. */
  private record Site(int atom, int a, int b, int c) {}

  private static final class Bonds {
    private final Structure s;
    private final List<List<Bond>> bonds = new ArrayList<>();

    Bonds(Structure s) {
      this.s = s;
      for (int i = 0; i < s.atoms(); i++) {
        bonds.add(bondsOf(i));
      }
    }

    private List<Bond> bondsOf(int i) {
      List<Bond> found = new ArrayList<>();
      for (int j = 0; j < s.atoms(); j++) {
        for (int image = 0; image < 27; image++) {
          int a = image / 9 - 1;
          int b = image / 3 % 3 - 1;
          int c = image % 3 - 1;
          double[] d = new double[3];
          for (int k = 0; k < 3; k++) {
            d[k] =
                s.position(j, k)
                    - s.position(i, k)
                    + a * s.cell().get(0, k)
                    + b * s.cell().get(1, k)
                    + c * s.cell().get(2, k);
          }
          double length = length(d);
          if (length > 0 && length < BOND) {
            found.add(new Bond(j, a, b, c, d));
          }
        }
      }
      return found;
    }

    private static double length(double[] d) {
      return Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
    }

    void checkGeometry() {
      for (int i = 0; i < s.atoms(); i++) {
        boolean silicon = s.species(i) == 14;
        assertEquals(silicon ? 4 : 2, bonds.get(i).size(), "bonds of atom " + (i + 1));
        for (Bond bond : bonds.get(i)) {
          assertEquals(silicon ? 8 : 14, s.species(bond.to()));
          double length = length(bond.vector());
          assertTrue(length > 1.55 && length < 1.65, "a bond of " + length);
        }
        for (Bond first : bonds.get(i)) {
          for (Bond second : bonds.get(i)) {
            if (!first.equals(second)) {
              checkAngle(silicon, angle(first.vector(), second.vector()));
            }
          }
        }
      }
    }

    private static void checkAngle(boolean silicon, double angle) {
      double low = silicon ? 104 : 135;
      double high = silicon ? 116 : 180.01;
      assertTrue(angle > low && angle < high, "an angle of " + angle);
    }

    private static double angle(double[] u, double[] v) {
      double dot = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
      return Math.toDegrees(Math.acos(Math.clamp(dot / (length(u) * length(v)), -1, 1)));
    }

    List<Integer> coordinationSequence(int atom, int shells) {
      Set<Site> seen = new HashSet<>();
      Set<Site> front = Set.of(new Site(atom, 0, 0, 0));
      seen.addAll(front);
      List<Integer> sequence = new ArrayList<>();
      for (int shell = 0; shell < shells; shell++) {
        Set<Site> next = beyond(beyond(front));
        next.removeAll(seen);
        seen.addAll(next);
        sequence.add(next.size());
        front = next;
      }
      return sequence;
    }

    private Set<Site> beyond(Set<Site> sites) {
      Set<Site> next = new HashSet<>();
      for (Site site : sites) {
        for (Bond bond : bonds.get(site.atom())) {
          next.add(
              new Site(bond.to(), site.a() + bond.a(), site.b() + bond.b(), site.c() + bond.c()));
        }
      }
      return next;
    }
  }

  @Test
  void quartzIsThatOfTheInternationalTables() {
    Structure quartz = read("quartz.cif", new ArrayList<>());
    assertArrayEquals(new int[] {14, 14, 14, 8, 8, 8, 8, 8, 8}, quartz.species());
  }
}
