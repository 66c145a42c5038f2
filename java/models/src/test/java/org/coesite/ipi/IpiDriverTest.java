package org.coesite.ipi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each message of the protocol, and each way in which a server can fail. */
@Timeout(60)
class IpiDriverTest {
  /** Of ase.units, version 3.22, in angstrom and eV. */
  private static final double BOHR = 0.5291772105638411;

  private static final double HARTREE = 27.211386024367243;

  /** Columns are the vectors a, b, c; bohr. */
  private static final double[] COLUMNS = {8, 1, 2, 0, 9, 3, 0, 0, 10};

  private static final double[] POSITIONS = {0, 0.1, 0.2, 3, 3.1, 3.2};

  @TempDir private Path folder;
  private final Recorder calculator = new Recorder();

  /** Two atoms, in a file without a cell. */
  private static Structure pair() {
    return Structure.of(new int[] {14, 8}, new double[6]).build();
  }

  private static Structure pair(boolean a, boolean b, boolean c) {
    return pair().toBuilder().cell(Cell.of(1, 0, 0, 0, 1, 0, 0, 0, 1), a, b, c).build();
  }

  @Test
  void unitsAreAse() {
    assertEquals(BOHR, AtomicUnits.BOHR, 1e-15);
    assertEquals(HARTREE, AtomicUnits.HARTREE, 1e-13);
  }

  @Test
  void aServerIsAnsweredUntilItSaysExit() {
    IpiDriver driver = new IpiDriver(calculator, pair(), IpiDriver.Extra.NONE);
    List<String> states = new ArrayList<>();
    List<TestServer.Forces> forces = new ArrayList<>();
    try (TestServer server = TestServer.tcp()) {
      server.serve(
          peer -> {
            states.add(peer.status());
            peer.initialise(5000);
            states.add(peer.status());
            for (int step = 0; step < 2; step++) {
              peer.positions(COLUMNS, POSITIONS);
              states.add(peer.status());
              states.add(peer.status());
              forces.add(peer.forces());
              states.add(peer.status());
            }
            peer.header("EXIT");
          });
      assertEquals(IpiDriver.Ending.EXIT, driver.serve(server.address()));
      server.join();
    }
    assertEquals(
        List.of(
            "NEEDINIT", "READY", "HAVEDATA", "HAVEDATA", "READY", "HAVEDATA", "HAVEDATA", "READY"),
        states);
    assertEquals(2, driver.delivered());
    assertEquals(2, forces.size());
  }

  private TestServer.Forces forces(Structure start, double[] columns) {
    return forces(start, columns, IpiDriver.Extra.NONE);
  }

  private TestServer.Forces forces(Structure start, double[] columns, IpiDriver.Extra extra) {
    List<TestServer.Forces> forces = new ArrayList<>();
    try (TestServer server = TestServer.tcp()) {
      server.serve(
          peer -> {
            peer.positions(columns, POSITIONS);
            forces.add(peer.forces());
          });
      // ASE closes the connection and says no EXIT
      assertEquals(
          IpiDriver.Ending.CLOSED, new IpiDriver(calculator, start, extra).serve(server.address()));
      server.join();
    }
    return forces.get(0);
  }

  @Test
  void vectorsAreColumnsAndLengthsInBohr() {
    forces(pair(), COLUMNS);
    Structure seen = calculator.seen.get(0);
    double[] rows = {8, 0, 0, 1, 9, 0, 2, 3, 10};
    for (int k = 0; k < 9; k++) {
      assertEquals(rows[k] * BOHR, seen.cell().toArray()[k], 1e-14);
    }
    for (int k = 0; k < 6; k++) {
      assertEquals(POSITIONS[k] * BOHR, seen.positions()[k], 1e-14);
    }
    assertArrayEquals(new int[] {14, 8}, seen.species());
    assertTrue(seen.fullyPeriodic());
  }

  @Test
  void resultsAreInAtomicUnitsAndTheVirialIsMinusTheDerivative() {
    TestServer.Forces got = forces(pair(), COLUMNS);
    assertEquals(Recorder.ENERGY / HARTREE, got.energy(), 1e-15);
    for (int k = 0; k < 6; k++) {
      assertEquals((k + 0.5) * BOHR / HARTREE, got.forces()[k], 1e-15);
    }
    double volume = 8 * 9 * 10 * BOHR * BOHR * BOHR;
    for (int k = 0; k < 9; k++) {
      assertEquals(-Recorder.STRESS[k] * volume / HARTREE, got.virial()[k], 1e-12);
    }
    assertEquals("", got.extra());
  }

