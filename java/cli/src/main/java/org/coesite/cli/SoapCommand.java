package org.coesite.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Precision;
import org.coesite.backend.Tensor;
import org.coesite.io.NpyArray;
import org.coesite.io.NpyWriter;
import org.coesite.io.StructureReader;
import org.coesite.soap.FullSpectrum;
import org.coesite.soap.SoapFeatures;
import org.coesite.soap.SoapHypers;
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
        SoapFeatures features = new SoapFeatures(hypers, species, backend)) {
      FullSpectrum spectrum = new FullSpectrum(features.soap());
      try (NpyWriter writer = NpyWriter.create(out, type, NpyWriter.OPEN, spectrum.columns());
          Progress progress = Progress.start("soap", "frames", structures.size())) {
        for (int s = 0; s < structures.size(); s++) {
          features.spectra(
              Batch.of(structures.get(s)),
              (first, last, values) -> write(values, spectrum, writer));
          progress.done(s + 1);
        }
        writer.commit();
      }
    } catch (IllegalArgumentException e) {
      throw new CoesiteException(hypersFile + ": " + e.getMessage(), e);
    }
    return 0;
  }

  private static void write(Tensor features, FullSpectrum spectrum, NpyWriter writer) {
    double[] folded = features.toDoubles();
    int columns = Math.toIntExact(features.shape(1));
    double[] row = new double[spectrum.columns()];
    for (int start = 0; start < folded.length; start += columns) {
      for (int k = 0; k < row.length; k++) {
        row[k] = spectrum.value(folded, start, k);
      }
      writer.write(row);
    }
  }
}
