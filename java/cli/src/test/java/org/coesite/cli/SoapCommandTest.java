package org.coesite.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.coesite.conformance.SharedData;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyReader;
import org.coesite.io.StructureWriter;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoapCommandTest {
  private static final String HYPERS =
      """
      {"cutoff": {"radius": 4.5, "smoothing": {"type": "ShiftedCosine", "width": 0.5}},
       "density": {"type": "Gaussian", "width": 0.4},
       "basis": {"type": "TensorProduct", "max_angular": 3,
                 "radial": {"type": "Gto", "max_radial": 2}}}
      """;

  @TempDir private Path folder;

  private Call soap(Path in, String hypers) throws IOException {
    Path file = folder.resolve("hypers.json");
    Files.writeString(file, hypers);
    return Call.of("soap", "--hypers", file, in, "--out", folder.resolve("out.npy"));
  }

  private double[] values() {
    return NpyReader.read(folder.resolve("out.npy")).toDoubles();
  }

  @Test
  void writesWhatFeatomicComputes() throws IOException {
    Path reference = reference("soap-power-spectrum-values-input.json");
    JsonNode root = new ObjectMapper().readTree(Files.readString(reference));
    JsonNode system = root.get("systems").get(0);
    int atoms = system.get("types").size();
    int[] species = new int[atoms];
    double[] positions = new double[3 * atoms];
    for (int k = 0; k < 3 * atoms; k++) {
      species[k / 3] = system.get("types").get(k / 3).intValue();
      positions[k] = system.get("positions").get(k / 3).get(k % 3).doubleValue();
    }
    Path in = folder.resolve("in.xyz");
    StructureWriter.writeAll(in, List.of(Structure.of(species, positions).build()));

    assertEquals(0, soap(in, Files.readString(reference)).exit());

    NpyArray expected = NpyReader.read(unpacked(reference("soap-power-spectrum-values.npy.gz")));
    NpyArray actual = NpyReader.read(folder.resolve("out.npy"));
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 1e-8);
  }

  private static Path reference(String name) {
    Optional<Path> file = SharedData.find("reference/featomic/" + name);
    assumeTrue(file.isPresent(), "there is no folder shared/ beside the checkout");
    return file.get();
  }

  private Path unpacked(Path gzipped) throws IOException {
    Path file = folder.resolve("unpacked.npy");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(gzipped))) {
      Files.copy(in, file);
    }
    return file;
  }

  @Test
  void speciesAreThoseOfAllFrames() throws IOException {
    Structure silicon = Structure.of(new int[] {14, 14}, new double[] {0, 0, 0, 2.3, 0, 0}).build();
    Structure oxygen = Structure.of(new int[] {8}, new double[3]).build();
    Path in = folder.resolve("in.xyz");
    StructureWriter.writeAll(in, List.of(silicon, oxygen));
    assertEquals(0, soap(in, HYPERS).exit());
    int columns = 3 * 4 * 9;
    assertArrayEquals(new long[] {3, columns}, NpyReader.read(folder.resolve("out.npy")).shape());
    assertEquals(0, values()[0], "a silicon atom sees no oxygen");
    assertTrue(values()[2 * columns] > 0, "the oxygen atom sees itself");
  }

  @Test
  void centreWeightScalesTheCentreAlone() throws IOException {
    Path in = folder.resolve("in.xyz");
    Structure alone = Structure.of(new int[] {8}, new double[3]).build();
    StructureWriter.writeAll(in, List.of(alone));
    soap(in, HYPERS);
    double[] once = values();
    soap(in, HYPERS.replace("\"width\": 0.4", "\"width\": 0.4, \"center_atom_weight\": 3.0"));
    double[] thrice = values();
    for (int k = 0; k < once.length; k++) {
      assertEquals(9 * once[k], thrice[k], 1e-12 * Math.abs(once[0]));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "Gto"                | "LodeGto"              | hyperparameters.basis.radial.type
          "TensorProduct"      | "LaplacianEigenstates" | hyperparameters.basis.type
          "max_angular": 3     | "max_angular": 3.5     | whole number
          "radius": 4.5        | "radius": -1           | cutoff
          "width": 0.4         | "sigma": 0.4           | hyperparameters.density.sigma is not known
          "max_radial": 2      | "type": "Gto"          | not JSON
          "ShiftedCosine"      | "Sudden"               | ShiftedCosine or Step
          """)
  void whatIsNotSupportedIsSaidInOneLine(String from, String to, String expected)
      throws IOException {
    Path in = Samples.file(folder.resolve("in.xyz"), 1, 1);
    Call call = soap(in, HYPERS.replace(from, to));
    assertEquals(1, call.exit());
    assertTrue(call.complaint().contains("hypers.json"), call.err());
    assertTrue(call.complaint().contains(expected), call.err());
    assertTrue(Files.notExists(folder.resolve("out.npy")));
  }
}
