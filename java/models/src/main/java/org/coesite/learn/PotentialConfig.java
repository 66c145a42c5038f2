package org.coesite.learn;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.math.DensityScaling;
import org.coesite.math.SoapBasis;

/**
 * How a potential is trained: what a YAML file says, with defaults for whatever it leaves out.
 *
 * {@snippet lang=yaml :
 * name: silica
 * soap:
 *   - cutoff: 5
 *     sparse: {O: 1000, Si: 600}
 * noise: {energy: 0.002, forces: 0.1, stress: 0.2}
 * kinds:
 *   liquid: {energy: 4, forces: 2}
 * }
 *
 * @param name short name of the model
 * @param description one line that goes into the model file
 * @param data names of the labels in the data
 * @param test what is held out
 * @param noise expected errors of the labels and the model together
 * @param kinds factors on the noise for groups of configurations
 * @param pair two-body part; absent if {@code pair: {functions: 0}}
 * @param soap many-body terms, at least one
 * @param committee of the uncertainty
 * @param report how errors are grouped
 */
public record PotentialConfig(
    String name,
    String description,
    Data data,
    Test test,
    Noise noise,
    Map<String, KindNoise> kinds,
    Pair pair,
    List<SoapTerm> soap,
    Committee committee,
    Report report) {
  public PotentialConfig {
    name = orElse(name, "potential");
    description = orElse(description, "");
    data = orElse(data, new Data(null, null, null, null));
    test = orElse(test, new Test(null, null));
    noise = orElse(noise, new Noise(null, null, null, null));
    kinds = kinds == null ? Map.of() : Map.copyOf(kinds);
    pair = orElse(pair, new Pair(null, null, null, null, null));
    soap =
        soap == null
            ? List.of(new SoapTerm(null, null, null, null, null, null, null, null, null, null))
            : List.copyOf(soap);
    committee = orElse(committee, new Committee(null, null, null));
    report = orElse(report, new Report(null, null, null, null));
    require(!soap.isEmpty(), "soap: needs at least one term");
  }

  /**
   * Names of the labels.
   *
   * @param energy eV; {@code auto} takes {@code free_energy}, to which forces belong, where a
   *     structure has it, else {@code energy}
   * @param forces eV/angstrom, per atom
   * @param stress eV/angstrom^3, nine numbers, positive in tension
   * @param kind text that groups configurations
   */
  public record Data(String energy, String forces, String stress, String kind) {
    public Data {
      energy = orElse(energy, "auto");
      forces = orElse(forces, "forces");
      stress = orElse(stress, "stress");
      kind = orElse(kind, "kind");
    }
  }

  /**
   * What is held out of training, structure by structure.
   *
   * @param fraction share of the structures
   * @param seed of the random choice
   */
  public record Test(Double fraction, Long seed) {
    public Test {
      fraction = orElse(fraction, 0.15);
      seed = orElse(seed, 1L);
      require(fraction >= 0 && fraction < 1, "test.fraction: lies between 0 and 1");
    }
  }

  /**
   * Standard deviations that the fit allows.
   *
   * @param energy eV per square root of the number of atoms
   * @param forces eV/angstrom
   * @param stress GPa
   * @param energyScale eV per atom above the lowest structure of the same composition at which the
   *     allowance for energies has grown by sqrt 2 (for forces and stress by its root), so that
   *     violent configurations do not outweigh gentle ones; 0 for no such growth
   */
  public record Noise(
      Double energy,
      Double forces,
      Double stress,
      @JsonProperty("energy_scale") Double energyScale) {
    public Noise {
      energy = orElse(energy, 0.002);
      forces = orElse(forces, 0.1);
      stress = orElse(stress, 0.2);
      energyScale = orElse(energyScale, 0.0);
      require(energy > 0 && forces > 0 && stress > 0, "noise: every entry is positive");
      require(energyScale >= 0, "noise.energy_scale: is not negative");
    }
  }

  /**
   * Factors on the noise of one group of configurations; 0 leaves that label out.
   *
   * @param energy factor for energies
   * @param forces factor for forces
   * @param stress factor for stress
   */
  public record KindNoise(Double energy, Double forces, Double stress) {
    public KindNoise {
      energy = orElse(energy, 1.0);
      forces = orElse(forces, 1.0);
      stress = orElse(stress, 1.0);
      require(energy >= 0 && forces >= 0 && stress >= 0, "kinds: factors are not negative");
    }
  }

  /**
   * Two-body energies as cubic B-splines on a uniform grid.
   *
   * @param start distance below which they go on as straight lines, angstrom
   * @param cutoff where they vanish, with two derivatives, angstrom
   * @param functions per pair of species; 0 for no two-body part
   * @param amplitude prior standard deviation of a coefficient, eV
   * @param roughness prior standard deviation of the second difference of neighbouring
   *     coefficients, eV
   */
  public record Pair(
      Double start, Double cutoff, Integer functions, Double amplitude, Double roughness) {
    public Pair {
      start = orElse(start, 0.8);
      cutoff = orElse(cutoff, 6.0);
      functions = orElse(functions, 24);
      amplitude = orElse(amplitude, 10.0);
      roughness = orElse(roughness, 1.0);
      require(functions == 0 || functions >= 4, "pair.functions: is 0, or at least 4");
      require(start >= 0 && cutoff > start, "pair: 0 <= start < cutoff");
      require(amplitude > 0 && roughness > 0, "pair: priors are positive");
    }
  }

  /** How sparse points are chosen. */
  public enum Selection {
    /** The point farthest from those chosen, again and again. */
    FPS,
    /** At random, weighted by leverage scores (CUR decomposition). */
    CUR
  }

  /** featomic's {@code Willatt2018} parameters. */
  public record Scaling(Double rate, Double scale, Double exponent) {
    public Scaling {
      rate = orElse(rate, 1.0);
      scale = orElse(scale, 2.5);
      exponent = orElse(exponent, 4.0);
    }
  }

  /**
   * One many-body term.
   *
   * @param cutoff angstrom
   * @param smoothing width of the switch before it, angstrom
   * @param maxRadial largest n
   * @param maxAngular largest l
   * @param density width of an atom's Gaussian, angstrom
   * @param scaling density scaling with distance
   * @param zeta power of the kernel
   * @param amplitude prior standard deviation of an atom's energy, eV
   * @param sparse number of sparse points for each element symbol; {@code default} for those not
   *     named
   * @param selection how they are chosen
   */
  public record SoapTerm(
      Double cutoff,
      Double smoothing,
      @JsonProperty("max_radial") Integer maxRadial,
      @JsonProperty("max_angular") Integer maxAngular,
      Double density,
      Scaling scaling,
      Integer zeta,
      Double amplitude,
      Map<String, Integer> sparse,
      Selection selection) {
    public SoapTerm {
      cutoff = orElse(cutoff, 5.0);
      smoothing = orElse(smoothing, 1.0);
      maxRadial = orElse(maxRadial, 4);
      maxAngular = orElse(maxAngular, 3);
      density = orElse(density, 0.5);
      scaling = orElse(scaling, new Scaling(null, null, null));
      zeta = orElse(zeta, 4);
      amplitude = orElse(amplitude, 10.0);
      sparse = sparse == null ? Map.of() : Map.copyOf(sparse);
      selection = orElse(selection, Selection.FPS);
      require(zeta >= 1, "soap.zeta: is at least 1");
      require(amplitude > 0, "soap.amplitude: is positive");
      require(
          sparse.values().stream().allMatch(count -> count >= 0),
          "soap.sparse: numbers of points are not negative");
      try {
        basis(cutoff, smoothing, maxRadial, maxAngular, density, scaling);
      } catch (IllegalArgumentException e) {
        throw new CoesiteException("soap: " + e.getMessage(), e);
      }
    }

    /** The basis in the kernels' terms. */
    public SoapBasis basis() {
      return basis(cutoff, smoothing, maxRadial, maxAngular, density, scaling);
    }

    private static SoapBasis basis(
        double cutoff,
        double smoothing,
        int maxRadial,
        int maxAngular,
        double density,
        Scaling scaling) {
      return new SoapBasis(
          cutoff,
          smoothing,
          maxRadial,
          maxAngular,
          density,
          new DensityScaling(scaling.rate, scaling.scale, scaling.exponent));
    }

    /** Sparse points of an element. */
    public int sparse(String symbol) {
      return sparse.getOrDefault(symbol, sparse.getOrDefault("default", 500));
    }
  }

  /**
   * The committee that gives uncertainties.
   *
   * @param members samples of the posterior; 0 for none
   * @param folds of the cross-validation that scales their spread
   * @param seed of the samples and folds
   */
  public record Committee(Integer members, Integer folds, Long seed) {
    public Committee {
      members = orElse(members, 16);
      folds = orElse(folds, 5);
      seed = orElse(seed, 1L);
      require(members >= 0 && members <= 1000, "committee.members: from 0 to 1000");
      require(folds >= 2, "committee.folds: at least 2");
    }
  }

  /**
   * How errors are grouped.
   *
   * @param bands edges of the bands of energy above the lowest structure of a polymorph, eV/atom,
   *     ascending
   * @param variants suffixes of kinds that are the same polymorph
   * @param disordered beginnings of kinds that have no minimum to measure from
   * @param curve shares of the training structures at which the learning curve is taken; the whole
   *     is always among them
   */
  public record Report(
      List<Double> bands, List<String> variants, List<String> disordered, List<Double> curve) {
    public Report {
      bands = bands == null ? List.of(0.05, 0.3) : List.copyOf(bands);
      variants = variants == null ? List.of("eos", "md") : List.copyOf(variants);
      disordered = disordered == null ? List.of("liquid", "amorphous") : List.copyOf(disordered);
      curve = curve == null ? List.of(0.25, 0.5, 0.75) : List.copyOf(curve);
      require(
          curve.stream().allMatch(share -> share > 0 && share < 1),
          "report.curve: shares lie between 0 and 1");
    }
  }

  /** Everything at its default. */
  public static PotentialConfig defaults() {
    return new PotentialConfig(null, null, null, null, null, null, null, null, null, null);
  }

  /**
   * Reads a YAML file.
   *
   * @throws CoesiteException if it cannot be read, naming the line
   */
  public static PotentialConfig read(Path file) {
    return YamlSettings.read(file, PotentialConfig.class).orElseGet(PotentialConfig::defaults);
  }

  static PotentialConfig parse(String source, String text) {
    return YamlSettings.parse(source, text, PotentialConfig.class);
  }

  private static <T> T orElse(T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw new CoesiteException(rule);
    }
  }
}
