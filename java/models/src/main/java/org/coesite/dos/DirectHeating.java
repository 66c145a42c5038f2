package org.coesite.dos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.learn.PotentialConfig;
import org.coesite.learn.SumRegression;
import org.coesite.structure.Structure;

/**
 * The other way to hot electrons, as a baseline: models that each learn the free energy's rise at
 * one temperature, without a density of states in between. They share sparse points and
 * factorisation, a channel for each temperature.
 */
public final class DirectHeating {
  private DirectHeating() {}

  /**
   * Learns from eigenvalues and predicts.
   *
   * @param soap basis, kernel and numbers of sparse points
   * @param train what to learn from
   * @param structures what to predict
   * @param coldest temperature from which rises count, K
   * @param temperatures one model for each, K
   * @param backend in double precision
   * @return A(T) - A(coldest), eV/atom, [structures][temperatures]; not a number at temperatures
   *     that the eigenvalues do not reach
   */
  public static double[][] predict(
      PotentialConfig.SoapTerm soap,
      long seed,
      List<DosFrame> train,
      List<Structure> structures,
      double coldest,
      double[] temperatures,
      Backend backend) {
    List<Structure> all = new ArrayList<>(train.stream().map(DosFrame::structure).toList());
    all.addAll(structures);
    int[] first = IntStream.range(0, train.size()).toArray();
    SumRegression regression = SumRegression.of(soap, seed, all, first, backend);
    double[][] targets = new double[all.size()][temperatures.length];
    boolean[] reached = new boolean[temperatures.length];
    for (int t = 0; t < temperatures.length; t++) {
      reached[t] = rises(train, coldest, temperatures[t], targets, t);
    }
    SumRegression.Fit fit = regression.fit(first, targets, false);
    double[][] out = new double[structures.size()][];
    for (int s = 0; s < out.length; s++) {
      double[] sums = regression.predict(train.size() + s, fit.baseline(), fit.weights());
      for (int t = 0; t < sums.length; t++) {
        sums[t] = reached[t] ? sums[t] / structures.get(s).atoms() : Double.NaN;
      }
      out[s] = sums;
    }
    return out;
  }

  /** Fills in the rises at one temperature; false where a structure's bands end too low for it. */
  private static boolean rises(
      List<DosFrame> train, double coldest, double temperature, double[][] targets, int t) {
    for (int s = 0; s < train.size(); s++) {
      FixedDos dos = HotReference.filled(train.get(s));
      try {
        targets[s][t] =
            dos.state(temperature).freeEnergyChange() - dos.state(coldest).freeEnergyChange();
      } catch (CoesiteException tooHot) {
        return false;
      }
    }
    return true;
  }
}
