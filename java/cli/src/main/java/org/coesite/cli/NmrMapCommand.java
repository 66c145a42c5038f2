package org.coesite.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.NeighbourSearch;
import org.coesite.backend.Neighbours;
import org.coesite.backend.PairList;
import org.coesite.backend.Precision;
import org.coesite.io.AtomicFile;
import org.coesite.io.FileProblem;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Quadrupole;
import org.coesite.nmr.Referencing;
import org.coesite.nmr.spectrum.Broadening;
import org.coesite.nmr.spectrum.Experiment;
import org.coesite.nmr.spectrum.PowderSpectrum;
import org.coesite.nmr.spectrum.Site;
import org.coesite.nmr.spectrum.SpectralAxis;
import org.coesite.nmr.spectrum.SpectrumMap;
import org.coesite.nmr.spectrum.Spinning;
import org.coesite.nmr.spectrum.TripleQuantum;
import org.coesite.plot.Figure;
import org.coesite.report.NmrFigures;
import org.coesite.structure.Batch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Two-dimensional spectra and correlations. */
@Command(
    name = "map",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Draws two-dimensional spectra of samples that spin fast:",
      "  3qmas     sheared triple-quantum spectrum of a spin 3/2 to 9/2; vertical: shift - 10/17 of"
          + " the shift the coupling induces",
      "  shift-cq  isotropic shift against C_Q",
      "  bonded    --nucleus against --with where two atoms are closer than --bond; one of the two"
          + " must have spin 1/2"
    },
    footer = {
      "",
      "Writes OUT/map.csv (first row and column: positions), OUT/map.svg and .png.",
      "",
      "coesite nmr map glass.xyz --kind bonded --nucleus 17O --reference 260 --with 29Si"
          + " --with-reference 337.3 --bond 1.9 --out m"
    })
final class NmrMapCommand implements Callable<Integer> {
  private static final double MARGIN = 0.15;

  @Spec private CommandSpec spec;
  @Mixin private NmrInput input;
  @Mixin private NmrNucleusOptions observed;

  @Option(
      names = "--kind",
      required = true,
      paramLabel = "KIND",
      description = "3qmas, shift-cq or bonded.")
  private String kind;

  @Option(
      names = "--with",
      paramLabel = "NUCLEUS",
      description = "The other nucleus of a bond, such as 29Si.")
  private String with;

  @Option(names = "--with-reference", paramLabel = "PPM", description = "Its reference.")
  private Double withReference;

  @Option(
      names = "--with-slope",
      paramLabel = "S",
      defaultValue = "-1",
      description = "Its slope (default: ${DEFAULT-VALUE}).")
  private double withSlope;

