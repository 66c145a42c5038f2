package org.coesite.plot;

/**
 * A colour and how much of it covers what lies below.
 *
 * @param rgb 0xRRGGBB
 * @param opacity 0 to 1
 */
public record Ink(int rgb, double opacity) {
  // Okabe and Ito's palette: distinct under the common colour vision deficiencies
  public static final Ink BLUE = of(0x0072B2);
  public static final Ink VERMILION = of(0xD55E00);
  public static final Ink GREEN = of(0x009E73);
  public static final Ink PURPLE = of(0xCC79A7);
  public static final Ink ORANGE = of(0xE69F00);
  public static final Ink SKY = of(0x56B4E9);
  public static final Ink GREY = of(0x6B7280);
  public static final Ink BLACK = of(0x1F2933);
  public static final Ink WHITE = of(0xFFFFFF);

  private static final Ink[] SERIES = {BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, GREY, BLACK};

  public static Ink of(int rgb) {
    return new Ink(rgb, 1);
  }

  /** The colour of the n-th series of a figure, from 0; repeats after eight. */
  public static Ink series(int n) {
    return SERIES[n % SERIES.length];
  }

  /** The same colour, more or less transparent. */
  public Ink opacity(double value) {
    return new Ink(rgb, value);
  }
}
