package org.coesite.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.coesite.dos.DosQuantities;
import org.coesite.dos.EnergyGrid;
import org.coesite.io.AtomicFile;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * A map of atoms and their local densities of states as an input file of the chemiscope viewer
 * (chemiscope.org; Fraux, Cersonsky and Ceriotti, J. Open Source Softw. 5, 2117 (2020); the format
 * is on "Chemiscope JSON file format" in its documentation). Each atom of the map is an
 * environment; its curve is a property along the parameter {@code energy}, at as many energies as
 * half the width of the model's Gaussians asks for.
 */
public final class ChemiscopeFile {
  /** Structures are written until they have so many atoms together: what a browser still shows. */
  public static final int MOST_ATOMS = 200_000;

  private static final MathContext DIGITS = new MathContext(6);
  private static final String ENERGY = "energy";
  private static final String FIRST = "SOAP PC 1";
  private static final String SECOND = "SOAP PC 2";
  private static final String AT_FERMI = "LDOS at the Fermi level";

  private final LocalDosMap map;
  private final List<Structure> structures;
  private final List<PredictedDos> predictions;
  private final List<Integer> shown = new ArrayList<>();
  private final int[] numbers;
  private final int[] places;
  private JsonGenerator json;

  /** Of the structures that a map was made of. */
  public ChemiscopeFile(
      LocalDosMap map, List<Structure> structures, List<PredictedDos> predictions) {
    this(map, structures, predictions, MOST_ATOMS);
  }

  ChemiscopeFile(
      LocalDosMap map, List<Structure> structures, List<PredictedDos> predictions, int mostAtoms) {
    this.map = map;
    this.structures = structures;
    this.predictions = predictions;
    numbers = new int[structures.size()];
    boolean[] mapped = new boolean[structures.size()];
    map.places().forEach(place -> mapped[place.structure()] = true);
    long atoms = 0;
    for (int s = 0; s < numbers.length; s++) {
      numbers[s] = -1;
      if (mapped[s] && atoms + structures.get(s).atoms() <= mostAtoms) {
        numbers[s] = shown.size();
        shown.add(s);
        atoms += structures.get(s).atoms();
      }
    }
    places =
        IntStream.range(0, map.places().size())
            .filter(k -> numbers[map.places().get(k).structure()] >= 0)
            .toArray();
  }

  /** How many structures of the map it holds. */
  public int structures() {
    return shown.size();
  }

  /** How many atoms of the map it holds; without any it cannot be written. */
  public int environments() {
    return places.length;
  }

