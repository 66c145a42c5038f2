package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.dos.DosModel;
import org.coesite.dos.HotElectrons;
import org.coesite.io.StructureWriter;
import org.coesite.models.Calculator;
import org.coesite.models.Potential;
import org.coesite.models.Prediction;
import org.coesite.models.SumCalculator;
import org.coesite.python.AsePython;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wrong calls, and ASE's {@code SocketIOCalculator} as the server. */
@Timeout(120)
class IpiCommandTest {
  private static final Path SCRIPT = Path.of("src/test/python/ase_server.py").toAbsolutePath();

  @TempDir private Path folder;

  private Path start(Structure structure) {
    Path file = folder.resolve("start.xyz");
    StructureWriter.writeAll(file, List.of(structure));
    return file;
  }

  private static Structure silicon() {
    double a = 5.43;
    double[][] sites = {
      {0, 0, 0}, {0, 2, 2}, {2, 0, 2}, {2, 2, 0}, {1, 1, 1}, {1, 3, 3}, {3, 1, 3}, {3, 3, 1}
    };
    double[] positions = new double[3 * sites.length];
    for (int k = 0; k < positions.length; k++) {
      positions[k] = a / 4 * sites[k / 3][k % 3] + 0.02 * Math.sin(7 * k);
    }
    int[] species = new int[sites.length];
    Arrays.fill(species, 14);
    return Structure.of(species, positions).cell(Cell.of(a, 0, 0, 0, a, 0, 0, 0, a)).build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A name that no other test run has. */
  private String unixName() {
    return "coesite-" + folder.getFileName();
  }

  /** ASE, once it listens. */
  private Process server(Object... arguments) throws IOException {
    Process server =
        new ProcessBuilder(AsePython.command(SCRIPT, arguments))
            .redirectError(folder.resolve("server.txt").toFile())
            .start();
    assertEquals("listening", server.inputReader().readLine(), said("server.txt"));
    return server;
  }

  private String said(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private List<JsonNode> steps(Path file) throws IOException {
    List<JsonNode> steps = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      steps.add(JsonMapper.builder().build().readTree(line));
    }
    return steps;
  }

  private static double[] numbers(JsonNode node) {
    double[] numbers = new double[node.size()];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = node.get(k).doubleValue();
    }
    return numbers;
  }

  /** What ASE had at each step is what the calculator says of the same structure here. */
  private static void assertSame(Structure start, List<JsonNode> steps, Calculator calculator) {
    for (JsonNode step : steps) {
      Structure structure =
          Structure.of(start.species(), numbers(step.get("positions")))
              .cell(Cell.of(numbers(step.get("cell"))))
              .build();
      Prediction p = calculator.evaluate(structure);
      assertEquals(p.energy(), step.get("energy").doubleValue(), 1e-13 * Math.abs(p.energy()));
      assertArrayEquals(p.forces(), numbers(step.get("forces")), 1e-10);
      double[] s = p.stress();
      assertArrayEquals(
          new double[] {s[0], s[4], s[8], s[5], s[2], s[1]}, numbers(step.get("stress")), 1e-12);
    }
  }