  @Test
  void uncertaintiesGoWithForcesOnRequest() {
    assertEquals(
        "{\"energy_uncertainty_eV\":0.25,\"atoms_outside\":1}",
        forces(pair(), COLUMNS, IpiDriver.Extra.JSON).extra());
    calculator.uncertainty = Double.NaN;
    assertEquals("{\"atoms_outside\":1}", forces(pair(), COLUMNS, IpiDriver.Extra.JSON).extra());
  }

  @Test
  void periodicDirectionsAreTheStartStructures() {
    TestServer.Forces got = forces(pair(true, true, false), COLUMNS);
    Structure seen = calculator.seen.get(0);
    assertTrue(seen.periodic(0) && seen.periodic(1));
    assertFalse(seen.periodic(2));
    assertArrayEquals(new double[9], got.virial());
  }

  @Test
  void withoutAnyCellNothingIsPeriodic() {
    forces(pair(), new double[9]);
    assertEquals(Cell.NONE, calculator.seen.get(0).cell());
    assertFalse(calculator.seen.get(0).periodic(0));
  }

  @Test
  void unixSocketsWorkToo() {
    assertEquals("/tmp/ipi_name", ServerAddress.Unix.named("name").toString());
    try (TestServer server = TestServer.unix(folder.resolve("s"))) {
      server.serve(
          peer -> {
            peer.positions(COLUMNS, POSITIONS);
            peer.forces();
            peer.header("EXIT");
          });
      IpiDriver driver = new IpiDriver(calculator, pair(), IpiDriver.Extra.NONE);
      assertEquals(IpiDriver.Ending.EXIT, driver.serve(server.address()));
      assertEquals(1, driver.delivered());
      server.join();
    }
  }

  /** The complaint, without the address before it. */
  private String complaint(TestServer.Script script) {
    try (TestServer server = TestServer.tcp()) {
      server.serve(script);
      IpiDriver driver = new IpiDriver(calculator, pair(), IpiDriver.Extra.NONE);
      String message =
          assertThrows(ConnectionException.class, () -> driver.serve(server.address()))
              .getMessage();
      assertTrue(message.startsWith(server.address() + ": "), message);
      assertEquals(1, message.lines().count());
      return message.substring(server.address().toString().length() + 2);
    }
  }

  @Test
  void garbageIsShown() {
    assertEquals(
        "the server sent \"GET / HTTP/1\"; STATUS, INIT, POSDATA, GETFORCE or EXIT, of the i-PI"
            + " protocol, was expected",
        complaint(peer -> peer.text("GET / HTTP/1.1\r\n\r\n")));
    String message =
        complaint(peer -> peer.send(new byte[] {0, -1, 10, 65, 1, 2, 3, 4, 5, 6, 7, 8}));
    assertTrue(message.startsWith("the server sent \"\\x00\\xff\\x0aA\\x01"), message);
  }

  @Test
  void messagesThatEndInTheMiddleSayWhere() {
    assertEquals(
        "the server closed the connection in the middle of a message: of its header, 3 of 12 bytes"
            + " came",
        complaint(peer -> peer.text("STA")));
    assertEquals(
        "the server closed the connection in the middle of INIT: of its text, 2 of 8 bytes came",
        complaint(
            peer -> {
              peer.header("INIT");
              peer.integer(0);
              peer.integer(8);
              peer.send(new byte[2]);
            }));
    assertEquals(
        "the server closed the connection in the middle of POSDATA: of the positions, 24 of 48"
            + " bytes came",
        complaint(
            peer -> {
              peer.header("POSDATA");
              peer.numbers(new double[18]);
              peer.integer(2);
              peer.numbers(1, 2, 3);
            }));
    assertTrue(calculator.seen.isEmpty());
  }

  @Test
  void countsThatCannotBeAreRefused() {
    for (int atoms : new int[] {3, 0, -1, Integer.MAX_VALUE}) {
      assertEquals(
          "the server sends " + atoms + " atoms, the start structure has 2",
          complaint(
              peer -> {
                peer.header("POSDATA");
                peer.numbers(new double[18]);
                peer.integer(atoms);
              }));
    }
    for (int length : new int[] {-5, Integer.MAX_VALUE}) {
      assertEquals(
          "INIT comes with a text of " + length + " bytes",
          complaint(
              peer -> {
                peer.header("INIT");
                peer.integer(0);
                peer.integer(length);
              }));
    }
  }

