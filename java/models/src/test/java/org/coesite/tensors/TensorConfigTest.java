package org.coesite.tensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coesite.CoesiteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML in, settings or one clear line out. */
class TensorConfigTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("c.yaml"), text);
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws IOException {
    TensorConfig config =
        TensorConfig.read(
            file("name: x\nsoap: {cutoff: 4, sparse: {Si: 7}}\nnoise: {rest: {site: 0.2}}\n"));
    TensorConfig defaults = TensorConfig.defaults();
    assertEquals("x", config.name());
    assertEquals(4, config.soap().basis().cutoff());
    assertEquals(7, config.soap().sparse("Si"));
    assertEquals(0.2, config.noise().of(2).site());
    assertEquals(0, config.noise().of(1).offset());
    assertEquals(defaults.noise().of(0), config.noise().of(0));
    assertEquals(defaults.products(), config.products());
    assertEquals(defaults.curve(), config.curve());
    assertEquals(defaults, TensorConfig.read(file(" \n")));
  }

  /** The component of lambda = 0 is sqrt 3 of the isotropic value. */
  @Test
  void noiseIsOfComponents() throws IOException {
    TensorConfig config =
        TensorConfig.read(file("noise: {isotropic: {site: 0.3, offset: 2, freedom: 3}}\n"));
    assertEquals(new NoiseModel(0.3 * Math.sqrt(3), 2 * Math.sqrt(3), 3), config.noise().of(0));
    assertTrue(config.noise().of(0).robust());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nose: {}                                   | there is no entry \"nose\"",
        "products: {chanels: 3}                     | \"products.chanels\"; known here: ",
        "products: {channels: 0}                    | products.channels",
        "products: {features: -3}                   | products.features",
        "products: {features: many}                 | products.features",
        "products: {features: 2.5}                  | products.features",
        "soap: {cutoff: -1}                         | cutoff",
        "soap: {cutoff: NaN}                        | cutoff",
        "soap: {cutoff: 4, smoothing: 5}            | smoothing",
        "soap: {max_angular: 50}                    | maxAngular",
        "soap: {max_radial: -1}                     | maxRadial",
        "soap: {density: 0}                         | density",
        "soap: {zeta: 0}                            | zeta",
        "soap: {sparse: {Si: 0}}                    | soap.sparse",
        "soap: {sparse: {O: -1}}                    | soap.sparse",
        "soap: {selection: BEST}                    | BEST",
        "chemistry: {electronegativity: -1}         | chemistry",
        "chemistry: {radius: NaN}                   | chemistry",
        "noise: {isotropic: {site: 0}}              | noise",
        "noise: {isotropic: {site: 1, offset: -1}}  | noise",
        "noise: {isotropic: {offset: Infinity}}     | noise",
        "noise: {rest: {site: Infinity}}            | noise",
        "noise: {rest: {freedom: 0}}                | noise",
        "committee: {members: -1}                   | committee.members",
        "test: {fraction: 1}                        | test.fraction",
        "test: {fraction: NaN}                      | test.fraction",
        "curve: [0.5, 1]                            | curve",
        "curve: [0.5, x]                            | curve",
        "curve: 3}                                  | ''",
        "name: [                                    | ''",
      })
  void mistakesAreSaidInOneLine(String text, String part) throws IOException {
    Path file = file(text + "\n");
    CoesiteException e = assertThrows(CoesiteException.class, () -> TensorConfig.read(file));
    assertTrue(e.getMessage().startsWith(file + ":"), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @Test
  void aFileThatIsNotThereIsOneLine() {
    Path none = folder.resolve("none.yaml");
    CoesiteException e = assertThrows(CoesiteException.class, () -> TensorConfig.read(none));
    assertTrue(e.getMessage().startsWith(none.toString()), e.getMessage());
  }
}