  @Test
  void aseRelaxesQuartzAndItsCell() throws IOException, InterruptedException {
    Structure quartz = Samples.quartz(1, 0.05, 3);
    Path out = folder.resolve("steps");
    Process server = server("unix", unixName(), start(quartz), "relax", 8, out);
    Call call =
        Call.of("ipi", "--unix", unixName(), "--structure", start(quartz), "--device", "cpu");
    assertEquals(0, server.waitFor(), said("server.txt"));
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.err().contains("model:     silica (bundled)"), call.err());
    assertTrue(call.err().contains("server:    /tmp/ipi_" + unixName()), call.err());
    assertTrue(
        call.err().contains("the server closed the connection after forces of 9 structures"),
        call.err());
    List<JsonNode> steps = steps(out);
    assertEquals(9, steps.size());
    assertTrue(steps.get(8).get("energy").doubleValue() < steps.get(0).get("energy").doubleValue());
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        Potential potential = Potential.bundled("silica", backend)) {
      assertSame(quartz, steps, potential);
    }
  }

  @Test
  void aseRunsSiliconWithHotElectrons() throws IOException, InterruptedException {
    int port = freePort();
    Path out = folder.resolve("steps");
    Process server = server("tcp", port, start(silicon()), "nve", 5, out);
    Call call =
        Call.of(
            "ipi",
            "--address",
            "localhost",
            "--port",
            port,
            "--structure",
            start(silicon()),
            "--electron-temperature",
            8000,
            "--device",
            "cpu");
    assertEquals(0, server.waitFor(), said("server.txt"));
    assertEquals(0, call.exit(), call.err());
    assertTrue(call.err().contains("silicon (bundled)\nelectrons: "), call.err());
    List<JsonNode> steps = steps(out);
    assertEquals(6, steps.size());
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        Calculator hot =
            new SumCalculator(
                Potential.bundled("silicon", backend),
                new HotElectrons(DosModel.bundled("silicon-thermal", backend), 8000))) {
      assertSame(silicon(), steps, hot);
    }
  }

  @Test
  void aServerThatDiesIsWaitedForOnRequest() throws IOException, InterruptedException {
    int port = freePort();
    Path model = TinyModel.write(folder.resolve("tiny.safetensors"));
    Structure quartz = Samples.quartz(1, 0.05, 3);
    Path start = start(quartz);
    Process driver =
        Call.process(
                "ipi",
                "--address",
                "127.0.0.1",
                "--port",
                port,
                "--structure",
                start,
                "--model",
                model,
                "--reconnect",
                20)
            .redirectError(folder.resolve("driver.txt").toFile())
            .start();
    try {
      Path first = folder.resolve("first");
      Process dying = server("tcp", port, start, "wait", 0, first);
      while (!Files.exists(first) || Files.size(first) == 0) {
        assertTrue(driver.isAlive() && dying.isAlive(), said("driver.txt"));
        Thread.sleep(20);
      }
      dying.destroyForcibly().waitFor();
      Path second = folder.resolve("second");
      Process again = server("tcp", port, start, "nve", 10, second);
      assertEquals(0, again.waitFor(), said("server.txt") + said("driver.txt"));
      assertEquals(11, steps(second).size());
      assertTrue(said("driver.txt").contains("; trying again"), said("driver.txt"));
    } finally {
      driver.destroy();
      assertTrue(driver.waitFor(30, TimeUnit.SECONDS));
    }
  }

  private static String complaint(int exit, Object... arguments) {
    Call call = Call.of(arguments);
    assertEquals(exit, call.exit(), call.err());
    return call.complaint();
  }

  @Test
  void wrongCallsSayWhatIsWrong() {
    Path start = start(silicon());
    String where = "coesite ipi: where the server listens is either --address HOST --port N or";
    assertTrue(complaint(2, "ipi", "--structure", start).startsWith(where));
    assertTrue(complaint(2, "ipi", "--structure", start, "--port", 5).startsWith(where));
    assertTrue(
        complaint(2, "ipi", "--structure", start, "--unix", "x", "--address", "localhost")
            .startsWith(where));
    assertEquals(
        "coesite ipi: --port: a port is 1 to 65535, not 70000",
        complaint(2, "ipi", "--structure", start, "--address", "localhost", "--port", 70000));
    assertTrue(complaint(2, "ipi", "--unix", "x").contains("--structure"));
    assertEquals(
        "coesite ipi: nothing.xyz: no such file",
        complaint(2, "ipi", "--unix", "x", "--structure", "nothing.xyz"));
    assertEquals(
        "coesite ipi: --electron-temperature: -1.0 K is none: 0 K or more is expected",
        complaint(2, "ipi", "--unix", "x", "--structure", start, "--electron-temperature", -1));
    assertEquals(
        "coesite ipi: --dos-model is of use only with --electron-temperature",
        complaint(2, "ipi", "--unix", "x", "--structure", start, "--dos-model", "silicon"));
    assertEquals(
        "coesite ipi: --reconnect: more than 0 s is expected, not 0.0",
        complaint(2, "ipi", "--unix", "x", "--structure", start, "--reconnect", 0));
  }

  @Test
  void aModelThatDoesNotKnowTheSpeciesIsToldBeforeItConnects() throws IOException {
    Path model = TinyModel.write(folder.resolve("tiny.safetensors"));
    Path gold = folder.resolve("gold.xyz");
    // as i-PI writes its own files
    Files.writeString(
        gold,
        """
        2
        # CELL(abcABC): 5.0 5.0 5.0 90.0 90.0 90.0  Traj: positions{angstrom} Bead: 0
        Au 0 0 0
        Si 2 0 0
        """);
    assertEquals(
        "coesite ipi: " + gold + ": the model \"tiny\" knows O, Si, not Au",
        complaint(2, "ipi", "--unix", "x", "--structure", gold, "--model", model));
    Path quartz = start(Samples.quartz(1, 0, 1));
    String message =
        complaint(
            2,
            "ipi",
            "--unix",
            "x",
            "--structure",
            quartz,
            "--electron-temperature",
            1000,
            "--model",
            "silica");
    assertTrue(message.startsWith("coesite ipi: " + quartz + ": "), message);
    assertTrue(message.endsWith(" does not know O"), message);
  }

  @Test
  void withoutAServerThereIsOneLine() {
    Path model = TinyModel.write(folder.resolve("tiny.safetensors"));
    String message =
        complaint(
            1,
            "ipi",
            "--unix",
            folder.resolve("none"),
            "--model",
            model,
            "--structure",
            start(silicon()));
    assertTrue(message.contains("none: cannot connect, is the server running?"), message);
  }
}
