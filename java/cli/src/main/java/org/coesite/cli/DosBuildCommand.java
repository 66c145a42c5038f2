package org.coesite.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.dos.Dos;
import org.coesite.dos.DosCurves;
import org.coesite.dos.DosFrame;
import org.coesite.dos.DosMethod;
import org.coesite.dos.EnergyGrid;
import org.coesite.dos.EnergyReference;
import org.coesite.dos.KPointFloor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From Kohn-Sham eigenvalues to densities of states. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Turns Kohn-Sham eigenvalues into densities of states, 2 electrons per state.",
      "",
      "OUT holds energies [energies], eV; dos [structures, energies], states/eV/atom; cumulative"
          + " [structures, energies], states/atom below each energy; fermi [structures], eV on the"
          + " same zero; zero [structures], the calculation's energy that is called 0; frame,"
          + " atoms, electrons [structures]; width, eV; and two texts that say what the zero is:"
          + " reference, as on the command line, and zero_is, in words. In Python: f ="
          + " numpy.load(\"dos.npz\"); str(f[\"reference\"]), float(f[\"width\"]).",
      "",
      "The k-point floor is the noise that the curves have of their own because the k-mesh is"
          + " finite, estimated from thinned meshes: no model can be seen to be better."
    })
final class DosBuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private DosDataOptions data;

  @Option(
      names = "--width",
      paramLabel = "EV",
      defaultValue = "0.3",
      description = "Standard deviation of the Gaussians, eV (default: ${DEFAULT-VALUE}).")
  private double width;

  @Option(
      names = "--grid",
      paramLabel = "START:END:STEP",
      description =
          "Energies from the zero, eV, such as --grid=-15:3:0.05; must hold all occupied states and"
              + " lack no band (default: as far as the bands of all structures are complete).")
  private String grid;

  @Option(
      names = "--reference",
      paramLabel = "ZERO",
      defaultValue = "fermi",
      description =
          "The zero of energies: none (that of the data), fermi or band-bottom (default:"
              + " ${DEFAULT-VALUE}).")
  private EnergyReference reference;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "gaussian",
      description =
          "gaussian: at every eigenvalue; interpolated: bands linear between the k-points (default:"
              + " ${DEFAULT-VALUE}).")
  private DosMethod method;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "OUT.npz",
      description = "Replaced if it exists.")
  private Path out;

  @Override
  public Integer call() {
    EnergyGrid wanted = wantedGrid();
    if (!(width >= Dos.SMALLEST_WIDTH && width <= Dos.LARGEST_WIDTH)) {
      throw new WrongCallException(
          "--width "
              + width
              + ": "
              + Dos.SMALLEST_WIDTH
              + " to "
              + Dos.LARGEST_WIDTH
              + " eV are possible");
    }
    List<DosFrame> frames = data.read();
    DosCurves curves =
        wanted == null
            ? DosCurves.build(frames, method, width, reference)
            : DosCurves.build(frames, method, width, reference, wanted);
    curves.write(out);
    summarise(curves);
    return 0;
  }

  private EnergyGrid wantedGrid() {
    try {
      return grid == null ? null : EnergyGrid.parse(grid);
    } catch (CoesiteException e) {
      throw new WrongCallException("--grid: " + e.getMessage());
    }
  }

  private void summarise(DosCurves curves) {
    List<Dos> dos = curves.dos();
    say(
        "structures",
        "%d, %d atoms, %.0f valence electrons"
            .formatted(
                dos.size(),
                dos.stream().mapToInt(Dos::atoms).sum(),
                dos.stream().mapToDouble(Dos::electrons).sum()));
    say("curves", "%s, width %s eV".formatted(method, width));
    say("zero", "%s: %s".formatted(reference, reference.description()));
    say(
        "window",
        "%s eV, %d energies; curves complete up to %.3f eV"
            .formatted(curves.grid(), curves.grid().count(), curves.window().completeUpTo()));
    DoubleSummaryStatistics fermi = dos.stream().mapToDouble(Dos::fermiLevel).summaryStatistics();
    say(
        "Fermi levels",
        "%.3f to %.3f eV on the zero of the data".formatted(fermi.getMin(), fermi.getMax()));
    double worst =
        dos.stream()
            .mapToDouble(d -> Math.abs(d.statesBelow(d.fermiLevel()) - d.electrons()))
            .max()
            .orElseThrow();
    say("electrons", "occupied parts off by %.1e at most".formatted(worst));
    summariseFloor(curves.frames());
    say("written", out.toString());
  }

  private void summariseFloor(List<DosFrame> frames) {
    KPointFloor floor =
        KPointFloor.mean(
            frames.parallelStream().map(frame -> KPointFloor.of(frame, width)).toList());
    if (Double.isNaN(floor.curve())) {
      say("k-point floor", "unknown: no k-mesh can be thinned");
      return;
    }
    say(
        "k-point floor",
        "curve %.1f%% of its norm up to %s eV above the Fermi level, Fermi level %.3f eV,"
            .formatted(100 * floor.curve(), KPointFloor.ABOVE, floor.fermi()));
    say(
        "",
        "band energy %.1f meV/atom, relative to the Fermi level %.1f (gaussian)"
            .formatted(1000 * floor.absoluteBandEnergy(), 1000 * floor.bandEnergy()));
  }

  private void say(String what, String value) {
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.println("%-16s %s".formatted(what, value));
    terminal.flush();
  }
}
