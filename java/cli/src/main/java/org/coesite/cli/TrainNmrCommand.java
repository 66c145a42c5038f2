package org.coesite.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.coesite.backend.Backend;
import org.coesite.nmr.NmrAssessment;
import org.coesite.nmr.NmrErrors;
import org.coesite.structure.Element;
import org.coesite.tensors.TensorConfig;
import org.coesite.tensors.TensorData;
import org.coesite.tensors.TensorModel;
import org.coesite.tensors.TensorTrainer;
import org.coesite.tensors.TensorTrainingResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shielding or field-gradient tensors to a model of them. */
@Command(
    name = "nmr",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a model of tensors of atoms: shieldings, field gradients, any of rank 2.",
      "",
      "Prints errors of sites in training, predicted in a cross-validation over groups, and of"
          + " groups held out; writes the model."
    })
final class TrainNmrCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Mixin private TensorDataOptions options;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "M.safetensors",
      description = "The model file; replaced if it exists.")
  private Path out;

  @Override
  public Integer call() {
    TensorConfig settings = options.config();
    TensorData data = options.read();
    try (Backend backend = common.openBackend()) {
      TensorTrainingResult result;
      try (ProgressBars bars = new ProgressBars()) {
        result = new TensorTrainer(settings, backend, bars).train(data);
      }
      NmrAssessment assessment = NmrAssessment.of(result);
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("data", options.source());
      summary.putAll(assessment.summary());
      TensorModel.save(result.parameters().withTraining(summary), out);
      print(result, assessment);
    }
    return 0;
  }

  private void print(TensorTrainingResult result, NmrAssessment assessment) {
    PrintWriter to = spec.commandLine().getOut();
    to.printf(
        "%d sites of %s in training, %d held out; tensors in %s%n",
        result.train().length,
        Element.symbol(result.parameters().element()),
        result.test().length,
        result.parameters().unit());
    to.printf(
        "%-16s %-10s %5s %8s %8s %8s %9s %9s %6s %6s %7s %6s%n",
        "set",
        "group",
        "sites",
        "iso MAE",
        "RMSE",
        "centred",
        "traceless",
        "antisym.",
        "span",
        "skew",
        "aniso.",
        "angle");
    rows(to, "cross-validation", assessment.leftOut());
    rows(to, "test", assessment.test());
    assessment.curve().forEach((sites, errors) -> rows(to, "curve " + sites, List.of(errors)));
    to.printf("%-16s %-12s %9s %9s%n", "uncertainty", "of", "within 1", "within 2");
    for (NmrAssessment.Coverage each : assessment.coverage()) {
      to.printf(
          "%-16s %-12s %8.0f%% %8.0f%%%n",
          each.set(), each.quantity(), 100 * each.one(), 100 * each.two());
    }
    to.println("model: " + out);
    to.flush();
  }

  private static void rows(PrintWriter to, String set, List<NmrErrors> errors) {
    for (NmrErrors each : errors) {
      to.printf(
          "%-16s %-10s %5d %8.2f %8.2f %8.2f %9.2f %9.2f %6.2f %6.3f %7.2f %6.1f%n",
          set,
          each.group(),
          each.sites(),
          each.isotropic(),
          each.isotropicRmse(),
          each.centred(),
          each.traceless(),
          each.antisymmetric(),
          each.span(),
          each.skew(),
          each.anisotropy(),
          each.angle());
    }
  }
}
