package org.coesite.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Cell;
import org.coesite.structure.Structure;
import org.junit.jupiter.api.Test;

class PotentialPhysicsTest {
  private static final double CUTOFF = 6;

  /** Argon after Lennard and Jones, with energy and force shifted to zero at the cutoff. */
  private static final class Argon implements Calculator {
    private static double[] bare(double r) {
      double x = Math.pow(3.4 / r, 6);
      return new double[] {0.0416 * (x * x - x), 0.0416 * (6 * x - 12 * x * x) / r};
    }

    @Override
    public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
      List<Prediction> predictions = new ArrayList<>();
      for (Structure s : batch.structures()) {
        if (s.species(0) != 18) {
          throw new CoesiteException("only argon");
        }
        predictions.add(predict(s));
      }
      return predictions;
    }

    private static Prediction predict(Structure s) {
      int n = s.atoms();
      double[] energies = new double[n];
      double[] forces = new double[3 * n];
      double[] stress = new double[9];
      double[] end = bare(CUTOFF);
      for (int pair = 0; pair < n * n; pair++) {
        int i = pair / n;
        int j = pair % n;
        for (int image = 0; image < 7 * 7 * 7; image++) {
          int[] shift = {image / 49 - 3, image / 7 % 7 - 3, image % 7 - 3};
          double[] v = new double[3];
          double square = 0;
          for (int axis = 0; axis < 3; axis++) {
            v[axis] = s.position(j, axis) - s.position(i, axis);
            for (int k = 0; k < 3; k++) {
              v[axis] += shift[k] * s.cell().get(k, axis);
            }
            square += v[axis] * v[axis];
          }
          double r = Math.sqrt(square);
          if (r > 1e-9 && r < CUTOFF) {
            double[] phi = bare(r);
            energies[i] += (phi[0] - end[0] - (r - CUTOFF) * end[1]) / 2;
            for (int k = 0; k < 3; k++) {
              forces[3 * i + k] += (phi[1] - end[1]) * v[k] / r;
              for (int l = 0; l < 3; l++) {
                stress[3 * k + l] += (phi[1] - end[1]) * v[k] * v[l] / r / 2 / s.cell().volume();
              }
            }
          }
        }
      }
      double energy = 0;
      for (double e : energies) {
        energy += e;
      }
      return new Prediction(
          energy, energies, forces, stress, Double.NaN, new double[0], new boolean[n]);
    }

    @Override
    public void close() {}
  }

  private static Structure primitive(int element, Cell cell) {
    return Structure.of(new int[] {element}, new double[3]).cell(cell).build();
  }

  @Test
  void tableAndFiguresSayWhatThePotentialDoes() {
    double h = 5.4 / 2;
    Structure fcc = primitive(18, Cell.of(0, h, h, h, 0, h, h, h, 0));
    Structure cubic = primitive(18, Cell.of(3.6, 0, 0, 0, 3.6, 0, 0, 0, 3.6));
    Structure neon = primitive(10, Cell.of(0, h, h, h, 0, h, h, h, 0));
    TrainingReport report = new TrainingReport("argon", Map.of("data", "none"));
    double[] none = {};
    PotentialPhysics.addTo(
        report,
        new Argon(),
        "atom",
        List.of(
            new PotentialPhysics.Phase("fcc", fcc, 1, new double[] {38}, new double[] {-0.05}),
            new PotentialPhysics.Phase("simple cubic", cubic, 1, none, none),
            new PotentialPhysics.Phase("neon", neon, 1, none, none)));
    String html = report.html();
    Matcher fccRow = Pattern.compile("(?s)<td>fcc</td>(.*?)</tr>").matcher(html);
    assertTrue(fccRow.find());
    List<Double> numbers = new ArrayList<>();
    Matcher cells =
        Pattern.compile("<td class=\"number\"[^>]*>([-−0-9.]+)</td>").matcher(fccRow.group(1));
    while (cells.find()) {
      numbers.add(Double.parseDouble(cells.group(1).replace('−', '-')));
    }
    assertEquals(8, numbers.size(), fccRow.group(1));
    // near 2^(1/6) sigma, where the shift of the forces keeps it
    assertEquals(3.82, numbers.get(0), 0.03);
    assertEquals(0, numbers.get(4), 0.0);
    assertEquals(3, numbers.get(5), 1.2);
    assertTrue(numbers.get(7) > 0);
    assertTrue(Pattern.compile("(?s)<td>simple cubic</td>.*?unstable").matcher(html).find());
    assertTrue(html.contains("only argon"));
    assertTrue(html.contains("id=\"energy-volume\"") && html.contains("id=\"vibrations\""));
  }
}
