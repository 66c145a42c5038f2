package org.coesite.bench;

import java.util.Random;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.ForceSums;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.coesite.math.SoapBasis;
import org.coesite.structure.Batch;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A backend, a system, and what each kernel starts from. */
@State(Scope.Benchmark)
public class Workload {
  /** The basis of the bundled silica model's size. */
  static final SoapBasis BASIS = new SoapBasis(5.5, 0.5, 7, 6, 0.4);

  static final int POINTS_PER_SPECIES = 500;
  static final int ZETA = 4;
  static final int CHANNELS = 8;

  /** Centres worked on at a time, about as many as a potential takes. */
  private static final int SLICE = 1024;

  /** See {@link Systems#named}. */
  @Param({"silica", "cells"})
  public String system;

  /** What kernels compute in. */
  @Param({"F64", "F32"})
  public Precision precision;

  /** Threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  Backend backend;
  Batch batch;
  int[] species;
  Soap soap;
  SparseKernel kernel;
  NeighbourSearch search;
  Neighbours pairs;
  Tensor coefficients;
  Tensor features;
  Tensor featureGradients;
  Tensor coefficientGradients;
  Tensor pairGradients;
  ChannelGradients channelGradients;

  /** Computes every stage's input once. */
  @Setup(Level.Trial)
  public void prepare() {
    backend = Backends.open("cpu", precision, threads);
    batch = Systems.named(system);
    species = speciesOf(batch);
    double[] first = new double[CHANNELS];
    first[0] = 1;
    channelGradients = ChannelGradients.same(first);
    soap = backend.soap(BASIS, Systems.SPECIES);
    kernel = backend.sparseKernel(points(soap.features()));
    search = backend.neighbours(batch, BASIS.cutoff());
    pairs = search.pairs(0, batch.atoms());
    coefficients = soap.expansion(pairs);
    features = soap.powerSpectrum(coefficients);
    featureGradients = kernel.featureGradients(batch.atoms());
    kernel.valuesAndAdjoint(features, species, channelGradients, featureGradients);
    coefficientGradients = soap.powerSpectrumAdjoint(coefficients, featureGradients);
    pairGradients = pairs.zeroGradients();
  }

  /** Gives everything back. */
  @TearDown(Level.Trial)
  public void close() {
    pairGradients.close();
    coefficientGradients.close();
    featureGradients.close();
    features.close();
    coefficients.close();
    pairs.close();
    search.close();
    kernel.close();
    soap.close();
    backend.close();
  }

  static int[] speciesOf(Batch batch) {
    int[] species = new int[batch.atoms()];
    for (int i = 0; i < species.length; i++) {
      species[i] = batch.species(i);
    }
    return species;
  }

  /** Sparse points with random features and weights, each point of length one. */
  static SparsePoints points(int features) {
    Random random = new Random(1);
    int count = POINTS_PER_SPECIES * Systems.SPECIES.length;
    int[] species = new int[count];
    double[] p = new double[count * features];
    double[] weights = new double[count * CHANNELS];
    for (int m = 0; m < count; m++) {
      species[m] = Systems.SPECIES[m / POINTS_PER_SPECIES];
      double square = 0;
      for (int f = 0; f < features; f++) {
        double x = random.nextGaussian();
        p[m * features + f] = x;
        square += x * x;
      }
      for (int f = 0; f < features; f++) {
        p[m * features + f] /= Math.sqrt(square);
      }
    }
    for (int k = 0; k < weights.length; k++) {
      weights[k] = random.nextGaussian();
    }
    return new SparsePoints(species, p, features, ZETA, true, weights, CHANNELS);
  }

  /** The whole chain from positions to energies, slice by slice. */
  double energies() {
    double sum = 0;
    try (NeighbourSearch lists = backend.neighbours(batch, BASIS.cutoff())) {
      for (int first = 0; first < batch.atoms(); first += SLICE) {
        int last = Math.min(first + SLICE, batch.atoms());
        try (Neighbours slice = lists.pairs(first, last);
            Tensor c = soap.expansion(slice);
            Tensor p = soap.powerSpectrum(c)) {
          sum +=
              kernel
                  .values(p, java.util.Arrays.copyOfRange(species, first, last))
                  .values()
                  .read()[0];
        }
      }
    }
    return sum;
  }

  /** The whole chain from positions to energies, forces and virial, slice by slice. */
  double[] energiesAndForces() {
    try (NeighbourSearch lists = backend.neighbours(batch, BASIS.cutoff());
        ForceSums sums = lists.forceSums()) {
      for (int first = 0; first < batch.atoms(); first += SLICE) {
        int last = Math.min(first + SLICE, batch.atoms());
        int[] centres = java.util.Arrays.copyOfRange(species, first, last);
        try (Neighbours slice = lists.pairs(first, last);
            Tensor c = soap.expansion(slice);
            Tensor p = soap.powerSpectrum(c);
            Tensor dp = kernel.featureGradients(last - first)) {
          kernel.valuesAndAdjoint(p, centres, channelGradients, dp);
          try (Tensor dc = soap.powerSpectrumAdjoint(c, dp);
              Tensor dr = slice.zeroGradients()) {
            soap.expansionAdjoint(slice, dc, dr);
            sums.add(slice, dr);
          }
        }
      }
      return sums.forces().read();
    }
  }
}
