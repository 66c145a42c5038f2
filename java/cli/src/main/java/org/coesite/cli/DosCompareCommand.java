package org.coesite.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.dos.DosComparer;
import org.coesite.dos.DosComparison;
import org.coesite.dos.DosComparison.Outcome;
import org.coesite.dos.DosFrame;
import org.coesite.dos.DosSettings;
import org.coesite.dos.DosSettings.Representation;
import org.coesite.dos.EnergyZero;
import org.coesite.io.FileProblem;
import org.coesite.report.DosComparisonReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Models of the density of states of many kinds, side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains models of the density of states that differ in representation, width and reference on"
          + " the same structures, and compares their errors.",
      "",
      "DIR gets compare.csv (errors by kind of configuration, of each structure of the training set"
          + " predicted without it and of structures held out, with 95% intervals of a bootstrap"
          + " over structures and the k-point floor beside them), learning.csv (errors on the"
          + " structures held out after training on 1/8, 1/4, 1/2 and all of the others; zero at"
          + " the Fermi level if it is among the references), uncertainty.csv (how often errors lie"
          + " within what the models state), figures as SVG and PNG, and report.html with all of"
          + " it.",
      "",
      "A combination that is impossible is listed with the reason, and the rest is done. Without a"
          + " held-out set there are no learning curves."
    })
final class DosCompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;
  @Mixin private DosDataOptions data;

  @Option(
      names = "--representations",
      split = ",",
      paramLabel = "R",
      defaultValue = "pointwise,pca,cdf",
      description = "What is learnt of a curve (default: ${DEFAULT-VALUE}).")
  private List<Representation> representations;

  @Option(
      names = "--widths",
      split = ",",
      paramLabel = "EV",
      defaultValue = "0.1,0.3,0.5",
      description = "Standard deviations of the Gaussians, eV (default: ${DEFAULT-VALUE}).")
  private List<Double> widths;

  @Option(
      names = "--references",
      split = ",",
      paramLabel = "REF",
      defaultValue = "none,fermi,adaptive",
      description = "What energies count from (default: ${DEFAULT-VALUE}).")
  private List<String> references;

  @Option(
      names = "--subsets",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Random subsets of each size in the learning curves; 0 for none (default:"
              + " ${DEFAULT-VALUE}).")
  private int subsets;

  @Mixin private DosSettingsOptions options;
  @Mixin private DosTestOptions test;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for what is written; made if need be.")
  private Path out;

  @Override
  public Integer call() {
    DosComparer.Plan plan = plan();
    DosSettings settings =
        options.settings(representations.get(0), widths.get(0), references.get(0));
    List<DosFrame> frames = data.read();
    List<DosFrame> tests = test.read(data);
    createFolder();
    DosComparison comparison;
    try (Backend backend = common.openBackend();
        ProgressBars bars = new ProgressBars()) {
      DosComparer comparer = new DosComparer(settings, plan, backend, bars);
      comparison =
          test.given()
              ? comparer.compare(frames, tests, data.source())
              : comparer.compare(frames, data.source());
    }
    DosComparisonReport report = new DosComparisonReport(comparison, data.source());
    report.write(out);
    print(comparison, report);
    return 0;
  }

  private DosComparer.Plan plan() {
    try {
      for (double width : widths) {
        options.settings(representations.get(0), width, references.get(0));
      }
      return new DosComparer.Plan(
          distinct(representations),
          distinct(widths),
          distinct(references).stream().map(EnergyZero::parse).toList(),
          subsets);
    } catch (WrongCallException e) {
      throw e;
    } catch (CoesiteException e) {
      throw new WrongCallException(e.getMessage());
    }
  }

  private static <T> List<T> distinct(List<T> values) {
    return values.stream().distinct().toList();
  }

  private void createFolder() {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw FileProblem.writing(out, e);
    }
  }

  private void print(DosComparison comparison, DosComparisonReport report) {
    PrintWriter to = spec.commandLine().getOut();
    for (Outcome outcome : comparison.outcomes()) {
      if (!outcome.possible()) {
        to.println("impossible: " + outcome.combination() + ": " + outcome.refusal());
      }
    }
    report.summary().forEach(to::println);
    to.println("report: " + out.resolve("report.html"));
    to.flush();
  }
}
