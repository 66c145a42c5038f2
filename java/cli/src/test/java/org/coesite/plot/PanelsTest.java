package org.coesite.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PanelsTest {
  private static final int WHITE = 0xFFFFFFFF;

  private static Figure figure(String id, int width, int height) {
    return Figure.of(id, id, Axis.of("x of " + id), Axis.of("y"))
        .size(width, height)
        .add(Line.of("", new double[] {0, 1}, new double[] {0, 1}));
  }

  private static Panels panels() {
    List<Figure> upper = List.of(figure("a", 300, 200), figure("b", 200, 250));
    return Panels.of("all", "All", List.of(upper, List.of(figure("c", 400, 150))));
  }

  @Test
  void svgHoldsEachFigureAtItsPlace() throws Exception {
    Document document = SvgDocuments.parse(panels().svg());
    assertEquals("0 0 500 400", document.getDocumentElement().getAttribute("viewBox"));
    List<String> places =
        SvgDocuments.elements(document, "g").stream()
            .map(g -> g.getAttribute("transform"))
            .filter(transform -> !transform.isEmpty())
            .toList();
    assertEquals(List.of("translate(0 0)", "translate(300 0)", "translate(0 250)"), places);
    assertTrue(SvgDocuments.texts(document).containsAll(List.of("x of a", "x of b", "x of c")));
  }

  @Test
  void pngHoldsTheSamePixelsAsTheFigures() throws Exception {
    BufferedImage all = ImageIO.read(new ByteArrayInputStream(panels().png()));
    assertEquals(1000, all.getWidth());
    assertEquals(800, all.getHeight());
    BufferedImage one = ImageIO.read(new ByteArrayInputStream(figure("b", 200, 250).png()));
    int coloured = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        assertEquals(one.getRGB(x, y), all.getRGB(600 + x, y));
        coloured += one.getRGB(x, y) == WHITE ? 0 : 1;
      }
    }
    assertTrue(coloured > 1000, "pixels drawn: " + coloured);
    // where no figure is
    assertEquals(WHITE, all.getRGB(100, 450));
    assertEquals(WHITE, all.getRGB(900, 700));
  }
}
