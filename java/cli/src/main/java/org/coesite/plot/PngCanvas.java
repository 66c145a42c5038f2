package org.coesite.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.AttributedString;
import java.util.List;
import javax.imageio.ImageIO;

/** Draws pixels with AWT, headless, at a scale for screens of high resolution and for slides. */
final class PngCanvas implements Canvas {
  private static final List<String> FONTS =
      List.of("Helvetica Neue", "Helvetica", "Arial", "Liberation Sans", "DejaVu Sans");

  private final BufferedImage image;
  private final Graphics2D graphics;
  private final String family;

  PngCanvas(int width, int height, double scale) {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    image =
        new BufferedImage(
            (int) Math.ceil(width * scale),
            (int) Math.ceil(height * scale),
            BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(scale, scale);
    graphics.setColor(Color.WHITE);
    graphics.fill(new Rectangle2D.Double(0, 0, width, height));
    family = family();
  }

  /** The first font of the list that there is: an unknown name gives AWT's Dialog. */
  private static String family() {
    for (String name : FONTS) {
      if (new Font(name, Font.PLAIN, 12).getFamily().equals(name)) {
        return name;
      }
    }
    return Font.SANS_SERIF;
  }

  /** The bytes of the file; nothing may be drawn afterwards. */
  byte[] finish() {
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void beginGroup(String name) {}

  @Override
  public void endGroup() {}

  @Override
  public void beginClip(Box box) {
    graphics.setClip(shape(box));
  }

  @Override
  public void endClip() {
    graphics.setClip(null);
  }

  @Override
  public void polyline(double[] x, double[] y, Stroke stroke) {
    graphics.setColor(color(stroke.ink()));
    graphics.setStroke(stroke(stroke));
    graphics.draw(path(x, y));
  }

  @Override
  public void polygon(double[] x, double[] y, Ink fill) {
    Path2D path = path(x, y);
    path.closePath();
    graphics.setColor(color(fill));
    graphics.fill(path);
  }

  @Override
  public void rectangle(Box box, Ink fill) {
    graphics.setColor(color(fill));
    graphics.fill(shape(box));
  }

  @Override
  public void mark(
      Marker marker, double x, double y, double radius, Ink fill, Stroke edge, String tooltip) {
    java.awt.Shape shape;
    if (marker == Marker.CIRCLE) {
      shape = circle(x, y, radius);
    } else {
      Path2D path = path(marker.xs(x, radius), marker.ys(y, radius));
      path.closePath();
      shape = path;
    }
    graphics.setColor(color(fill));
    graphics.fill(shape);
    if (edge != null) {
      graphics.setColor(color(edge.ink()));
      graphics.setStroke(stroke(edge));
      graphics.draw(shape);
    }
  }

  @Override
  public void dots(double[] x, double[] y, double radius, Ink fill) {
    graphics.setColor(color(fill));
    for (int i = 0; i < x.length; i++) {
      graphics.fill(circle(x[i], y[i], radius));
    }
  }

  @Override
  public void text(String text, double x, double y, TextStyle style) {
    Font font = new Font(family, Font.PLAIN, 1).deriveFont((float) style.size());
    if (text.isEmpty()) {
      return;
    }
    TextLayout layout =
        new TextLayout(withFonts(text, font).getIterator(), graphics.getFontRenderContext());
    graphics.setColor(color(style.ink()));
    double width = layout.getAdvance();
    double shift =
        switch (style.anchor()) {
          case START -> 0;
          case MIDDLE -> -width / 2;
          case END -> -width;
        };
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    if (!style.upright()) {
      graphics.rotate(-Math.PI / 2);
    }
    layout.draw(graphics, (float) shift, 0);
    graphics.setTransform(before);
  }

  /** What the font does not have, such as subscripts, is set in one of AWT's composite fonts. */
  private static AttributedString withFonts(String text, Font font) {
    AttributedString set = new AttributedString(text);
    Font fallback = new Font(Font.SANS_SERIF, font.getStyle(), 1).deriveFont(font.getSize2D());
    for (int i = 0; i < text.length(); i++) {
      Font able = font.canDisplay(text.charAt(i)) ? font : fallback;
      set.addAttribute(TextAttribute.FONT, able, i, i + 1);
    }
    return set;
  }

  private static Color color(Ink ink) {
    int alpha = (int) Math.round(255 * ink.opacity());
    return new Color(ink.rgb() | alpha << 24, true);
  }

  private static BasicStroke stroke(Stroke stroke) {
    float[] dash = stroke.dash() > 0 ? new float[] {(float) stroke.dash()} : null;
    return new BasicStroke(
        (float) stroke.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }

  private static Path2D path(double[] x, double[] y) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < x.length; i++) {
      if (i == 0) {
        path.moveTo(x[i], y[i]);
      } else {
        path.lineTo(x[i], y[i]);
      }
    }
    return path;
  }

  private static Rectangle2D shape(Box box) {
    return new Rectangle2D.Double(box.left(), box.top(), box.width(), box.height());
  }

  private static Ellipse2D circle(double x, double y, double radius) {
    return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
  }
}
