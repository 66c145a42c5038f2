package org.coesite.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.coesite.dos.AtomSample;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosParameters;
import org.coesite.dos.EnergyGrid;
import org.coesite.plot.Axis;
import org.coesite.plot.ColourScale;
import org.coesite.plot.Figure;
import org.coesite.plot.Marker;
import org.coesite.plot.Points;
import org.coesite.structure.Element;
import org.coesite.structure.Structure;

/**
 * A map of atoms by their environments, with their local densities of states: the two principal
 * components of the SOAP vectors in the model's own basis, normalised where the model's kernel
 * normalises them, so that atoms which the model takes for similar lie together.
 */
public final class LocalDosMap {
  /** Fewer points are no map. */
  public static final int FEWEST = 3;

  /** What differs by less, as part of a vector's length, is rounding. */
  private static final double ROUNDING = 1e-5;

  /** From so many points on, the colours span all but the outermost hundredths. */
  private static final int MANY = 200;

  private static final double OUTERMOST = 0.01;

  private final DosParameters model;
  private final List<Place> places;
  private final PrincipalComponents environments;
  private final double[] atFermiLevel;
  private final PrincipalComponents shapes;

  /**
   * An atom.
   *
   * @param structure its number, from 0
   * @param atom of the structure, from 0
   * @param species atomic number
   * @param outside whether its environment is unlike any in training
   * @param curve local density of states, states/eV, [grid]
   */
  record Place(int structure, int atom, int species, boolean outside, float[] curve) {}

  private LocalDosMap(
      DosParameters model, List<Place> places, List<float[]> spectra, double[] atFermiLevel) {
    this.model = model;
    this.places = places;
    this.atFermiLevel = atFermiLevel;
    environments = components(spectra);
    shapes = components(places.stream().map(Place::curve).toList());
  }

  /**
   * Maps some atoms of some structures.
   *
   * @param predictions one for each structure
   * @param sample the atoms, {@link #FEWEST} or more
   */
  public static LocalDosMap of(
      DosModel model,
      List<Structure> structures,
      List<PredictedDos> predictions,
      AtomSample sample) {
    List<Place> places = new ArrayList<>(sample.size());
    List<float[]> spectra = new ArrayList<>(sample.size());
    double[] atFermiLevel = new double[sample.size()];
    boolean normalise = model.parameters().points().normalise();
    EnergyGrid grid = model.parameters().code().grid();
    for (int s = 0; s < structures.size(); s++) {
      Structure structure = structures.get(s);
      PredictedDos predicted = predictions.get(s);
      int number = s;
      model.local(
          structure,
          sample.of(s),
          (atom, curve, features) -> {
            atFermiLevel[places.size()] =
                value(grid, curve, predicted.quantities().fermiLevel().value());
            places.add(
                new Place(
                    number,
                    atom,
                    structure.species(atom),
                    predicted.outside()[atom],
                    floats(curve, 1)));
            spectra.add(floats(features, normalise ? length(features) : 1));
          });
    }
    return new LocalDosMap(model.parameters(), places, spectra, atFermiLevel);
  }

  private static float[] floats(double[] values, double divisor) {
    float[] out = new float[values.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = (float) (divisor > 0 ? values[k] / divisor : values[k]);
    }
    return out;
  }

  private static double length(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
  }

  /** A curve between the points of its grid. */
  private static double value(EnergyGrid grid, double[] curve, double energy) {
    double place = (energy - grid.start()) / grid.step();
    int i = Math.clamp((int) Math.floor(place), 0, grid.count() - 2);
    double part = Math.clamp(place - i, 0.0, 1.0);
    return curve[i] + part * (curve[i + 1] - curve[i]);
  }

