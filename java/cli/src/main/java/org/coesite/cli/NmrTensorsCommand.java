package org.coesite.cli;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.io.AtomicFile;
import org.coesite.nmr.GradientUnit;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nuclei;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Referencing;
import org.coesite.nmr.TensorColumn;
import org.coesite.structure.Element;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tensors in every convention. */
@Command(
    name = "tensors",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes a table of tensors in every convention, a row for each atom.",
    footer = {
      "",
      "Shieldings: s_11 <= s_22 <= s_33 (IUPAC, Mehring); reduced anisotropy zeta = s_zz - s_iso,"
          + " anisotropy = 3/2 zeta, asymmetry = (s_yy - s_xx)/zeta (Haeberlen, |s_zz - s_iso| >="
          + " |s_xx - s_iso| >= |s_yy - s_iso|); span = s_33 - s_11, skew = 3 (s_iso - s_22)/span"
          + " (Herzfeld-Berger, Maryland). Shifts, with --reference: d_11 >= d_22 >= d_33, skew = 3"
          + " (d_22 - d_iso)/span.",
      "Field gradients: |V_zz| >= |V_yy| >= |V_xx|, C_Q = e Q V_zz/h with the sign of Q (Pyykko"
          + " 2018), eta_Q = (V_xx - V_yy)/V_zz, P_Q = |C_Q| sqrt(1 + eta_Q^2/3); empty for spin"
          + " 1/2.",
      "Euler angles: ZYZ, active, degrees, R = Rz(alpha) Ry(beta) Rz(gamma) turns x, y, z into the"
          + " principal axes; of the four sets that differ by the signs of axes the one with beta"
          + " <= 90, gamma < 180."
    })
final class NmrTensorsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NmrInput input;

  @Option(
      names = "--nucleus",
      split = ",",
      paramLabel = "NUCLEUS",
      description =
          "Only these, such as 29Si,17O (default: all atoms, the most abundant nucleus of each"
              + " element that NMR sees).")
  private List<String> nuclei = List.of();

  @Option(
      names = "--reference",
      paramLabel = "PPM",
      description = "For columns of shifts: shift = reference + slope x shielding.")
  private Double reference;

  @Option(
      names = "--slope",
      defaultValue = "-1",
      paramLabel = "S",
      description = "See --reference (default: ${DEFAULT-VALUE}).")
  private double slope;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "SITES.csv",
      description = "Replaced if it exists.")
  private Path out;

  @Override
  public Integer call() {
    input.check();
    Map<Integer, Nucleus> wanted = new HashMap<>();
    for (String name : nuclei) {
      Nucleus nucleus = NmrNucleusOptions.named("--nucleus", name);
      wanted.put(nucleus.element(), nucleus);
    }
    Optional<Referencing> referencing =
        Optional.ofNullable(reference)
            .map(r -> NmrNucleusOptions.referencing("--reference, --slope", r, slope));
    NmrSiteTable table = new NmrSiteTable(referencing, false);
    int rows = 0;
    for (Path file : input.files()) {
      for (NmrInput.Frame frame : input.read(file)) {
        rows += addFrame(table, frame, wanted);
      }
    }
    AtomicFile.write(out, table.toString());
    spec.commandLine().getOut().println("wrote " + rows + " sites to " + out);
    return 0;
  }

  private int addFrame(NmrSiteTable table, NmrInput.Frame frame, Map<Integer, Nucleus> wanted) {
    Optional<TensorColumn> ms = input.column(frame, input.shieldings());
    Optional<TensorColumn> efg = input.column(frame, input.gradients());
    if (ms.isEmpty() && efg.isEmpty()) {
      throw new CoesiteException(
          frame.label()
              + ": there is no column "
              + input.shieldings()
              + " and none "
              + input.gradients()
              + "; tensors were expected as nine numbers an atom, "
              + input.shieldings()
              + ":R:9");
    }
    double toAtomic = input.unit(frame).megahertzPerBarn() / GradientUnit.ATOMIC.megahertzPerBarn();
    int rows = 0;
    for (int i = 0; i < frame.structure().atoms(); i++) {
      int atom = i;
      int element = frame.structure().species(i);
      Optional<NmrTensor> shielding = ms.filter(c -> c.known(atom)).map(c -> c.get(atom));
      Optional<NmrTensor> gradient =
          efg.filter(c -> c.known(atom)).map(c -> c.get(atom).scaled(toAtomic));
      boolean asked = wanted.isEmpty() || wanted.containsKey(element);
      if (asked && (shielding.isPresent() || gradient.isPresent())) {
        Nucleus nucleus =
            wanted.containsKey(element) ? wanted.get(element) : mostAbundant(frame, element);
        table.add(frame.label(), frame.structure(), i, nucleus, shielding, gradient);
        rows++;
      }
    }
    return rows;
  }

  private static Nucleus mostAbundant(NmrInput.Frame frame, int element) {
    return Nuclei.of(element).stream()
        .max(Comparator.comparingDouble(Nucleus::abundance))
        .orElseThrow(
            () ->
                new CoesiteException(
                    frame.label()
                        + ": no nucleus of "
                        + Element.symbol(element)
                        + " is in the table; name those wanted by --nucleus"));
  }
}
