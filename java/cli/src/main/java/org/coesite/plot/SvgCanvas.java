package org.coesite.plot;

import java.util.Locale;

/** Writes SVG 1.1 that also stands inside an HTML page. Needs no fonts and no AWT. */
final class SvgCanvas implements Canvas {
  private static final String FONTS =
      "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

  // dots of one path do not shine through each other: few enough that crowds still look denser
  private static final int DOTS_TOGETHER = 100;

  private final StringBuilder out = new StringBuilder();
  private final String id;

  SvgCanvas(String id, String description, int width, int height) {
    this.id = id;
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"").append(Markup.escape(id));
    out.append("\" viewBox=\"0 0 ").append(width).append(' ').append(height);
    out.append("\" width=\"").append(width).append("\" height=\"").append(height);
    out.append("\" role=\"img\" aria-label=\"").append(Markup.escape(description));
    out.append("\" font-family=\"").append(FONTS).append("\">\n");
  }

  /** The whole document; nothing may be drawn afterwards. */
  String finish() {
    return out.append("</svg>\n").toString();
  }

  @Override
  public void beginGroup(String name) {
    out.append("<g id=\"")
        .append(Markup.escape(id))
        .append('-')
        .append(Markup.escape(name))
        .append("\">\n");
  }

  @Override
  public void endGroup() {
    out.append("</g>\n");
  }

  @Override
  public void beginClip(Box box) {
    String name = Markup.escape(id) + "-clip";
    out.append("<clipPath id=\"").append(name).append("\"><rect");
    place(box);
    out.append("/></clipPath>\n<g clip-path=\"url(#").append(name).append(")\">\n");
  }

  @Override
  public void endClip() {
    endGroup();
  }

  @Override
  public void polyline(double[] x, double[] y, Stroke stroke) {
    out.append("<path d=\"");
    path(x, y);
    out.append("\" fill=\"none\"");
    stroke(stroke);
    out.append(" stroke-linejoin=\"round\"/>\n");
  }

  @Override
  public void polygon(double[] x, double[] y, Ink fill) {
    out.append("<path d=\"");
    path(x, y);
    out.append("Z\"");
    paint("fill", fill);
    out.append("/>\n");
  }

  @Override
  public void rectangle(Box box, Ink fill) {
    out.append("<rect");
    place(box);
    paint("fill", fill);
    out.append("/>\n");
  }

  @Override
  public void mark(
      Marker marker, double x, double y, double radius, Ink fill, Stroke edge, String tooltip) {
    String element = "circle";
    if (marker == Marker.CIRCLE) {
      out.append("<circle cx=\"");
      number(x);
      out.append("\" cy=\"");
      number(y);
      out.append("\" r=\"");
      number(radius);
      out.append('"');
    } else {
      element = "path";
      out.append("<path d=\"");
      path(marker.xs(x, radius), marker.ys(y, radius));
      out.append("Z\"");
    }
    paint("fill", fill);
    stroke(edge);
    if (tooltip == null) {
      out.append("/>\n");
    } else {
      out.append("><title>").append(Markup.escape(tooltip));
      out.append("</title></").append(element).append(">\n");
    }
  }

  @Override
  public void dots(double[] x, double[] y, double radius, Ink fill) {
    for (int from = 0; from < x.length; from += DOTS_TOGETHER) {
      dots(x, y, from, Math.min(from + DOTS_TOGETHER, x.length), radius, fill);
    }
  }

  /** A line of no length with round ends is a dot. */
  private void dots(double[] x, double[] y, int from, int to, double radius, Ink fill) {
    out.append("<path d=\"");
    for (int i = from; i < to; i++) {
      out.append('M');
      number(x[i]);
      out.append(' ');
      number(y[i]);
      out.append("h0");
    }
    out.append("\" fill=\"none\"");
    stroke(Stroke.solid(fill, 2 * radius));
    out.append(" stroke-linecap=\"round\"/>\n");
  }

  @Override
  public void text(String text, double x, double y, TextStyle style) {
    out.append("<text x=\"");
    number(x);
    out.append("\" y=\"");
    number(y);
    out.append("\" font-size=\"");
    number(style.size());
    out.append("\" text-anchor=\"").append(style.anchor().name().toLowerCase(Locale.ROOT));
    out.append('"');
    paint("fill", style.ink());
    if (!style.upright()) {
      out.append(" transform=\"rotate(-90 ");
      number(x);
      out.append(' ');
      number(y);
      out.append(")\"");
    }
    out.append('>').append(Markup.escape(text)).append("</text>\n");
  }

  private void path(double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      out.append(i == 0 ? 'M' : 'L');
      number(x[i]);
      out.append(' ');
      number(y[i]);
    }
  }

  private void place(Box box) {
    out.append(" x=\"");
    number(box.left());
    out.append("\" y=\"");
    number(box.top());
    out.append("\" width=\"");
    number(box.width());
    out.append("\" height=\"");
    number(box.height());
    out.append('"');
  }

  private void stroke(Stroke stroke) {
    if (stroke == null) {
      return;
    }
    paint("stroke", stroke.ink());
    out.append(" stroke-width=\"");
    number(stroke.width());
    out.append('"');
    if (stroke.dash() > 0) {
      out.append(" stroke-dasharray=\"");
      number(stroke.dash());
      out.append('"');
    }
  }

  private void paint(String what, Ink ink) {
    out.append(' ').append(what).append("=\"#");
    out.append(String.format(Locale.ROOT, "%06x", ink.rgb())).append('"');
    if (ink.opacity() < 1) {
      out.append(' ').append(what).append("-opacity=\"");
      number(ink.opacity());
      out.append('"');
    }
  }

  /** Hundredths of a pixel are enough, and keep the file small. */
  private void number(double value) {
    long hundredths = Math.round(value * 100);
    if (hundredths < 0) {
      out.append('-');
    }
    long absolute = Math.abs(hundredths);
    out.append(absolute / 100);
    long rest = absolute % 100;
    if (rest != 0) {
      out.append('.').append(rest / 10);
      if (rest % 10 != 0) {
        out.append(rest % 10);
      }
    }
  }
}
