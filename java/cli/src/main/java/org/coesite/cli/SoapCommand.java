package org.coesite.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.Precision;
import org.coesite.backend.Soap;
import org.coesite.backend.Tensor;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyWriter;
import org.coesite.io.StructureReader;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** SOAP power spectra in featomic's conventions. */
@Command(
    name = "soap",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Computes SOAP power spectra with featomic's hyperparameters and conventions.",
      "",
      "OUT is a NumPy array [atoms of all frames, features]; columns are ordered by (a, b, l, n,"
          + " n') with neighbour species a <= b, ascending over all those in IN."
    })
final class SoapCommand implements Callable<Integer> {
  private static final long SLICE_BYTES = 64L << 20;

  @Mixin private CommonOptions common;

  @Parameters(paramLabel = "IN", description = "Extended XYZ, CIF or POSCAR.")
  private Path in;

  @Option(
      names = "--hypers",
      required = true,
      paramLabel = "H.json",
      description = "featomic's hyperparameters of a SoapPowerSpectrum.")
  private Path hypersFile;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT.npy",
      description = "Replaced if it exists.")
  private Path out;

  @Override
  public Integer call() {
    InputFiles.requireExists(in);
    InputFiles.requireExists(hypersFile);
    SoapHypers hypers = SoapHypers.read(hypersFile);
    List<Structure> structures = StructureReader.readAll(in);
    int[] species =
        structures.stream()
            .flatMap(structure -> structure.composition().keySet().stream())
            .mapToInt(Integer::intValue)
            .distinct()
            .sorted()
            .toArray();
    NpyArray.Type type = common.precision() == Precision.F64 ? NpyArray.Type.F8 : NpyArray.Type.F4;
    try (Backend backend = common.openBackend();
        Soap soap = backend.soap(hypers.basis(), species)) {
      FullSpectrum spectrum = new FullSpectrum(soap);
      CentreWeight weight = new CentreWeight(backend, soap, hypers.centreWeight());
      try (NpyWriter writer = NpyWriter.create(out, type, NpyWriter.OPEN, spectrum.columns());
          Progress progress = Progress.start("soap", "frames", structures.size())) {
        for (int s = 0; s < structures.size(); s++) {
          write(backend, soap, structures.get(s), weight, spectrum, writer);
          progress.done(s + 1);
        }
        writer.commit();
      }
    } catch (IllegalArgumentException e) {
      throw new CoesiteException(hypersFile + ": " + e.getMessage(), e);
    }
    return 0;
  }

  private static void write(
      Backend backend,
      Soap soap,
      Structure structure,
      CentreWeight weight,
      FullSpectrum spectrum,
      NpyWriter writer) {
    int slice = Math.clamp(SLICE_BYTES / (8L * spectrum.columns()), 1, 4096);
    int atoms = structure.atoms();
    try (NeighbourSearch search = backend.neighbours(Batch.of(structure), soap.basis().cutoff())) {
      for (int first = 0; first < atoms; first += slice) {
        int last = Math.min(atoms, first + slice);
        try (Neighbours pairs = search.pairs(first, last);
            Tensor coefficients = weight.apply(soap.expansion(pairs), pairs);
            Tensor features = soap.powerSpectrum(coefficients)) {
          write(features.toDoubles(), last - first, soap.features(), spectrum, writer);
        }
      }
    }
  }

  private static void write(
      double[] folded, int centres, int features, FullSpectrum spectrum, NpyWriter writer) {
    double[] row = new double[spectrum.columns()];
    for (int c = 0; c < centres; c++) {
      for (int k = 0; k < row.length; k++) {
        row[k] = spectrum.value(folded, c * features, k);
      }
      writer.write(row);
    }
  }
}
