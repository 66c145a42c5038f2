package org.coesite.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.coesite.backend.Backend;
import org.coesite.io.AtomicFile;
import org.coesite.nmr.NmrComparison;
import org.coesite.nmr.NmrErrors;
import org.coesite.tensors.TensorComparer;
import org.coesite.tensors.TensorConfig;
import org.coesite.tensors.TensorData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Ways to learn tensors beside one another. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares ways to learn tensors, each group of structures held out once.",
      "",
      "Kernels of lambda-SOAP, ridge regression, products of few channels each with itself, and"
          + " each number derived from a tensor learnt by itself. Errors are mean absolute ones; of"
          + " a part that a way does not make, here the antisymmetric one, its size."
    })
final class NmrCompareCommand implements Callable<Integer> {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private TensorDataOptions options;

  @Option(
      names = "--folds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Parts that are held out in turn (default: ${DEFAULT-VALUE}).")
  private int folds;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "TABLE.csv",
      description = "Replaced if it exists.")
  private Path out;

  @Override
  public Integer call() {
    if (folds < 2) {
      throw new WrongCallException("--folds " + folds + ": at least 2 were expected");
    }
    TensorConfig config = options.config();
    TensorData data = options.read();
    List<NmrComparison.Row> rows;
    try (Backend backend = common.openBackend();
        ProgressBars bars = new ProgressBars()) {
      TensorComparer comparer = new TensorComparer(config, data, folds, backend, bars);
      rows = new NmrComparison(comparer, config, data).rows();
    }
    write(rows);
    print(data.size(), rows);
    return 0;
  }

  private void write(List<NmrComparison.Row> rows) {
    StringBuilder text = new StringBuilder();
    append(
        text,
        "way",
        "isotropic",
        "isotropic_rmse",
        "centred",
        "traceless_element",
        "antisymmetric_element",
        "span",
        "skew",
        "anisotropy",
        "asymmetry",
        "axis_angle_median_deg");
    for (NmrComparison.Row row : rows) {
      NmrErrors e = row.errors();
      append(
          text,
          row.name(),
          number(e.isotropic()),
          number(e.isotropicRmse()),
          number(e.centred()),
          number(e.traceless()),
          number(e.antisymmetric()),
          number(e.span()),
          number(e.skew()),
          number(e.anisotropy()),
          number(e.asymmetry()),
          number(e.angle()));
    }
    AtomicFile.write(out, text.toString());
  }

  private static String number(double value) {
    return NmrSiteTable.number(value, 4);
  }

  private static void append(StringBuilder text, Object... cells) {
    text.append(FORMAT.format(cells)).append('\n');
  }

  private void print(int sites, List<NmrComparison.Row> rows) {
    PrintWriter to = spec.commandLine().getOut();
    to.printf("%d sites, each predicted once in %d parts%n", sites, folds);
    to.printf(
        "%-26s %8s %8s %9s %9s %7s %7s %7s %7s %7s%n",
        "way",
        "iso MAE",
        "centred",
        "traceless",
        "antisym.",
        "span",
        "skew",
        "aniso.",
        "asym.",
        "angle");
    for (NmrComparison.Row row : rows) {
      NmrErrors e = row.errors();
      to.printf(
          "%-26s %8.2f %8.2f %9.2f %9.2f %7.2f %7.3f %7.2f %7.3f %7.1f%n",
          row.name(),
          e.isotropic(),
          e.centred(),
          e.traceless(),
          e.antisymmetric(),
          e.span(),
          e.skew(),
          e.anisotropy(),
          e.asymmetry(),
          e.angle());
    }
    to.println("wrote " + out);
    to.flush();
  }
}
