package org.coesite.ipi;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;

/**
 * Answers a server of the i-PI protocol with what a calculator predicts.
 *
 * <p>The server sends cells and positions in bohr, and takes energies in hartree, forces in
 * hartree/bohr and a virial, minus dE/d(strain), in hartree; zero where a structure is not periodic
 * in all directions. It does not send species or periodicity: these are a start structure's.
 *
 * <p>Used by one thread at a time. Does not close its calculator.
 */
public final class IpiDriver {
  /** Of a text that a server sends at first; i-PI sends a few words or none. */
  private static final int LONGEST_INIT = 1 << 24;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Calculator calculator;
  private final Structure start;
  private final Extra extra;
  private long delivered;

  /** The text that goes with forces. */
  public enum Extra {
    /** None. */
    NONE,
    /**
     * A line of JSON, which i-PI reads and ASE's server, of version 3.22 at least, stumbles over:
     * {@code energy_uncertainty_eV}, where the calculator has one, and {@code atoms_outside}, the
     * number of atoms whose environments are unlike any in training.
     */
    JSON
  }

  /** How a connection ended that did not fail. */
  public enum Ending {
    /** The server said EXIT. */
    EXIT,
    /** The server closed the connection and waited for nothing, as ASE's does. */
    CLOSED
  }

  /**
   * Prepares to answer.
   *
   * @param start atoms in the order that the server has them. Where it has a cell, it says in which
   *     directions structures are periodic; without one they are if the server's cells have a
   *     volume.
   */
  public IpiDriver(Calculator calculator, Structure start, Extra extra) {
    this.calculator = calculator;
    this.start = start;
    this.extra = extra;
  }

  /** How many structures the server has had forces of, over all connections. */
  public long delivered() {
    return delivered;
  }

  /**
   * Connects to a server, and answers it until it has enough.
   *
   * @throws ConnectionException if there is no server, the connection breaks, is closed in the
   *     middle of a message or before forces that were asked for are taken, or carries something
   *     else than the protocol
   * @throws CoesiteException if a structure cannot be predicted
   */
  public Ending serve(ServerAddress server) {
    try (Wire wire = new Wire(server.connect(), server)) {
      return new Connection(wire, server).serve();
    }
  }

  /** One connection, and where it stands. */
  private final class Connection {
    private final Wire wire;
    private final ServerAddress server;
    private boolean initialised;
    private Structure structure;
    private Prediction prediction;

    Connection(Wire wire, ServerAddress server) {
      this.wire = wire;
      this.server = server;
    }

    Ending serve() {
      while (true) {
        String header = wire.header();
        switch (header) {
          case null -> {
            if (prediction != null) {
              throw wire.problem("the server closed the connection and left its forces behind");
            }
            return Ending.CLOSED;
          }
          case "STATUS" -> wire.send(status());
          case "INIT" -> initialise();
          case "POSDATA" -> predict();
          case "GETFORCE" -> deliver();
          case "EXIT" -> {
            return Ending.EXIT;
          }
          default ->
              throw wire.problem(
                  "the server sent %s; STATUS, INIT, POSDATA, GETFORCE or EXIT, of the i-PI protocol, was expected"
                      .formatted(quoted(header)));
        }
      }
    }

    private String status() {
      if (prediction != null) {
        return "HAVEDATA";
      }
      return initialised ? "READY" : "NEEDINIT";
    }

    /** Of which bead and how to start is nothing to a model. */
    private void initialise() {
      wire.readInt("the number of the bead");
      int length = wire.readInt("the length of its text");
      if (length < 0 || length > LONGEST_INIT) {
        throw wire.problem("INIT comes with a text of " + length + " bytes");
      }
      wire.skip(length, "its text");
      initialised = true;
    }

    private void predict() {
      Cell cell = cell(wire.readDoubles(9, "the cell"));
      wire.readDoubles(9, "the cell's inverse");
      int atoms = wire.readInt("the number of atoms");
      if (atoms != start.atoms()) {
        throw wire.problem(
            "the server sends %d atoms, the start structure has %d"
                .formatted(atoms, start.atoms()));
      }
      double[] positions = wire.readDoubles(Math.multiplyExact(3, atoms), "the positions");
      for (int k = 0; k < positions.length; k++) {
        positions[k] *= AtomicUnits.BOHR;
      }
      structure = structure(cell, positions);
      try {
        prediction = calculator.evaluate(structure);
      } catch (CoesiteException e) {
        throw new CoesiteException(
            "structure " + (delivered + 1) + " of " + server + ": " + e.getMessage(), e);
      }
      // some servers send positions without asking whether they must send INIT first
      initialised = true;
    }

    private void deliver() {
      if (prediction == null) {
        throw wire.problem("the server asks for forces (GETFORCE) of no positions (POSDATA)");
      }
      wire.send(results(structure, prediction));
      prediction = null;
      delivered++;
    }
  }

  /** Vectors are columns on the wire, rows here. */
  private static Cell cell(double[] columns) {
    double[] rows = new double[9];
    for (int vector = 0; vector < 3; vector++) {
      for (int axis = 0; axis < 3; axis++) {
        rows[3 * vector + axis] = columns[3 * axis + vector] * AtomicUnits.BOHR;
      }
    }
    return Cell.of(rows);
  }

  private Structure structure(Cell cell, double[] positions) {
    Structure.Builder builder = Structure.of(start.species(), positions);
    if (start.cell().equals(Cell.NONE)) {
      return cell.volume() == 0 ? builder.build() : builder.cell(cell).build();
    }
    return builder.cell(cell, start.periodic(0), start.periodic(1), start.periodic(2)).build();
  }

  private ByteBuffer results(Structure structure, Prediction prediction) {
    double[] forces = prediction.forces();
    byte[] text = text(prediction).getBytes(StandardCharsets.UTF_8);
    int numbers = Math.addExact(forces.length, 1 + 9);
    int bytes = Math.addExact(Math.multiplyExact(Double.BYTES, numbers), 2 * Integer.BYTES);
    ByteBuffer message = Wire.begin("FORCEREADY", Math.addExact(bytes, text.length));
    message.putDouble(prediction.energy() / AtomicUnits.HARTREE);
    message.putInt(structure.atoms());
    for (double force : forces) {
      message.putDouble(force * (AtomicUnits.BOHR / AtomicUnits.HARTREE));
    }
    double volume = structure.cell().volume();
    double[] stress = prediction.stress();
    for (int k = 0; k < 9; k++) {
      // symmetric: rows or columns first is the same
      message.putDouble(stress == null ? 0 : -stress[k] * volume / AtomicUnits.HARTREE);
    }
    message.putInt(text.length);
    return message.put(text);
  }

  private String text(Prediction prediction) {
    if (extra == Extra.NONE) {
      return "";
    }
    int outside = 0;
    for (boolean atom : prediction.outside()) {
      outside += atom ? 1 : 0;
    }
    ObjectNode node = JSON.createObjectNode();
    if (Double.isFinite(prediction.uncertainty())) {
      node.put("energy_uncertainty_eV", prediction.uncertainty());
    }
    return node.put("atoms_outside", outside).toString();
  }

  /** With what cannot be shown as hexadecimal digits. */
  private static String quoted(String header) {
    StringBuilder out = new StringBuilder("\"");
    for (int k = 0; k < header.length(); k++) {
      char c = header.charAt(k);
      out.append(c >= ' ' && c <= '~' ? String.valueOf(c) : "\\x%02x".formatted((int) c));
    }
    return out.append('"').toString();
  }
}
