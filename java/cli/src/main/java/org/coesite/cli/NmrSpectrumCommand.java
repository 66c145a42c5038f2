package org.coesite.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.coesite.io.AtomicFile;
import org.coesite.io.FileProblem;
import org.coesite.nmr.spectrum.Broadening;
import org.coesite.nmr.spectrum.Experiment;
import org.coesite.nmr.spectrum.JcampDx;
import org.coesite.nmr.spectrum.PowderSpectrum;
import org.coesite.nmr.spectrum.SimpsonText;
import org.coesite.nmr.spectrum.Site;
import org.coesite.nmr.spectrum.SpectralAxis;
import org.coesite.nmr.spectrum.Spectrum;
import org.coesite.nmr.spectrum.Spinning;
import org.coesite.plot.Figure;
import org.coesite.report.NmrFigures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One-dimensional spectra of powders. */
@Command(
    name = "spectrum",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Simulates the NMR spectrum of a powder: of spin 1/2, or of the central transition of spins"
          + " 3/2 to 9/2 with the quadrupole coupling to second order.",
      "",
      "Each file is a curve with the integral 1, all sites alike; several files also make their"
          + " sum. --frames mean averages tensors over the frames of a trajectory."
    },
    footer = {
      "",
      "Writes OUT/spectrum.csv (shift_ppm, then a column for each curve, per ppm),"
          + " OUT/spectrum.svg and .png; with --jcamp and --simpson each curve as OUT/NAME.jdx"
          + " (JCAMP-DX 5.01) and OUT/NAME.spe (SIMPSON).",
      "",
      "coesite nmr spectrum quartz.magres --out q --nucleus 29Si --reference 337.3",
      "coesite nmr spectrum glass.xyz --out g --nucleus 17O --reference 260 --field 600MHz"
          + " --spinning 15kHz"
    })
final class NmrSpectrumCommand implements Callable<Integer> {
  /** What the frames of a file make. */
  enum Frames {
    /** One curve: all frames' sites. */
    SUM,
    /** One curve of tensors averaged over the frames. */
    MEAN,
    /** A curve for each frame. */
    EACH
  }

  private static final int DEFAULT_POINTS = 2048;

  /** The line width where none is asked for, as a part of the range. */
  private static final double DEFAULT_WIDTH = 1.0 / 300;

  @Spec private CommandSpec spec;
  @Mixin private NmrInput input;
  @Mixin private NmrNucleusOptions observed;

  @Option(
      names = "--spinning",
      paramLabel = "RATE",
      defaultValue = "fast",
      description =
          "static; fast: no sidebands; or a rate, Hz or kHz (12.5kHz), at the magic angle (default:"
              + " ${DEFAULT-VALUE}).")
  private String spinning;