  @Option(
      names = "--bond",
      paramLabel = "R",
      defaultValue = "2.0",
      description = "Atoms closer than this are bonded, angstrom (default: ${DEFAULT-VALUE}).")
  private double bond;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "256",
      description = "Points of each side (default: ${DEFAULT-VALUE}).")
  private int points;

  @Option(
      names = "--range",
      paramLabel = "LOW:HIGH",
      description = "Horizontally, ppm (default: all there is).")
  private String range;

  @Option(
      names = "--vertical-range",
      paramLabel = "LOW:HIGH",
      description = "Vertically, ppm or MHz (default: all there is).")
  private String verticalRange;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made if it is not there.")
  private Path out;

  /** A map and what its axes mean. */
  private record Drawn(SpectrumMap map, String x, String y, boolean shiftUp) {}

  @Override
  public Integer call() {
    input.check();
    Experiment experiment = new Experiment(observed.nucleus(), observed.field(), Spinning.FAST);
    observed.referencing();
    observed.broadening(experiment.larmorFrequency());
    NmrRange.parse("--range", range, points);
    NmrRange.parse("--vertical-range", verticalRange, points);
    Drawn drawn =
        switch (kind) {
          case "3qmas" -> tripleQuantum(experiment);
          case "shift-cq" -> shiftAgainstCoupling(experiment);
          case "bonded" -> bonded(experiment);
          default ->
              throw new WrongCallException(
                  "--kind " + kind + ": 3qmas, shift-cq or bonded was expected");
        };
    write(drawn);
    PrintWriter to = spec.commandLine().getOut();
    to.println("wrote " + out.resolve("map.csv"));
    to.flush();
    return 0;
  }

  private List<NmrInput.Frame> frames() {
    List<NmrInput.Frame> frames = new ArrayList<>();
    input.files().forEach(file -> frames.addAll(input.read(file)));
    return frames;
  }

  private List<Site> coupledSites() {
    if (!observed.nucleus().halfIntegerQuadrupolar()) {
      throw new WrongCallException(
          "--kind "
              + kind
              + " is of spins 3/2 to 9/2: "
              + observed.nucleus().name()
              + " has the spin "
              + observed.nucleus().twiceSpin()
              + "/2");
    }
    List<Site> sites = new ArrayList<>();
    for (NmrInput.Frame frame : frames()) {
      input.required(frame, input.gradients());
      sites.addAll(observed.sites(input, frame));
    }
    return sites;
  }

  private Drawn tripleQuantum(Experiment experiment) {
    List<Site> sites = coupledSites();
    Broadening broadening = broadening(sites, experiment);
    SpectralAxis x = horizontal(sites, experiment, broadening);
    double[] places =
        sites.stream()
            .mapToDouble(
                site ->
                    TripleQuantum.isotropicPosition(
                        site, experiment.nucleus(), experiment.larmorFrequency()))
            .toArray();
    SpectralAxis y = vertical(places, broadening.gaussian() + broadening.lorentzian());
    return new Drawn(
        TripleQuantum.of(sites, experiment, x, y, broadening),
        experiment.nucleus().name() + " shift, central transition (ppm)",
        "isotropic, triple-quantum (ppm)",
        true);
  }

  private Drawn shiftAgainstCoupling(Experiment experiment) {
    List<Site> sites = coupledSites();
    double[] shifts = sites.stream().mapToDouble(site -> site.shift().isotropic()).toArray();
    double[] couplings =
        sites.stream()
            .mapToDouble(site -> site.quadrupole().map(Quadrupole::couplingConstant).orElse(0.0))
            .toArray();
    Broadening given = observed.broadening(experiment.larmorFrequency()).orElse(Broadening.NONE);
    boolean none = given.equals(Broadening.NONE);
    Broadening inX = none ? new Broadening(width(shifts), 0) : given;
    SpectralAxis x =
        NmrRange.parse("--range", range, points)
            .orElseGet(() -> around(shifts, inX.gaussian() + inX.lorentzian()));
    Broadening inY = new Broadening(width(couplings), 0);
    SpectralAxis y = vertical(couplings, inY.gaussian());
    SpectrumMap map = new SpectrumMap(x, y);
    for (int i = 0; i < shifts.length; i++) {
      map.add(SpectrumMap.line(x, shifts[i], inX), SpectrumMap.line(y, couplings[i], inY), 1);
    }
    return new Drawn(
        map, experiment.nucleus().name() + " isotropic shift (ppm)", "C_Q (MHz)", false);
  }

  /** A width that shows the points of a distribution as a distribution. */
  private static double width(double[] values) {
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(0);
    return Math.max((high - low) / 25, 1e-2 * Math.max(1, Math.abs(high)));
  }

  private Drawn bonded(Experiment experiment) {
    if (with == null || withReference == null) {
      throw new WrongCallException(
          "--kind bonded needs --with and --with-reference: the other nucleus of the bonds");
    }
    if (!(bond > 0) || !(bond < 20)) {
      throw new WrongCallException("--bond " + bond + ": a length below 20 angstrom was expected");
    }
    Nucleus other = NmrNucleusOptions.named("--with", with);
    if (other.quadrupolar() && experiment.nucleus().quadrupolar()) {
      throw new WrongCallException(
          "--kind bonded: of "
              + experiment.nucleus().name()
              + " and "
              + other.name()
              + " one must have spin 1/2, as the directions of two quadrupolar nuclei are not"
              + " independent");
    }
    Referencing referencing =
        NmrNucleusOptions.referencing("--with-reference, --with-slope", withReference, withSlope);
    Experiment second = new Experiment(other, experiment.field(), Spinning.FAST);
    List<Site[]> pairs = new ArrayList<>();
    for (NmrInput.Frame frame : frames()) {
      addPairs(frame, other, referencing, pairs);
    }
    if (pairs.isEmpty()) {
      throw new CoesiteException(
          input.files().get(0)
              + ": no "
              + experiment.nucleus().name()
              + " is closer than "
              + bond
              + " angstrom to a "
              + other.name());
    }
    List<Site> first = pairs.stream().map(pair -> pair[0]).toList();
    List<Site> last = pairs.stream().map(pair -> pair[1]).toList();
    Broadening inX = broadening(first, experiment);
    Broadening inY =
        observed.broadening(second.larmorFrequency()).orElseGet(() -> broadening(last, second));
    SpectralAxis x = horizontal(first, experiment, inX);
    SpectralAxis y =
        NmrRange.parse("--vertical-range", verticalRange, points)
            .orElseGet(() -> PowderSpectrum.range(last, second, inY, points));
    SpectrumMap map = new SpectrumMap(x, y);
    Map<Site, double[]> along = new HashMap<>();
    Map<Site, double[]> up = new HashMap<>();
    for (Site[] pair : pairs) {
      double[] h = along.computeIfAbsent(pair[0], s -> curve(s, experiment, x, inX));
      double[] v = up.computeIfAbsent(pair[1], s -> curve(s, second, y, inY));
      map.add(h, v, 1);
    }
    return new Drawn(
        map, experiment.nucleus().name() + " shift (ppm)", other.name() + " shift (ppm)", true);
  }

  private static double[] curve(
      Site site, Experiment experiment, SpectralAxis axis, Broadening broadening) {
    return PowderSpectrum.of(List.of(site), experiment, axis, broadening).values();
  }

  private void addPairs(
      NmrInput.Frame frame, Nucleus other, Referencing referencing, List<Site[]> pairs) {
    Map<Integer, Site> first = new HashMap<>();
    observed
        .numberedSites(input, frame)
        .forEach(numbered -> first.put(numbered.atom(), numbered.site()));
    Map<Integer, Site> second = new HashMap<>();
    NmrNucleusOptions.sites(input, frame, other, referencing, NmrInput.Interactions.ALL)
        .forEach(numbered -> second.put(numbered.atom(), numbered.site()));
    try (Backend backend = Backends.open("cpu", Precision.F64, 1);
        NeighbourSearch search = backend.neighbours(Batch.of(frame.structure()), bond);
        Neighbours found = search.pairs(0, frame.structure().atoms())) {
      PairList list = found.toPairList();
      for (int p = 0; p < list.count(); p++) {
        Site a = first.get(list.centre(p));
        Site b = second.get(list.j()[p]);
        if (a != null && b != null) {
          pairs.add(new Site[] {a, b});
        }
      }
    }
  }

  private Broadening broadening(List<Site> sites, Experiment experiment) {
    Optional<Broadening> given = observed.broadening(experiment.larmorFrequency());
    if (given.isPresent()) {
      return given.get();
    }
    SpectralAxis axis = PowderSpectrum.range(sites, experiment, Broadening.NONE, 2);
    return new Broadening((axis.high() - axis.low()) / 60, 0);
  }

  private SpectralAxis horizontal(List<Site> sites, Experiment experiment, Broadening broadening) {
    return NmrRange.parse("--range", range, points)
        .orElseGet(() -> PowderSpectrum.range(sites, experiment, broadening, points));
  }

  private SpectralAxis vertical(double[] values, double width) {
    return NmrRange.parse("--vertical-range", verticalRange, points)
        .orElseGet(() -> around(values, width));
  }

  private SpectralAxis around(double[] values, double width) {
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(0);
    double margin = Math.max(MARGIN * (high - low), 3 * width);
    return SpectralAxis.between(low - margin, high + margin, points);
  }

  private void write(Drawn drawn) {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw FileProblem.writing(out, e);
    }
    AtomicFile.write(out.resolve("map.csv"), csv(drawn.map()));
    Figure figure = NmrFigures.map(drawn.map(), drawn.x(), drawn.y(), drawn.shiftUp());
    AtomicFile.write(
        out.resolve("map.svg"),
        stream -> stream.write(figure.svg().getBytes(StandardCharsets.UTF_8)));
    AtomicFile.write(out.resolve("map.png"), stream -> stream.write(figure.png()));
  }

  private static String csv(SpectrumMap map) {
    StringBuilder text = new StringBuilder("y\\x");
    for (double x : map.x().positions()) {
      text.append(',').append(NmrSiteTable.number(x, 5));
    }
    text.append('\n');
    double[] values = map.values();
    for (int j = 0; j < map.y().count(); j++) {
      text.append(NmrSiteTable.number(map.y().position(j), 5));
      for (int i = 0; i < map.x().count(); i++) {
        text.append(',').append(NmrSiteTable.number(values[j * map.x().count() + i], 7));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