  @Test
  void numbersThatAreNoneAreRefused() {
    assertEquals(
        "number 4 of the positions in POSDATA is NaN",
        complaint(peer -> peer.positions(COLUMNS, 1, 2, 3, Double.NaN, 5, 6)));
    assertEquals(
        "number 1 of the cell in POSDATA is Infinity",
        complaint(
            peer ->
                peer.positions(
                    new double[] {Double.POSITIVE_INFINITY, 0, 0, 0, 1, 0, 0, 0, 1}, POSITIONS)));
  }

  @Test
  void forcesOfNothingAreRefused() {
    assertEquals(
        "the server asks for forces (GETFORCE) of no positions (POSDATA)",
        complaint(peer -> peer.header("GETFORCE")));
  }

  @Test
  void forcesThatAreNotFetchedAreMissed() {
    assertEquals(
        "the server closed the connection and left its forces behind",
        complaint(peer -> peer.positions(COLUMNS, POSITIONS)));
  }

  @Test
  void structuresThatCannotBePredictedEndIt() {
    calculator.refusal = "two atoms at one place";
    try (TestServer server = TestServer.tcp()) {
      server.serve(peer -> peer.positions(COLUMNS, POSITIONS));
      IpiDriver driver = new IpiDriver(calculator, pair(), IpiDriver.Extra.NONE);
      // whoever connects again would be sent the same
      Reconnection patient = new Reconnection(driver, Duration.ofMinutes(1), _ -> {});
      CoesiteException e =
          assertThrows(CoesiteException.class, () -> patient.serve(server.address()));
      assertEquals(
          "structure 1 of " + server.address() + ": two atoms at one place", e.getMessage());
    }
  }

  @Test
  void withoutAServerItSaysSo() {
    ServerAddress nobody;
    try (TestServer server = TestServer.tcp()) {
      nobody = server.address();
    }
    IpiDriver driver = new IpiDriver(calculator, pair(), IpiDriver.Extra.NONE);
    String message =
        assertThrows(ConnectionException.class, () -> driver.serve(nobody)).getMessage();
    assertTrue(message.startsWith(nobody + ": cannot connect, is the server running?"), message);
    ServerAddress file = new ServerAddress.Unix(folder.resolve("nothing"));
    message = assertThrows(ConnectionException.class, () -> driver.serve(file)).getMessage();
    assertTrue(message.startsWith(file + ": cannot connect, is the server running?"), message);
    ServerAddress nowhere = new ServerAddress.Tcp("no-such-host.invalid", 1);
    message = assertThrows(ConnectionException.class, () -> driver.serve(nowhere)).getMessage();
    assertEquals("no-such-host.invalid:1: there is no host of that name", message);
    assertThrows(IllegalArgumentException.class, () -> new ServerAddress.Tcp("localhost", 65536));
  }

  private static void step(TestServer.Peer peer) throws IOException {
    peer.positions(COLUMNS, POSITIONS);
    peer.forces();
  }

  @Test
  void onRequestItConnectsAgain() {
    IpiDriver driver = new IpiDriver(calculator, pair(), IpiDriver.Extra.NONE);
    List<String> log = new ArrayList<>();
    try (TestServer server = TestServer.tcp()) {
      server.serve(
          IpiDriverTest::step,
          peer -> peer.text("nonsense...."),
          peer -> {
            step(peer);
            peer.header("POSDATA");
          },
          peer -> {
            step(peer);
            peer.header("EXIT");
          });
      Reconnection patient = new Reconnection(driver, Duration.ofMinutes(1), log::add);
      assertEquals(IpiDriver.Ending.EXIT, patient.serve(server.address()));
      server.join();
    }
    assertEquals(3, driver.delivered());
    assertEquals(3, log.size(), log.toString());
    assertTrue(log.get(0).endsWith(": the server closed the connection; trying again"));
    assertTrue(log.get(1).contains("nonsense...."), log.get(1));
    assertTrue(log.get(2).contains("in the middle of POSDATA"), log.get(2));
  }

  @Test
  void patienceEnds() {
    IpiDriver driver = new IpiDriver(calculator, pair(), IpiDriver.Extra.NONE);
    List<String> log = new ArrayList<>();
    Reconnection patient = new Reconnection(driver, Duration.ofMillis(1200), log::add);
    ServerAddress address;
    try (TestServer server = TestServer.tcp()) {
      address = server.address();
    }
    assertThrows(ConnectionException.class, () -> patient.serve(address));
    // the same line is not said twice
    assertEquals(1, log.size(), log.toString());
    try (TestServer server = TestServer.tcp()) {
      ServerAddress good = server.address();
      server.serve(
          peer -> {
            step(peer);
            server.leave();
          });
      assertEquals(IpiDriver.Ending.CLOSED, patient.serve(good));
    }
    assertEquals(1, driver.delivered());
  }
}