  /** Principal components, of which what is but rounding is none. */
  private static PrincipalComponents components(List<float[]> rows) {
    PrincipalComponents found = PrincipalComponents.of(rows);
    double square = 0;
    for (float x : rows.get(0)) {
      square += (double) x * x;
    }
    double rounding = ROUNDING * Math.sqrt(square);
    boolean one = isBelow(found.first(), rounding);
    boolean two = isBelow(found.second(), rounding);
    return new PrincipalComponents(
        one ? new double[rows.size()] : found.first(),
        two ? new double[rows.size()] : found.second(),
        one ? 0 : found.firstShare(),
        two ? 0 : found.secondShare());
  }

  private static boolean isBelow(double[] values, double limit) {
    return Arrays.stream(values).allMatch(v -> Math.abs(v) <= limit);
  }

  /** The atoms, in order. */
  List<Place> places() {
    return places;
  }

  /** The model that was asked. */
  DosParameters model() {
    return model;
  }

  /** Where each atom's environment lies along the first direction, [atoms]. */
  double[] first() {
    return environments.first();
  }

  /** Where each atom's environment lies along the second direction, [atoms]. */
  double[] second() {
    return environments.second();
  }

  /** Local density of states of each atom at its structure's Fermi level, states/eV, [atoms]. */
  double[] atFermiLevel() {
    return atFermiLevel;
  }

  /**
   * Where each atom's curve lies along the direction in which curves differ most, states/eV^0.5,
   * [atoms]: the square is an integral over energy.
   */
  double[] shape() {
    double scale = Math.sqrt(model.code().grid().step());
    return Arrays.stream(shapes.first()).map(score -> score * scale).toArray();
  }

  /** Coloured by the local density of states at the Fermi level. */
  public Figure atFermiLevelFigure() {
    return figure(
        "ldos-map",
        "local density of states at the Fermi level",
        "LDOS at the Fermi level (states/eV)",
        atFermiLevel);
  }

  /** Coloured by the first principal component of the curves. */
  public Figure shapeFigure() {
    return figure(
        "ldos-map-shape",
        "first principal component of the local density of states",
        "LDOS, principal component 1" + share(shapes.firstShare()),
        shape());
  }

  private Figure figure(String id, String what, String label, double[] values) {
    ColourScale colours = colours(label, values);
    Figure figure =
        Figure.of(
            id,
            "Principal components of the SOAP vectors of "
                + places.size()
                + " atoms, coloured by the "
                + what,
            Axis.of("SOAP, principal component 1" + share(environments.firstShare())),
            Axis.of("SOAP, principal component 2" + share(environments.secondShare())));
    TreeSet<Integer> species = new TreeSet<>();
    places.forEach(place -> species.add(place.species()));
    int series = 0;
    for (int z : species) {
      int[] own = own(z);
      figure.add(
          Points.of(
                  species.size() > 1 ? Element.symbol(z) : "",
                  pick(first(), own),
                  pick(second(), own))
              .marker(Marker.series(series++))
              .coloured(pick(values, own), colours)
              .names(Arrays.stream(own).mapToObj(this::name).toList()));
    }
    return figure.colourBar(colours);
  }

  private int[] own(int z) {
    return IntStream.range(0, places.size()).filter(k -> places.get(k).species() == z).toArray();
  }

  private static double[] pick(double[] values, int[] which) {
    return Arrays.stream(which).mapToDouble(k -> values[k]).toArray();
  }

  private String name(int k) {
    Place place = places.get(k);
    return "structure %d, atom %d, %s"
        .formatted(place.structure() + 1, place.atom() + 1, Element.symbol(place.species()));
  }

  private static ColourScale colours(String label, double[] values) {
    if (values.length < MANY) {
      return ColourScale.spanning(label, values);
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int cut = (int) (OUTERMOST * sorted.length);
    return new ColourScale(label, sorted[cut], sorted[sorted.length - 1 - cut]);
  }

  private static String share(double fraction) {
    return String.format(Locale.ROOT, " (%.0f%% of variance)", 100 * fraction);
  }
}
