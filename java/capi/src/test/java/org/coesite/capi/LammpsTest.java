package org.coesite.capi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.cli.Main;
import org.coesite.dynamics.RelaxationResult;
import org.coesite.dynamics.RelaxationSettings;
import org.coesite.dynamics.Relaxer;
import org.coesite.io.ReadOptions;
import org.coesite.io.StructureReader;
import org.coesite.models.Potential;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's LAMMPS runs Coesite's models as KIM models. */
class LammpsTest {
  private static final double SAME = 1e-8;

  /** Pressures in bar of an eV/angstrom^3, as the LAMMPS of 2021 has it. */
  private static final double BAR = 1.6021765e6;

  @TempDir private Path folder;
  private Lammps lammps;

  @BeforeEach
  void installModels() {
    lammps = new Lammps(folder);
    KimCollection.installSilicaAndSilicon();
  }

  /** A script up to and with the potential. */
  private static String start(String read, String model, String symbols) {
    return """
    units metal
    atom_style atomic
    box tilt large
    %s
    pair_style kim %s
    pair_coeff * * %s
    """
        .formatted(read, model, symbols);
  }

  /** Atoms of the given species, over and over, on a shaken lattice in a skewed cell. */
  private static Structure random(long seed, int count, int... species) {
    RandomGenerator random = new SplittableRandom(seed);
    double spacing = 2.6;
    double[] cell = new double[9];
    for (int v = 0; v < 3; v++) {
      cell[3 * v + v] = count * spacing * random.nextDouble(0.95, 1.1);
      for (int axis = 0; axis < v; axis++) {
        cell[3 * v + axis] = cell[3 * axis + axis] * random.nextDouble(-0.45, 0.45);
      }
    }
    int atoms = count * count * count;
    double[] positions = new double[3 * atoms];
    int[] kinds = new int[atoms];
    for (int i = 0; i < atoms; i++) {
      kinds[i] = species[i % species.length];
      int[] site = {i % count, i / count % count, i / count / count};
      for (int v = 0; v < 3; v++) {
        double fraction = (site[v] + random.nextDouble(0.35, 0.65)) / count;
        for (int axis = 0; axis < 3; axis++) {
          positions[3 * i + axis] += fraction * cell[3 * v + axis];
        }
      }
    }
    return Structure.of(kinds, positions).cell(Cell.of(cell)).build();
  }

  @Test
  void energiesForcesAndVirialsOfSilicaAreTheCommandLines()
      throws IOException, InterruptedException {
    assertSame(
        "Coesite_silica",
        KimCollection.SILICA.toString(),
        List.of(
            random(1, 2, 14, 8, 8),
            random(2, 3, 8, 14, 8),
            random(3, 2, 8),
            random(4, 2, 14),
            random(5, 1, 8)));
  }

  @Test
  void energiesForcesAndVirialsOfSiliconAreTheCommandLines()
      throws IOException, InterruptedException {
    assertSame(
        "Coesite_silicon",
        "silicon",
        List.of(random(6, 2, 14), random(7, 3, 14), random(8, 1, 14)));
  }

