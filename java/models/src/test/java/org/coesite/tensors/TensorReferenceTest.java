package org.coesite.tensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.math.ClebschGordan;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A prediction in plain loops, from coefficients to tensors, against the kernels. */
class TensorReferenceTest {
  private static final SoapBasis BASIS = TensorSamples.BASIS;

  /** Coefficients of all atoms, [atoms][species, (l, m), n]. */
  private static double[][] coefficients(Structure structure, Backend backend) {
    try (NeighbourSearch search = backend.neighbours(Batch.of(structure), BASIS.cutoff());
        Neighbours pairs = search.pairs(0, structure.atoms());
        Soap soap = backend.soap(BASIS, TensorSamples.SPECIES);
        Tensor expansion = soap.expansion(pairs)) {
      double[] all = expansion.toDoubles();
      int size = all.length / structure.atoms();
      double[][] out = new double[structure.atoms()][];
      Arrays.setAll(out, i -> Arrays.copyOfRange(all, i * size, (i + 1) * size));
      return out;
    }
  }

  /** sum over a, n of matrix_l(a n, q) c_(a, lm, n). */
  private static double mixed(double[] c, ChannelMixing mixing, int l, int m, int q) {
    double sum = 0;
    for (int a = 0; a < mixing.species(); a++) {
      for (int n = 0; n < mixing.radial(); n++) {
        double weight = mixing.matrices()[l][(a * mixing.radial() + n) * mixing.channels() + q];
        sum += weight * c[(a * BASIS.harmonics() + l * l + l + m) * mixing.radial() + n];
      }
    }
    return sum;
  }

  private static double product(double[] c, ChannelMixing mixing, Product p, int lambda, int mu) {
    ClebschGordan coupling = ClebschGordan.of(p.l1(), p.l2(), lambda);
    double sum = 0;
    for (int m1 = -p.l1(); m1 <= p.l1(); m1++) {
      for (int m2 = -p.l2(); m2 <= p.l2(); m2++) {
        sum +=
            coupling.value(m1, m2, mu)
                * mixed(c, mixing, p.l1(), m1, p.q1())
                * mixed(c, mixing, p.l2(), m2, p.q2());
      }
    }
    boolean itsOwnMirror = p.l1() == p.l2() && p.q1() == p.q2();
    return itsOwnMirror ? sum : Math.sqrt(2) * sum;
  }

  /** Features of one lambda, [m][features]. */
  private static double[][] features(double[] c, ChannelMixing mixing, LambdaFeatures own) {
    int lambda = own.products().lambda();
    List<Product> products = own.products().products();
    double[][] out = new double[2 * lambda + 1][own.count()];
    for (int mu = -lambda; mu <= lambda; mu++) {
      for (int k = 0; k < products.size(); k++) {
        double value = product(c, mixing, products.get(k), lambda, mu);
        for (int f = 0; f < own.count(); f++) {
          out[mu + lambda][f] += value * own.transform()[k * own.count() + f];
        }
      }
    }
    return out;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static double[] reference(double[] c, TensorParameters model, int output) {
    TensorFeatures spec = model.features();
    double[] invariants = features(c, spec.mixing(), spec.lambdas().get(0))[0];
    double[] out = new double[9];
    for (int k = 0; k < spec.lambdas().size(); k++) {
      LambdaFeatures own = spec.lambdas().get(k);
      int lambda = own.products().lambda();
      double[][] mine = features(c, spec.mixing(), own);
      for (int p = 0; p < model.points().get(0).length; p++) {
        double[] other = model.points().get(0)[p];
        double cosine =
            dot(invariants, other) / Math.sqrt(dot(invariants, invariants) * dot(other, other));
        for (int m = 0; m <= 2 * lambda; m++) {
          for (int n = 0; n <= 2 * lambda; n++) {
            double[] point = model.points().get(k)[p];
            double[] theirs = Arrays.copyOfRange(point, n * own.count(), (n + 1) * own.count());
            double weight = model.weights().get(k)[p * (2 * lambda + 1) + n][output];
            out[lambda * lambda + m] +=
                dot(mine[m], theirs) * Math.pow(cosine, model.zeta() - 1) * weight;
          }
        }
      }
    }
    out[0] += model.baseline();
    return out;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void predictionsAreThoseOfPlainLoops(int zeta) {
    TensorParameters parameters = TensorSamples.parameters(zeta, 1, 10 + zeta);
    Structure structure = TensorSamples.structure(zeta, 8);
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        TensorModel model = TensorModel.of(parameters, backend)) {
      SiteTensors found = model.evaluate(Batch.of(structure)).get(0);
      double[][] coefficients = coefficients(structure, backend);
      assertEquals(3, found.atoms().length);
      for (int k = 0; k < found.atoms().length; k++) {
        for (int output = 0; output < 2; output++) {
          double[] expected = reference(coefficients[found.atoms()[k]], parameters, output);
          double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
          assertArrayEquals(expected, found.tensors()[k][output], 1e-10 * scale);
        }
      }
    }
  }
}