  @Option(
      names = "--range",
      paramLabel = "LOW:HIGH",
      description = "ppm, such as --range=-130:-90 (default: all there is).")
  private String range;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "" + DEFAULT_POINTS,
      description = "Points of a curve (default: ${DEFAULT-VALUE}).")
  private int points;

  @Option(
      names = "--frames",
      paramLabel = "WHAT",
      defaultValue = "sum",
      description =
          "Of files with several frames: sum of all sites, mean of tensors (a trajectory), or each"
              + " a curve (default: ${DEFAULT-VALUE}).")
  private Frames frames;

  @Option(
      names = "--weights",
      split = ",",
      paramLabel = "W",
      description = "Parts of the files in their sum, such as 0.5,0.5 (default: all alike).")
  private List<Double> weights = List.of();

  @Option(names = "--jcamp", description = "Also JCAMP-DX.")
  private boolean jcamp;

  @Option(names = "--simpson", description = "Also SIMPSON's format.")
  private boolean simpson;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the results; made if it is not there.")
  private Path out;

  @Override
  public Integer call() {
    input.check();
    Experiment experiment = new Experiment(observed.nucleus(), observed.field(), spinning());
    observed.referencing();
    observed.broadening(experiment.larmorFrequency());
    NmrRange.parse("--range", range, points);
    checkWeights();
    Map<String, List<Site>> sites = sites();
    List<Site> all = sites.values().stream().flatMap(List::stream).toList();
    double larmor = experiment.larmorFrequency();
    Broadening broadening =
        observed.broadening(larmor).orElseGet(() -> defaultBroadening(all, experiment));
    SpectralAxis axis =
        NmrRange.parse("--range", range, points)
            .orElseGet(() -> PowderSpectrum.range(all, experiment, broadening, points));
    Map<String, Spectrum> curves = curves(sites, experiment, axis, broadening);
    write(curves, experiment, broadening);
    print(
        String.format(
            Locale.ROOT,
            "%s at %.3f T (%.3f MHz), %s, %d sites",
            experiment.nucleus().name(),
            experiment.field(),
            larmor,
            described(experiment.spinning()),
            all.size()));
    print("wrote " + out.resolve("spectrum.csv"));
    return 0;
  }

  private Spinning spinning() {
    return switch (spinning.strip().toLowerCase(Locale.ROOT)) {
      case "static" -> Spinning.STATIC;
      case "fast" -> Spinning.FAST;
      default -> rate();
    };
  }

  private Spinning rate() {
    Measure.Value value =
        Measure.parse(
            "--spinning",
            spinning,
            Map.of("", "Hz or kHz, static or fast", "hz", "Hz", "khz", "kHz"));
    double hertz = value.unit().equals("khz") ? 1000 * value.number() : value.number();
    if (!(hertz > 0)) {
      throw new WrongCallException(
          "--spinning "
              + spinning
              + ": a rate is positive; --spinning static is a sample that does not spin");
    }
    return Spinning.at(hertz);
  }

  private static String described(Spinning spinning) {
    if (spinning.hasSidebands()) {
      return String.format(Locale.ROOT, "spinning at %.0f Hz", spinning.rate());
    }
    return spinning.rate() == 0 ? "static" : "spinning fast";
  }

  private void checkWeights() {
    if (!weights.isEmpty() && weights.size() != input.files().size()) {
      throw new WrongCallException(
          "--weights has " + weights.size() + " numbers for " + input.files().size() + " files");
    }
    double total = 0;
    for (double weight : weights) {
      if (!(weight >= 0) || !Double.isFinite(weight)) {
        throw new WrongCallException("--weights " + weight + ": weights are not negative");
      }
      total += weight;
    }
    if (!weights.isEmpty() && !(total > 0)) {
      throw new WrongCallException("--weights must not all be 0");
    }
  }

  /** The sites of each curve, under its name. */
  private Map<String, List<Site>> sites() {
    Map<String, List<Site>> sites = new LinkedHashMap<>();
    for (Path file : input.files()) {
      List<NmrInput.Frame> read = input.read(file);
      observed.missing(input, read.get(0)).ifPresent(note -> System.err.println("note: " + note));
      switch (frames) {
        case EACH ->
            read.forEach(frame -> put(sites, name(frame.label()), observed.sites(input, frame)));
        case MEAN ->
            put(
                sites,
                name(file.toString()),
                observed.sites(input, input.mean(file.toString(), read)));
        case SUM -> {
          List<Site> sum = new ArrayList<>();
          read.forEach(frame -> sum.addAll(observed.sites(input, frame)));
          put(sites, name(file.toString()), sum);
        }
      }
    }
    return sites;
  }

  private static String name(String label) {
    String last = label.substring(Math.max(label.lastIndexOf('/'), label.lastIndexOf('\\')) + 1);
    return last.replaceFirst("(?i)\\.(magres|xyz|extxyz)(\\.gz)?(?=#|$)", "")
        .replaceAll("[^A-Za-z0-9._#-]", "_");
  }

  /** Files of one name in several folders are told apart. */
  private static void put(Map<String, List<Site>> sites, String name, List<Site> of) {
    String unique = name;
    for (int k = 2; sites.containsKey(unique) || unique.equals("sum"); k++) {
      unique = name + "_" + k;
    }
    sites.put(unique, of);
  }

  private static Broadening defaultBroadening(List<Site> sites, Experiment experiment) {
    SpectralAxis axis = PowderSpectrum.range(sites, experiment, Broadening.NONE, 2);
    return new Broadening((axis.high() - axis.low()) * DEFAULT_WIDTH, 0);
  }

  private Map<String, Spectrum> curves(
      Map<String, List<Site>> sites,
      Experiment experiment,
      SpectralAxis axis,
      Broadening broadening) {
    Map<String, Spectrum> curves = new LinkedHashMap<>();
    sites.forEach(
        (name, of) -> {
          Spectrum spectrum =
              PowderSpectrum.of(of, experiment, axis, broadening).scaled(1.0 / of.size());
          if (spectrum.change() > PowderSpectrum.TOLERANCE) {
            System.err.printf(
                Locale.ROOT,
                "note: %s: still changed by %.1e when the directions were"
                    + " last refined; broader lines converge sooner%n",
                name,
                spectrum.change());
          }
          curves.put(name, spectrum);
        });
    if (curves.size() > 1) {
      curves.put("sum", sum(curves, axis));
    }
    return curves;
  }

  private Spectrum sum(Map<String, Spectrum> curves, SpectralAxis axis) {
    Spectrum sum = new Spectrum(axis, new double[axis.count()], 0);
    boolean given = weights.size() == curves.size();
    double total = given ? weights.stream().mapToDouble(w -> w).sum() : curves.size();
    int k = 0;
    for (Spectrum curve : curves.values()) {
      sum = sum.plus(curve.scaled((given ? weights.get(k) : 1) / total));
      k++;
    }
    return sum;
  }

  private void write(Map<String, Spectrum> curves, Experiment experiment, Broadening broadening) {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw FileProblem.writing(out, e);
    }
    AtomicFile.write(out.resolve("spectrum.csv"), csv(curves, experiment, broadening));
    Figure figure = NmrFigures.spectra(experiment.nucleus().name(), curves);
    AtomicFile.write(
        out.resolve("spectrum.svg"),
        stream -> stream.write(figure.svg().getBytes(StandardCharsets.UTF_8)));
    AtomicFile.write(out.resolve("spectrum.png"), stream -> stream.write(figure.png()));
    double larmor = experiment.larmorFrequency();
    curves.forEach(
        (name, curve) -> {
          if (jcamp) {
            AtomicFile.write(
                out.resolve(name + ".jdx"),
                JcampDx.text(name, curve, experiment.nucleus(), larmor));
          }
          if (simpson) {
            AtomicFile.write(out.resolve(name + ".spe"), SimpsonText.text(curve, larmor));
          }
        });
  }

  private String csv(Map<String, Spectrum> curves, Experiment experiment, Broadening broadening) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "# intensity per ppm; %s, %.6f T, %.6f MHz, %s; %s; widths: Gaussian %.4g, Lorentzian"
                + " %.4g ppm%n",
            experiment.nucleus().name(),
            experiment.field(),
            experiment.larmorFrequency(),
            described(experiment.spinning()),
            String.format(
                Locale.ROOT,
                "shift = %s + %s x shielding",
                observed.referencing().reference(),
                observed.referencing().slope()),
            broadening.gaussian(),
            broadening.lorentzian()));
    text.append("shift_ppm");
    curves.keySet().forEach(name -> text.append(',').append(name));
    text.append('\n');
    SpectralAxis axis = curves.values().iterator().next().axis();
    for (int i = 0; i < axis.count(); i++) {
      text.append(NmrSiteTable.number(axis.position(i), 5));
      for (Spectrum curve : curves.values()) {
        text.append(',').append(NmrSiteTable.number(curve.values()[i], 9));
      }
      text.append('\n');
    }
    return text.toString();
  }

  private void print(String line) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }
}
