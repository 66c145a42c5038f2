package org.coesite.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.coesite.CoesiteException;
import org.coesite.nmr.NmrTensor;
import org.coesite.nmr.Nucleus;
import org.coesite.nmr.Quadrupole;
import org.coesite.nmr.Referencing;
import org.coesite.nmr.TensorColumn;
import org.coesite.nmr.spectrum.Broadening;
import org.coesite.nmr.spectrum.Site;
import org.coesite.structure.Element;
import picocli.CommandLine.Option;

/** Which nucleus is observed, in which field, and how its shieldings become shifts. */
final class NmrNucleusOptions {
  @Option(
      names = "--nucleus",
      required = true,
      paramLabel = "NUCLEUS",
      description = "The one observed, such as 29Si, 17O or 27Al.")
  private String nucleus;

  @Option(
      names = "--field",
      paramLabel = "B0",
      defaultValue = "9.4T",
      description =
          "Magnetic field, tesla (9.4T) or the protons' frequency (400MHz); default:"
              + " ${DEFAULT-VALUE}.")
  private String field;

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "PPM",
      description =
          "shift = reference + slope x shielding: the reference compound's shielding in the same"
              + " calculation where the slope is -1.")
  private double reference;

  @Option(
      names = "--slope",
      defaultValue = "-1",
      paramLabel = "S",
      description = "Scales anisotropies, too (default: ${DEFAULT-VALUE}).")
  private double slope;

  @Option(
      names = "--interactions",
      defaultValue = "all",
      paramLabel = "WHAT",
      description =
          "shift, efg, or all: the shift, and the coupling where the nucleus has one and the file"
              + " field gradients (default: ${DEFAULT-VALUE}).")
  private NmrInput.Interactions interactions;

  @Option(
      names = "--gaussian",
      paramLabel = "WIDTH",
      description =
          "Full width at half maximum, ppm (1) or Hz (80Hz); default: a 300th of the range where"
              + " there is no Lorentzian either.")
  private String gaussian;

  @Option(
      names = "--lorentzian",
      paramLabel = "WIDTH",
      description = "Full width at half maximum, ppm or Hz (default: none).")
  private String lorentzian;

  /**
   * The nucleus observed.
   *
   * @throws WrongCallException if there is none of this name, or a gradient is asked to act on spin
   *     1/2
   */
  Nucleus nucleus() {
    Nucleus found = named("--nucleus", nucleus);
    if (interactions == NmrInput.Interactions.EFG && !found.quadrupolar()) {
      throw new WrongCallException(
          "--interactions efg: "
              + found.name()
              + " has spin 1/2 and no quadrupole moment: a field gradient does not act on it");
    }
    return found;
  }

  static Nucleus named(String option, String name) {
    try {
      return Nucleus.of(name);
    } catch (CoesiteException e) {
      throw new WrongCallException(option + ": " + e.getMessage());
    }
  }

  /** B_0, tesla. */
  double field() {
    Measure.Value value =
        Measure.parse("--field", field, Map.of("", "tesla", "t", "tesla", "mhz", "MHz of protons"));
    double tesla = value.unit().equals("mhz") ? Nucleus.fieldOf(value.number()) : value.number();
    if (!(tesla > 0)) {
      throw new WrongCallException("--field " + field + ": a positive field was expected");
    }
    return tesla;
  }

  Referencing referencing() {
    return referencing("--reference, --slope", reference, slope);
  }

  static Referencing referencing(String option, double reference, double slope) {
    try {
      return new Referencing(reference, slope);
    } catch (CoesiteException e) {
      throw new WrongCallException(option + ": " + e.getMessage());
    }
  }

  /** Line widths, where any was given. */
  Optional<Broadening> broadening(double larmor) {
    if (gaussian == null && lorentzian == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Broadening(
            width("--gaussian", gaussian, larmor), width("--lorentzian", lorentzian, larmor)));
  }

  private static double width(String option, String text, double larmor) {
    if (text == null) {
      return 0;
    }
    Measure.Value value = Measure.parse(option, text, Map.of("", "ppm", "ppm", "ppm", "hz", "Hz"));
    if (value.number() < 0) {
      throw new WrongCallException(option + " " + text + ": a width is not negative");
    }
    return value.unit().equals("hz") ? value.number() / larmor : value.number();
  }

  /** The sites of the nucleus in a frame; none where all tensors are unknown. */
  List<Site> sites(NmrInput input, NmrInput.Frame frame) {
    return sites(input, frame, nucleus(), referencing(), interactions).stream()
        .map(NumberedSite::site)
        .toList();
  }

  /** A site and its atom. */
  record NumberedSite(int atom, Site site) {}

  List<NumberedSite> numberedSites(NmrInput input, NmrInput.Frame frame) {
    return sites(input, frame, nucleus(), referencing(), interactions);
  }

  /**
   * The sites of a nucleus in a frame.
   *
   * @throws CoesiteException if there is no such atom with tensors
   */
  static List<NumberedSite> sites(
      NmrInput input,
      NmrInput.Frame frame,
      Nucleus nucleus,
      Referencing referencing,
      NmrInput.Interactions interactions) {
    boolean wantsShift = interactions != NmrInput.Interactions.EFG;
    boolean wantsGradient = interactions != NmrInput.Interactions.SHIFT && nucleus.quadrupolar();
    Optional<TensorColumn> ms =
        wantsShift ? Optional.of(input.required(frame, input.shieldings())) : Optional.empty();
    Optional<TensorColumn> efg = Optional.empty();
    if (wantsGradient) {
      efg =
          interactions == NmrInput.Interactions.EFG
              ? Optional.of(input.required(frame, input.gradients()))
              : input.column(frame, input.gradients());
    }
    List<NumberedSite> sites = new ArrayList<>();
    for (int i = 0; i < frame.structure().atoms(); i++) {
      boolean known = (ms.isEmpty() || ms.get().known(i)) && (efg.isEmpty() || efg.get().known(i));
      if (frame.structure().species(i) == nucleus.element() && known) {
        NmrTensor shift = ms.isPresent() ? referencing.shift(ms.get().get(i)) : NmrTensor.ZERO;
        Optional<Quadrupole> coupling = Optional.empty();
        if (efg.isPresent()) {
          coupling = Optional.of(Quadrupole.of(efg.get().get(i), input.unit(frame), nucleus));
        }
        sites.add(new NumberedSite(i, new Site(shift, coupling, 1)));
      }
    }
    if (sites.isEmpty()) {
      throw new CoesiteException(
          frame.label()
              + ": no atom "
              + Element.symbol(nucleus.element())
              + " with tensors for "
              + nucleus.name());
    }
    return sites;
  }

  /** What a quadrupolar nucleus lacks where there are no gradients; empty where nothing. */
  Optional<String> missing(NmrInput input, NmrInput.Frame frame) {
    boolean lacks =
        nucleus().quadrupolar()
            && interactions == NmrInput.Interactions.ALL
            && input.column(frame, input.gradients()).isEmpty();
    return lacks
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%s: there is no column %s of field gradients: no quadrupole coupling is in the"
                    + " spectrum of %s",
                frame.label(),
                input.gradients(),
                nucleus().name()))
        : Optional.empty();
  }
}