  private void assertSame(String name, String model, List<Structure> structures)
      throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder();
    for (int s = 0; s < structures.size(); s++) {
      lammps.writeData(s + ".data", structures.get(s));
      script
          .append("clear\n")
          .append(start("read_data " + s + ".data", name, Lammps.symbols(structures.get(s))))
          .append(
              """
              compute v all pressure NULL virial
              thermo_style custom pe c_v[*]
              dump 1 all custom 1 %d.dump id fx fy fz
              dump_modify 1 sort id format float %%.17g
              run 0
              print "FOUND $(pe:%%.17g) $(c_v[1]:%%.17g) $(c_v[2]:%%.17g) $(c_v[3]:%%.17g) &
              $(c_v[4]:%%.17g) $(c_v[5]:%%.17g) $(c_v[6]:%%.17g)"
              """
                  .formatted(s));
    }
    double[][] found = Lammps.printed(lammps.run(script.toString()).requireSuccess(), "FOUND");
    List<Structure> expected = CommandLine.predict(folder, structures, model);
    assertEquals(structures.size(), found.length);
    for (int s = 0; s < found.length; s++) {
      Structure e = expected.get(s);
      assertEquals(((Number) e.info().get("energy")).doubleValue(), found[s][0], SAME);
      double[] stress = (double[]) e.info().get("stress");
      // xx, yy, zz, xy, xz, yz; a pressure where Coesite has a tension
      int[] places = {0, 4, 8, 1, 2, 5};
      for (int k = 0; k < 6; k++) {
        assertEquals(stress[places[k]], -found[s][k + 1] / BAR, SAME);
      }
      AtomProperty.Numbers forces = (AtomProperty.Numbers) e.atomProperties().get("forces");
      double[][] dump = lammps.dump(s + ".dump");
      assertEquals(e.atoms(), dump.length);
      for (int i = 0; i < e.atoms(); i++) {
        for (int axis = 0; axis < 3; axis++) {
          assertEquals(forces.get(i, axis), dump[i][axis + 1], SAME);
        }
      }
    }
  }

  /** Silicon's cubic cell, repeated, its atoms a little off their sites and moving. */
  private static String silicon(int repeat) {
    return start(
            """
            lattice diamond 5.4
            region box block 0 %1$d 0 %1$d 0 %1$d
            create_box 1 box
            create_atoms 1 box
            mass 1 28.085\
            """
                .formatted(repeat),
            "Coesite_silicon",
            "Si")
        + """
        displace_atoms all random 0.01 0.01 0.01 12345
        velocity all create 600 4321 mom yes
        timestep 0.001
        """;
  }

  @Test
  void dynamicsKeepTheEnergy() {
    KimCollection.Outcome outcome =
        lammps
            .run(
                silicon(1)
                    + """
                    fix 1 all nve
                    run 400 every 20 "print 'TOTAL $(etotal:%.17g)'"
                    """)
            .requireSuccess();
    double[][] total = Lammps.printed(outcome, "TOTAL");
    assertEquals(20, total.length);
    double[] perAtom = Arrays.stream(total).mapToDouble(line -> line[0] / 8).toArray();
    assertTrue(Math.abs(slope(perAtom) * perAtom.length) < 3e-5, Arrays.toString(perAtom));
    double range =
        Arrays.stream(perAtom).max().getAsDouble() - Arrays.stream(perAtom).min().getAsDouble();
    // the time step shows, and no more: it is 7e-5
    assertTrue(range < 2e-4 && range > 1e-6, Arrays.toString(perAtom));
  }

  /** Of the line through equidistant values that is closest to them. */
  private static double slope(double[] values) {
    double mean = Arrays.stream(values).average().getAsDouble();
    double middle = (values.length - 1) / 2.0;
    double product = 0;
    double square = 0;
    for (int k = 0; k < values.length; k++) {
      product += (k - middle) * (values[k] - mean);
      square += (k - middle) * (k - middle);
    }
    return product / square;
  }

  @Test
  void constantPressureKeepsItsEnergyAndItsCell() {
    KimCollection.Outcome outcome =
        lammps
            .run(
                silicon(1)
                    + """
                    fix 1 all npt temp 300 300 0.1 aniso 0 0 0.5
                    run 300 every 10 "print 'STATE $(econserve:%.17g) $(vol:%.17g) $(temp:%.17g)'"
                    """)
            .requireSuccess();
    double[][] states = Lammps.printed(outcome, "STATE");
    assertEquals(30, states.length);
    double start = states[0][0];
    for (double[] state : states) {
      // forces, virial and energy belong together, or this drifts
      assertEquals(start, state[0], 8 * 2e-4);
      assertEquals(157.464, state[1], 10);
      assertTrue(state[2] > 50 && state[2] < 1500, String.valueOf(state[2]));
    }
    assertNotEquals(157.464, states[29][1], 1e-3);
  }

  @Test
  void oneAndTwoProcessesStartOnTheSamePath() {
    String script =
        silicon(2)
            + """
            fix 1 all nve
            dump 1 all custom 25 path.dump id xu yu zu vx vy vz
            dump_modify 1 sort id format float %.17g
            run 25
            print "END $(pe:%.17g) $(press:%.17g)"
            """;
    double[][] one = Lammps.printed(lammps.run(script).requireSuccess(), "END");
    double[][] path = lammps.dump("path.dump");
    KimCollection.Outcome outcome = lammps.run(2, script).requireSuccess();
    assertTrue(
        outcome.said().contains("2 by 1 by 1 MPI processor grid")
            || outcome.said().contains("1 by 1 by 2 MPI processor grid")
            || outcome.said().contains("1 by 2 by 1 MPI processor grid"),
        outcome.said());
    double[][] two = Lammps.printed(outcome, "END");
    assertEquals(one[0][0], two[0][0], SAME);
    assertEquals(one[0][1], two[0][1], BAR * SAME);
    double[][] again = lammps.dump("path.dump");
    assertEquals(64, again.length);
    for (int i = 0; i < path.length; i++) {
      assertArrayEquals(path[i], again[i], SAME);
    }
  }

  @Test
  void aZeoliteComesToRestWhereCoesiteRelaxesIt() throws IOException {
    Structure sodalite = Lammps.turned(framework("SOD"));
    lammps.writeData("SOD.data", sodalite);
    String minimise =
        """
        fix 1 all box/relax aniso 0 vmax 0.002
        min_modify dmax 0.05 line quadratic
        minimize 0 0.001 200 1000
        unfix 1
        """;
    double[][] found =
        Lammps.printed(
            lammps
                .run(
                    start("read_data SOD.data", "Coesite_silica", Lammps.symbols(sodalite))
                        + "min_style cg\n"
                        + minimise
                        + minimise
                        + "print 'REST $(pe:%.17g) $(vol:%.17g)'\n")
                .requireSuccess(),
            "REST");
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        Potential potential = Potential.bundled("silica", backend)) {
      RelaxationResult relaxed =
          new Relaxer(
                  potential,
                  RelaxationSettings.positionsAndCell().withCriteria(0.01, 1e-4).withMaxSteps(500))
              .relax(sodalite);
      assertTrue(relaxed.converged(), relaxed.message());
      assertEquals(relaxed.energy() / sodalite.atoms(), found[0][0] / sodalite.atoms(), 2e-4);
      assertEquals(1, relaxed.structure().cell().volume() / found[0][1], 5e-3);
    }
  }

  private Structure framework(String name) throws IOException {
    Path file = folder.resolve(name + ".cif");
    try (InputStream in = Main.class.getResourceAsStream("frameworks/" + name + ".cif")) {
      Files.copy(in, file);
    }
    return StructureReader.readAll(file, ReadOptions.DEFAULT).get(0);
  }

  @Test
  void whatIsWrongIsSaidInOneLine() throws IOException {
    assertStops("symbol not found: Au", start(lone(), "Coesite_silica", "Au"));
    assertStops(
        "LAMMPS unit_style lj not supported by KIM models",
        start(lone(), "Coesite_silica", "Si").replace("units metal", "units lj"));
    assertStops(
        "coesite: the model \"silica\" finds no finite energy: are two atoms at one place?",
        start(lone() + "\ncreate_atoms 1 single 1 1 1", "Coesite_silica", "Si") + "run 0\n");
    lammps.with("COESITE_KIM_DEVICE", "abacus");
    assertStops(
        "coesite: no device abacus; there are: auto", start(lone(), "Coesite_silica", "Si"));
    lammps.with("COESITE_KIM_DEVICE", "cpu").with("COESITE_KIM_THREADS", "some");
    assertStops(
        "coesite: COESITE_KIM_THREADS: no number of threads: \"some\"; 0 (all, or 1 under MPI)",
        start(lone(), "Coesite_silica", "Si"));
    lammps.with("COESITE_KIM_THREADS", "1").with("COESITE_KIM_PRECISION", "f16");
    assertStops(
        "coesite: COESITE_KIM_PRECISION: no such precision: \"f16\"; f64 and f32 are",
        start(lone(), "Coesite_silica", "Si"));
  }

  @Test
  void aModelsFileThatIsGoneIsNamed() throws IOException {
    Path file = Files.copy(KimCollection.SILICA, folder.resolve("model.safetensors"));
    KimCollection.install("Coesite_gone", file.toString(), "--link");
    lammps.run(start(lone(), "Coesite_gone", "Si") + "run 0\n").requireSuccess();
    Path real = file.toRealPath();
    Files.delete(file);
    assertStops(
        "coesite: " + real + ": No such file or directory; the model was installed by reference",
        start(lone(), "Coesite_gone", "Si"));
  }

  /** One atom in a box. */
  private static String lone() {
    return """
    region box block 0 9 0 9 0 9
    create_box 1 box
    mass 1 1
    create_atoms 1 single 1 1 1\
    """;
  }

  private void assertStops(String why, String script) {
    KimCollection.Outcome outcome = lammps.run(script);
    assertNotEquals(0, outcome.exit(), outcome.said());
    assertEquals(
        1, outcome.said().lines().filter(line -> line.contains(why)).count(), outcome.said());
  }
}
