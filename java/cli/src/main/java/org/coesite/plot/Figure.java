package org.coesite.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.coesite.CoesiteException;

/**
 * A figure: two axes, layers drawn one over the other, a legend of the layers that have a name.
 *
 * <p>Built up by one thread; once built, {@link #svg} and {@link #png} may be called by any. The
 * same figure gives the same SVG everywhere; the pixels of its texts depend on the machine's fonts.
 */
public final class Figure {
  /** Pixels of the PNG for one pixel of the SVG. */
  static final double PNG_SCALE = 2;

  private final String id;
  private final String description;
  private final Axis x;
  private final Axis y;
  private final List<Layer> layers = new ArrayList<>();
  private ColourScale colourBar;
  private int width = 580;
  private int height = 410;

  private Figure(String id, String description, Axis x, Axis y) {
    this.id = id;
    this.description = description;
    this.x = x;
    this.y = y;
  }

  /**
   * Starts a figure, 580 by 410 pixels.
   *
   * @param id names its parts in a page, and its file: letters, digits and {@code -}
   * @param description what it shows, for those who cannot see it
   * @throws IllegalArgumentException if the id has other characters
   */
  public static Figure of(String id, String description, Axis x, Axis y) {
    if (!id.matches("[A-Za-z][A-Za-z0-9-]*")) {
      throw new IllegalArgumentException("a figure's id has letters, digits and -, not: " + id);
    }
    return new Figure(id, description, x, y);
  }

  /** Adds a layer over those there are. */
  public Figure add(Layer layer) {
    layers.add(layer);
    return this;
  }

  /** Shows a colour scale at the right. */
  public Figure colourBar(ColourScale scale) {
    colourBar = scale;
    return this;
  }

  /** Sets the size in pixels. */
  public Figure size(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    return this;
  }

  public String id() {
    return id;
  }

  /** Pixels. */
  int width() {
    return width;
  }

  /** Pixels. */
  int height() {
    return height;
  }

  public String description() {
    return description;
  }

  /** The figure as an {@code svg} element, which is a document of its own too. */
  public String svg() {
    SvgCanvas canvas = new SvgCanvas(id, description, width, height);
    draw(canvas);
    return canvas.finish();
  }

  /**
   * The bytes of a PNG file of twice the size.
   *
   * @throws CoesiteException if this Java cannot draw: AWT's libraries or all fonts are missing
   */
  public byte[] png() {
    try {
      PngCanvas canvas = new PngCanvas(width, height, PNG_SCALE);
      draw(canvas);
      return canvas.finish();
    } catch (LinkageError | InternalError e) {
      throw new CoesiteException(
          id + ".png: this Java cannot draw (" + e + "): install fontconfig and a font", e);
    }
  }

  private void draw(Canvas canvas) {
    Frame frame = frame();
    canvas.rectangle(new Box(0, 0, width, height), Ink.WHITE);
    group(canvas, "grid", frame::drawGrid);
    canvas.beginClip(frame.box());
    for (Layer layer : layers) {
      layer.draw(canvas, frame.x(), frame.y());
    }
    canvas.endClip();
    for (Layer layer : layers) {
      layer.drawWords(canvas, frame.x(), frame.y());
    }
    LabelPlacement labels = new LabelPlacement();
    for (Layer layer : layers) {
      layer.reserve(labels, frame.x(), frame.y());
    }
    group(canvas, "labels", c -> labels.draw(c, frame.box()));
    group(canvas, "axes", frame::drawAxes);
    Legend legend = new Legend(layers, width - 24);
    group(canvas, "legend", c -> legend.draw(c, 12));
    if (colourBar != null) {
      group(canvas, "colours", c -> new ColourBar(colourBar).draw(c, frame.box()));
    }
  }

  private static void group(Canvas canvas, String name, Consumer<Canvas> content) {
    canvas.beginGroup(name);
    content.accept(canvas);
    canvas.endGroup();
  }

  private Frame frame() {
    Range spanX = Range.EMPTY;
    Range spanY = Range.EMPTY;
    for (Layer layer : layers) {
      spanX = spanX.union(layer.xRange());
      spanY = spanY.union(layer.yRange());
    }
    double top = 14 + new Legend(layers, width - 24).height();
    double right = colourBar == null ? 18 : ColourBar.WIDTH;
    return Frame.of(
        x, x.range(spanX), y, y.range(spanY), new Box(0, top, width - right, height - top));
  }
}
