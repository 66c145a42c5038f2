package org.coesite.dos;

import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.coesite.dos.DosErrors.Squares;

/** The errors by which models of the density of states are judged. */
public enum DosMeasure {
  /** Of the curve, Fermi levels aligned, in parts of its norm. */
  CURVE("curve", "%", 100, Squares::curve, Squares::norm),
  /** Of the Fermi level. */
  FERMI("Fermi level", "eV", 1, Squares::fermi, one -> 1),
  /** Of the density of states at the Fermi level, in parts of its root mean square. */
  DOS_AT_FERMI("DOS at the Fermi level", "%", 100, Squares::dosAtFermi, Squares::dosNorm),
  /** Of the band energy relative to the Fermi level. */
  BAND_ENERGY("band energy", "meV/atom", 1000, Squares::bandEnergy, one -> 1);

  private final String words;
  private final String unit;
  private final double scale;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final ToDoubleFunction<Squares> square;

  @SuppressWarnings("ImmutableEnumChecker")
  private final ToDoubleFunction<Squares> norm;

  DosMeasure(
      String words,
      String unit,
      double scale,
      ToDoubleFunction<Squares> square,
      ToDoubleFunction<Squares> norm) {
    this.words = words;
    this.unit = unit;
    this.scale = scale;
    this.square = square;
    this.norm = norm;
  }

  /** What is judged, for people. */
  public String words() {
    return words;
  }

  /** Unit that people read it in. */
  public String unit() {
    return unit;
  }

  /** From the numbers of {@link DosErrors} to that unit. */
  public double scale() {
    return scale;
  }

  /** Its name in tables: {@code curve_percent}, {@code fermi_eV}, ... */
  public String column() {
    String name = name().toLowerCase(Locale.ROOT);
    return name + "_" + unit.replace("%", "percent").replace("/", "_per_");
  }

  /** The part of the error of a group in its unit. */
  public double of(DosErrors errors) {
    return scale
        * switch (this) {
          case CURVE -> errors.curve();
          case FERMI -> errors.fermi();
          case DOS_AT_FERMI -> errors.dosAtFermi();
          case BAND_ENERGY -> errors.bandEnergy();
        };
  }

  double square(Squares one) {
    return square.applyAsDouble(one);
  }

  double norm(Squares one) {
    return norm.applyAsDouble(one);
  }
}
