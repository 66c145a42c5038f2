package org.coesite.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;
import org.coesite.math.SoapBasis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mixing and selection keep what they say they keep. */
class FeatureSelectionTest {
  private static final SoapBasis BASIS = new SoapBasis(4, 0.5, 1, 2, 0.5);
  private static final int[] SPECIES = {8, 14};
  private static final int SITES = 90;
  private Backend backend;

  @BeforeEach
  void open() {
    backend = Backends.open("cpu", Precision.F64, 1);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static SiteExpansions expansions(int sites, long seed) {
    Random random = new Random(seed);
    int size = SPECIES.length * BASIS.harmonics() * BASIS.radialFunctions();
    double[][] values = new double[sites][];
    Arrays.setAll(values, _ -> TensorSamples.random(size, random));
    return new SiteExpansions(BASIS, SPECIES, values);
  }

  private double[][] features(SiteExpansions all, ChannelMixing mixing, LambdaFeatures own) {
    // features of lambda = 0 are always there
    LambdaFeatures first =
        new LambdaFeatures(
            new ProductSet(0, List.of(new Product(0, 0, 0, 0))), 1, new double[] {1});
    List<LambdaFeatures> lambdas = own.lambda() == 0 ? List.of(own) : List.of(first, own);
    TensorFeatures spec = new TensorFeatures(BASIS, SPECIES, mixing, lambdas);
    double[][][] values = SiteFeatures.of(all, spec, backend).values();
    return values[values.length - 1];
  }

  private static double dot(double[] a, int m, double[] b, int n, int count) {
    double sum = 0;
    for (int f = 0; f < count; f++) {
      sum += a[m * count + f] * b[n * count + f];
    }
    return sum;
  }

  /** With as many features as products, kernels are those of all products but for a factor. */
  @Test
  void allFeaturesTogetherLoseNothing() {
    SiteExpansions chosenOn = expansions(SITES, 1);
    SiteExpansions others = expansions(4, 2);
    ChannelMixing mixing = new MixingSelection(chosenOn, ChemicalSimilarity.NONE).choose(3);
    ProductSelection selection = new ProductSelection(chosenOn, mixing, backend);
    for (int lambda = 0; lambda <= 2; lambda++) {
      ProductSet all = ProductSet.all(lambda, BASIS.maxAngular(), mixing.channels());
      LambdaFeatures own = selection.choose(all, 10_000);
      assertEquals(all.size(), own.count());
      double[] identity = new double[all.size() * all.size()];
      for (int k = 0; k < all.size(); k++) {
        identity[k * all.size() + k] = 1;
      }
      double[][] full = features(others, mixing, new LambdaFeatures(all, all.size(), identity));
      double[][] found = features(others, mixing, own);
      double factor =
          dot(found[0], 0, found[0], 0, own.count()) / dot(full[0], 0, full[0], 0, own.count());
      double scale = dot(found[0], 0, found[0], 0, own.count());
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          for (int m = 0; m <= 2 * lambda; m++) {
            for (int n = 0; n <= 2 * lambda; n++) {
              double expected = factor * dot(full[i], m, full[j], n, own.count());
              // transforms are stored in single precision
              assertEquals(expected, dot(found[i], m, found[j], n, own.count()), 1e-5 * scale);
            }
          }
        }
      }
    }
  }

  @Test
  void featuresAreScaledAndSortedByVariance() {
    SiteExpansions sites = expansions(SITES, 3);
    ChannelMixing mixing = new MixingSelection(sites, ChemicalSimilarity.NONE).choose(4);
    for (int lambda = 0; lambda <= 2; lambda++) {
      ProductSet all = ProductSet.all(lambda, BASIS.maxAngular(), mixing.channels());
      LambdaFeatures own = new ProductSelection(sites, mixing, backend).choose(all, all.size());
      double[][] values = features(sites, mixing, own);
      double[] variance = new double[own.count()];
      for (double[] site : values) {
        for (int k = 0; k < site.length; k++) {
          variance[k % own.count()] += site[k] * site[k] / (SITES * own.components());
        }
      }
      assertEquals(1, Arrays.stream(variance).sum(), 1e-5);
      for (int f = 1; f < variance.length; f++) {
        assertTrue(variance[f] <= variance[f - 1] * (1 + 1e-5), "variances descend");
      }
    }
  }

  @Test
  void fewerFeaturesAreTheBestOfFewerProducts() {
    SiteExpansions sites = expansions(SITES, 4);
    ChannelMixing mixing = new MixingSelection(sites, ChemicalSimilarity.NONE).choose(4);
    ProductSet all = ProductSet.all(2, BASIS.maxAngular(), mixing.channels());
    ProductSelection selection = new ProductSelection(sites, mixing, backend);
    double before = 0;
    for (int wanted : new int[] {2, 8, 16, all.size()}) {
      LambdaFeatures own = selection.choose(all, wanted);
      assertEquals(wanted, own.count());
      assertEquals(wanted, own.products().size());
      double kept = 0;
      for (double[] site : features(sites, mixing, own)) {
        kept += Arrays.stream(site).map(x -> x * x).sum() / (SITES * own.components());
      }
      assertTrue(kept > before && kept < 1 + 1e-5, kept + " of the variance in " + wanted);
      before = kept;
    }
    assertEquals(1, before, 1e-5);
  }

  /** With every channel kept, mixing is a rotation, or one after making like species alike. */
  @Test
  void allChannelsKeepDotProducts() {
    SiteExpansions sites = expansions(SITES, 5);
    int radial = BASIS.radialFunctions();
    int rows = SPECIES.length * radial;
    for (ChemicalSimilarity chemistry :
        List.of(ChemicalSimilarity.NONE, new ChemicalSimilarity(1, 1))) {
      double kappa =
          chemistry.equals(ChemicalSimilarity.NONE) ? 0 : chemistry.of(SPECIES[0], SPECIES[1]);
      ChannelMixing mixing = new MixingSelection(sites, chemistry).choose(rows);
      for (double[] matrix : mixing.matrices()) {
        for (int a = 0; a < rows; a++) {
          for (int b = 0; b < rows; b++) {
            double sum = 0;
            for (int q = 0; q < rows; q++) {
              sum += matrix[a * rows + q] * matrix[b * rows + q];
            }
            double expected = a == b ? 1 : a % radial == b % radial ? kappa : 0;
            assertEquals(expected, sum, 1e-12);
          }
        }
      }
    }
  }

  @Test
  void channelsAreTheLargestComponents() {
    SiteExpansions sites = expansions(SITES, 6);
    // one combination of species and radial functions of l = 1 is far larger than the others
    double[] direction = {0.5, -0.5, 0.1, 0.7};
    int radial = BASIS.radialFunctions();
    Random random = new Random(7);
    for (double[] values : sites.values()) {
      for (int m = 0; m < 3; m++) {
        double size = 20 * random.nextGaussian();
        for (int a = 0; a < SPECIES.length; a++) {
          for (int n = 0; n < radial; n++) {
            values[(a * BASIS.harmonics() + 1 + m) * radial + n] +=
                size * direction[a * radial + n];
          }
        }
      }
    }
    ChannelMixing mixing = new MixingSelection(sites, ChemicalSimilarity.NONE).choose(1);
    double[] found = mixing.matrices()[1];
    double sign = Math.signum(found[0] * direction[0]);
    assertArrayEquals(direction, Arrays.stream(found).map(x -> sign * x).toArray(), 0.02);
  }
}
