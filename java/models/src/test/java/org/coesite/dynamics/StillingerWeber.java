package org.coesite.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/** Silicon after Stillinger and Weber, Phys. Rev. B 31, 5262 (1985), for tests. */
final class StillingerWeber implements Calculator {
  private static final double EPSILON = 2.1683;
  private static final double SIGMA = 2.0951;
  private static final double A = 7.049556277;
  private static final double B = 0.6022245584;
  private static final double LAMBDA = 21;
  private static final double GAMMA = 1.2;
  private static final double CUTOFF = 1.8 * SIGMA;

  private record Bond(int j, double[] v, double r) {}

  @Override
  public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
    List<Prediction> predictions = new ArrayList<>();
    for (Structure structure : batch.structures()) {
      predictions.add(predict(structure));
    }
    return predictions;
  }

  private static Prediction predict(Structure structure) {
    int n = structure.atoms();
    List<List<Bond>> bonds = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      bonds.add(new ArrayList<>());
    }
    Pairs.forEach(
        structure,
        CUTOFF,
        (i, j, x, y, z) -> {
          double r = Math.sqrt(x * x + y * y + z * z);
          bonds.get(i).add(new Bond(j, new double[] {x, y, z}, r));
        });
    double[] energies = new double[n];
    double[] forces = new double[3 * n];
    double[] virial = new double[9];
    for (int i = 0; i < n; i++) {
      List<Bond> mine = bonds.get(i);
      for (int p = 0; p < mine.size(); p++) {
        Bond b = mine.get(p);
        energies[i] += pair(i, b, forces, virial) / 2;
        for (int q = p + 1; q < mine.size(); q++) {
          energies[i] += triple(i, b, mine.get(q), forces, virial);
        }
      }
    }
    return TestPredictions.of(structure, energies, forces, virial);
  }

  private static double pair(int i, Bond b, double[] forces, double[] virial) {
    double s = b.r / SIGMA;
    double power = B * Math.pow(s, -4);
    double cut = Math.exp(1 / (s - 1.8));
    double energy = A * EPSILON * (power - 1) * cut;
    double slope =
        A * EPSILON * cut * (-4 * power / s - (power - 1) / ((s - 1.8) * (s - 1.8))) / SIGMA;
    add(i, b, scaled(b.v, slope / b.r / 2), forces, virial);
    return energy;
  }

  private static double triple(int i, Bond b, Bond c, double[] forces, double[] virial) {
    double cosine = Descent.dot(b.v, c.v) / (b.r * c.r);
    double eb = GAMMA / (b.r / SIGMA - 1.8);
    double ec = GAMMA / (c.r / SIGMA - 1.8);
    double cut = Math.exp(eb + ec);
    double bend = cosine + 1.0 / 3;
    double energy = LAMBDA * EPSILON * cut * bend * bend;
    double byCosine = 2 * LAMBDA * EPSILON * cut * bend;
    double byB = -energy * eb * eb / GAMMA / SIGMA;
    double byC = -energy * ec * ec / GAMMA / SIGMA;
    double[] gb = new double[3];
    double[] gc = new double[3];
    for (int k = 0; k < 3; k++) {
      gb[k] = byB * b.v[k] / b.r + byCosine * (c.v[k] / c.r - cosine * b.v[k] / b.r) / b.r;
      gc[k] = byC * c.v[k] / c.r + byCosine * (b.v[k] / b.r - cosine * c.v[k] / c.r) / c.r;
    }
    add(i, b, gb, forces, virial);
    add(i, c, gc, forces, virial);
    return energy;
  }

  private static double[] scaled(double[] v, double factor) {
    return new double[] {v[0] * factor, v[1] * factor, v[2] * factor};
  }

  private static void add(int i, Bond b, double[] g, double[] forces, double[] virial) {
    for (int k = 0; k < 3; k++) {
      forces[3 * i + k] += g[k];
      forces[3 * b.j + k] -= g[k];
      for (int l = 0; l < 3; l++) {
        virial[3 * k + l] += b.v[k] * g[l];
      }
    }
  }

  @Override
  public void close() {}
}
