package org.coesite.tensors;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.learn.PotentialConfig;
import org.coesite.learn.YamlSettings;

/**
 * How a model of tensors is trained: what a YAML file says, with defaults for whatever it leaves
 * out.
 *
 * {@snippet lang=yaml :
 * name: silicon-29
 * soap: {cutoff: 5, zeta: 2, sparse: {Si: 300}}
 * chemistry: {electronegativity: 1, radius: 1}
 * noise:
 *   isotropic: {site: 0.3, offset: 0.5, freedom: 1}
 * }
 *
 * @param name short name of the model
 * @param description one line that goes into the model file
 * @param soap basis of the expansion, power of the kernel, number of sparse points
 * @param chemistry how alike elements are taken to be
 * @param products of two expansions
 * @param noise of the labels
 * @param committee of the uncertainty
 * @param test what is held out
 * @param curve shares of the groups in training at which the learning curve is taken
 */
public record TensorConfig(
    String name,
    String description,
    PotentialConfig.SoapTerm soap,
    Chemistry chemistry,
    Products products,
    Noise noise,
    Committee committee,
    Test test,
    List<Double> curve) {
  public TensorConfig {
    name = orElse(name, "tensors");
    description = orElse(description, "");
    soap = soap == null ? defaultSoap() : soap;
    require(
        soap.sparse().values().stream().allMatch(count -> count >= 1),
        "soap.sparse: at least one point");
    chemistry = chemistry == null ? new Chemistry(null, null) : chemistry;
    products = products == null ? new Products(null, null) : products;
    noise = noise == null ? new Noise(null, null) : noise;
    committee = committee == null ? new Committee(null, null) : committee;
    test = test == null ? new Test(null, null) : test;
    curve = curve == null ? List.of(0.125, 0.25, 0.5) : List.copyOf(curve);
    require(
        curve.stream().allMatch(share -> share > 0 && share < 1),
        "curve: shares lie between 0 and 1");
  }

  private static PotentialConfig.SoapTerm defaultSoap() {
    return new PotentialConfig.SoapTerm(
        5.0,
        0.5,
        5,
        4,
        0.5,
        new PotentialConfig.Scaling(1.0, 2.5, 4.0),
        2,
        null,
        Map.of("default", 300),
        null);
  }

  /**
   * Widths within which elements count as alike; both 0 if none is like another.
   *
   * @param electronegativity on Pauling's scale
   * @param radius covalent, angstrom
   */
  public record Chemistry(Double electronegativity, Double radius) {
    public Chemistry {
      electronegativity = orElse(electronegativity, 1.0);
      radius = orElse(radius, 1.0);
      require(electronegativity >= 0 && radius >= 0, "chemistry: widths are not negative");
    }

    ChemicalSimilarity similarity() {
      return new ChemicalSimilarity(electronegativity, radius);
    }
  }

  /**
   * Products of two expansions.
   *
   * @param channels that species and radial functions are mixed to before
   * @param features of each lambda
   */
  public record Products(Integer channels, Integer features) {
    public Products {
      channels = orElse(channels, 24);
      features = orElse(features, 300);
      require(channels >= 1 && channels <= 200, "products.channels: from 1 to 200");
      require(features >= 1 && features <= 10_000, "products.features: from 1 to 10000");
    }
  }

  /**
   * Errors of the labels.
   *
   * @param isotropic of the isotropic value, in the unit of the tensor
   * @param rest of a component of the rest
   */
  public record Noise(Term isotropic, Term rest) {
    public Noise {
      isotropic = isotropic == null ? new Term(0.3, 0.5, 1.0) : isotropic;
      rest = rest == null ? new Term(0.7, 0.3, Double.POSITIVE_INFINITY) : rest;
    }

    /** Of the components of a lambda: of that of lambda = 0, which is sqrt 3 of the value. */
    NoiseModel of(int lambda) {
      return lambda == 0
          ? new NoiseModel(
              Math.sqrt(3) * isotropic.site, Math.sqrt(3) * isotropic.offset, isotropic.freedom)
          : new NoiseModel(rest.site, rest.offset, rest.freedom);
    }
  }

  /**
   * One part of the noise.
   *
   * @param site standard deviation of a site's error
   * @param offset scale of an offset that all sites of a structure share; 0 for none
   * @param freedom degrees of freedom of Student's distribution of offsets; absent for normal ones
   */
  public record Term(Double site, Double offset, Double freedom) {
    public Term {
      site = orElse(site, 0.5);
      offset = orElse(offset, 0.0);
      freedom = orElse(freedom, Double.POSITIVE_INFINITY);
      require(
          site > 0 && offset >= 0 && freedom > 0 && Double.isFinite(site + offset),
          "noise: site and freedom are positive, offset is not negative");
    }
  }

  /**
   * The committee that gives uncertainties.
   *
   * @param members samples of the posterior; 0 for none
   * @param seed of the samples
   */
  public record Committee(Integer members, Long seed) {
    public Committee {
      members = orElse(members, 16);
      seed = orElse(seed, 1L);
      require(members >= 0 && members <= 1000, "committee.members: from 0 to 1000");
    }
  }

  /**
   * What is held out of training, group by group.
   *
   * @param fraction share of the groups
   * @param seed of the random choice
   */
  public record Test(Double fraction, Long seed) {
    public Test {
      fraction = orElse(fraction, 0.2);
      seed = orElse(seed, 1L);
      require(fraction >= 0 && fraction < 1, "test.fraction: lies between 0 and 1");
    }
  }

  /** The same with another power of the kernel. */
  TensorConfig withZeta(int zeta) {
    PotentialConfig.SoapTerm other =
        new PotentialConfig.SoapTerm(
            soap.cutoff(),
            soap.smoothing(),
            soap.maxRadial(),
            soap.maxAngular(),
            soap.density(),
            soap.scaling(),
            zeta,
            soap.amplitude(),
            soap.sparse(),
            soap.selection());
    return new TensorConfig(
        name, description, other, chemistry, products, noise, committee, test, curve);
  }

  /** The same without a committee. */
  TensorConfig withoutCommittee() {
    Committee none = new Committee(0, committee.seed);
    return new TensorConfig(name, description, soap, chemistry, products, noise, none, test, curve);
  }

  /** Everything at its default. */
  public static TensorConfig defaults() {
    return new TensorConfig(null, null, null, null, null, null, null, null, null);
  }

  /**
   * Reads a YAML file.
   *
   * @throws CoesiteException if it cannot be read, naming the line
   */
  public static TensorConfig read(Path file) {
    return YamlSettings.read(file, TensorConfig.class).orElseGet(TensorConfig::defaults);
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
