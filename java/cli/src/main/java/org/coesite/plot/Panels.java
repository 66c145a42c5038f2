package org.coesite.plot;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Several figures in one picture, row by row, each row as high as its highest figure. Immutable;
 * the figures are not copied, and must have different ids.
 */
public final class Panels {
  private final String id;
  private final String description;
  private final List<List<Figure>> rows;

  private Panels(String id, String description, List<List<Figure>> rows) {
    this.id = id;
    this.description = description;
    this.rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * Figures side by side and row under row.
   *
   * @param id names the picture
   * @param description what it shows, for those who cannot see it
   */
  public static Panels of(String id, String description, List<List<Figure>> rows) {
    return new Panels(id, description, rows);
  }

  /** All figures as one {@code svg} element, which is a document of its own too. */
  public String svg() {
    StringBuilder out = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"");
    out.append(Markup.escape(id)).append("\" viewBox=\"0 0 ");
    out.append(width()).append(' ').append(height());
    out.append("\" width=\"").append(width()).append("\" height=\"").append(height());
    out.append("\" role=\"img\" aria-label=\"").append(Markup.escape(description)).append("\">\n");
    place(
        (figure, x, y) ->
            out.append("<g transform=\"translate(")
                .append(x)
                .append(' ')
                .append(y)
                .append(")\">\n")
                .append(figure.svg())
                .append("</g>\n"));
    return out.append("</svg>\n").toString();
  }

  /**
   * The bytes of a PNG file of twice the size.
   *
   * @throws org.coesite.CoesiteException if this Java cannot draw
   */
  public byte[] png() {
    int scale = (int) Figure.PNG_SCALE;
    BufferedImage image =
        new BufferedImage(scale * width(), scale * height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(java.awt.Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    place((figure, x, y) -> graphics.drawImage(read(figure.png()), scale * x, scale * y, null));
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static BufferedImage read(byte[] png) {
    try {
      return ImageIO.read(new ByteArrayInputStream(png));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Placement {
    void put(Figure figure, int x, int y);
  }

  private void place(Placement placement) {
    int y = 0;
    for (List<Figure> row : rows) {
      int x = 0;
      for (Figure figure : row) {
        placement.put(figure, x, y);
        x += figure.width();
      }
      y += height(row);
    }
  }

  private int width() {
    return rows.stream().mapToInt(Panels::width).max().orElse(0);
  }

  private int height() {
    return rows.stream().mapToInt(Panels::height).sum();
  }

  private static int width(List<Figure> row) {
    return row.stream().mapToInt(Figure::width).sum();
  }

  private static int height(List<Figure> row) {
    return row.stream().mapToInt(Figure::height).max().orElse(0);
  }
}