  /**
   * Writes it.
   *
   * @throws org.coesite.CoesiteException if that fails
   */
  public void write(Path file) {
    AtomicFile.write(
        file,
        stream -> {
          try (JsonGenerator generator = JsonFactory.builder().build().createGenerator(stream)) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json = generator;
            json.writeStartObject();
            writeMeta();
            writeStructures();
            writeEnvironments();
            writeProperties();
            writeParameters();
            writeSettings();
            json.writeEndObject();
          }
        });
  }

  private void writeMeta() throws IOException {
    json.writeObjectFieldStart("meta");
    json.writeStringField("name", "Local densities of states");
    json.writeStringField(
        "description",
        "Atoms by the principal components of their SOAP vectors, with local densities of states"
            + " of the model \""
            + map.model().name()
            + "\" ("
            + map.model().description()
            + "). Energies count from: "
            + map.model().zero().description()
            + ".");
    json.writeEndObject();
  }

  private void writeStructures() throws IOException {
    json.writeArrayFieldStart("structures");
    for (int s : shown) {
      Structure structure = structures.get(s);
      json.writeStartObject();
      json.writeNumberField("size", structure.atoms());
      json.writeArrayFieldStart("names");
      for (int i = 0; i < structure.atoms(); i++) {
        json.writeString(Element.symbol(structure.species(i)));
      }
      json.writeEndArray();
      for (int axis = 0; axis < 3; axis++) {
        int of = axis;
        writeNumbers(
            "xyz".substring(axis, axis + 1), structure.atoms(), i -> structure.position(i, of));
      }
      if (structure.fullyPeriodic()) {
        double[] cell = structure.cell().toArray();
        writeNumbers("cell", cell.length, k -> cell[k]);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeEnvironments() throws IOException {
    json.writeArrayFieldStart("environments");
    for (int k : places) {
      LocalDosMap.Place place = map.places().get(k);
      json.writeStartObject();
      json.writeNumberField("structure", numbers[place.structure()]);
      json.writeNumberField("center", place.atom());
      json.writeNumberField("cutoff", map.model().basis().cutoff());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeProperties() throws IOException {
    json.writeObjectFieldStart("properties");
    ofAtoms(FIRST, "", "first principal component of the SOAP vectors", map.first());
    ofAtoms(SECOND, "", "second principal component of the SOAP vectors", map.second());
    ofAtoms(
        AT_FERMI,
        "states/eV",
        "local density of states at the Fermi level of the structure",
        map.atFermiLevel());
    ofAtoms(
        "LDOS PC 1",
        "states/eV^0.5",
        "first principal component of the local densities of states",
        map.shape());
    writeWords("element", k -> Element.symbol(map.places().get(k).species()));
    writeWords("environment", k -> map.places().get(k).outside() ? "unlike training" : "known");
    writeCurves();
    ofStructures("Fermi level", "eV", q -> q.fermiLevel().value());
    ofStructures("DOS at the Fermi level", "states/eV/atom", q -> q.dosAtFermiLevel().value());
    ofStructures("band energy", "eV/atom", q -> q.bandEnergy().value());
    json.writeEndObject();
  }

  private void startProperty(String name, String target, String units, String description)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("target", target);
    if (!units.isEmpty()) {
      json.writeStringField("units", units);
    }
    if (!description.isEmpty()) {
      json.writeStringField("description", description);
    }
  }

  private void ofAtoms(String name, String units, String description, double[] values)
      throws IOException {
    startProperty(name, "atom", units, description);
    writeNumbers("values", places.length, k -> values[places[k]]);
    json.writeEndObject();
  }

  private void ofStructures(String name, String units, ToDoubleFunction<DosQuantities> value)
      throws IOException {
    startProperty(name, "structure", units, "");
    writeNumbers(
        "values",
        shown.size(),
        s -> value.applyAsDouble(predictions.get(shown.get(s)).quantities()));
    json.writeEndObject();
  }

  /** A word for each atom. */
  @FunctionalInterface
  private interface Word {
    String of(int place);
  }

  private void writeWords(String name, Word word) throws IOException {
    startProperty(name, "atom", "", "");
    json.writeArrayFieldStart("values");
    for (int k : places) {
      json.writeString(word.of(k));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeCurves() throws IOException {
    startProperty("LDOS", "atom", "states/eV", "local density of states");
    json.writeArrayFieldStart("parameters");
    json.writeString(ENERGY);
    json.writeEndArray();
    json.writeArrayFieldStart("values");
    EnergyGrid grid = map.model().code().grid();
    for (int k : places) {
      float[] curve = map.places().get(k).curve();
      json.writeStartArray();
      for (int e = 0; e < grid.count(); e += stride()) {
        write(curve[e]);
      }
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeParameters() throws IOException {
    EnergyGrid grid = map.model().code().grid();
    json.writeObjectFieldStart("parameters");
    json.writeObjectFieldStart(ENERGY);
    json.writeStringField("name", "energy, zero: " + map.model().zero().description());
    json.writeStringField("units", "eV");
    json.writeArrayFieldStart("values");
    for (int e = 0; e < grid.count(); e += stride()) {
      write(grid.energy(e));
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Of the grid's energies every so-manieth, as far as half a width allows. */
  private int stride() {
    double steps = 0.5 * map.model().width() / map.model().code().grid().step();
    return (int) Math.max(1, Math.floor(steps * (1 + 1e-9)));
  }

  private void writeSettings() throws IOException {
    json.writeObjectFieldStart("settings");
    json.writeStringField("target", "atom");
    json.writeObjectFieldStart("map");
    for (List<String> axis :
        List.of(List.of("x", FIRST), List.of("y", SECOND), List.of("color", AT_FERMI))) {
      json.writeObjectFieldStart(axis.get(0));
      json.writeStringField("property", axis.get(1));
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeNumbers(String name, int count, IntToDoubleFunction value) throws IOException {
    json.writeArrayFieldStart(name);
    for (int k = 0; k < count; k++) {
      write(value.applyAsDouble(k));
    }
    json.writeEndArray();
  }

  /** With as many digits as anyone can see. */
  private void write(double value) throws IOException {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    json.writeNumber(Math.abs(value) < 1e-9 ? "0" : rounded.toString());
  }
}
