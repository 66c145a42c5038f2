package org.coesite.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class FigureTest {
  private static final double[] NONE = {};

  private static Figure empty() {
    return Figure.of("test", "A test", Axis.of("Volume (Å³)"), Axis.of("Energy (eV)"));
  }

  /** One of everything. */
  private static Figure full() {
    double[] x = {1, 2, 3, 4};
    double[] y = {4, 2, 3, 1};
    return empty()
        .add(Span.horizontal("span", 1, 2))
        .add(Rule.horizontal(1.5, "here"))
        .add(Rule.vertical(2.5, "there"))
        .add(Rule.diagonal())
        .add(Band.of("band", x, y, new double[] {5, 3, 4, 2}))
        .add(Bars.of("bars", new double[] {1, 2, 3}, new double[] {1, 2}))
        .add(Line.of("line", x, y).dashed())
        .add(Density.of("density", x, y))
        .add(Points.of("points", x, y).errors(y).labels(List.of("a", "b", "c", "d")))
        .add(
            Points.of("coloured", y, x)
                .marker(Marker.DIAMOND)
                .coloured(x, ColourScale.spanning("colour", x)))
        .add(Note.of("a note"))
        .colourBar(ColourScale.spanning("colour", x));
  }

  @Test
  void svgIsWellFormedAndItsTextIsText() throws Exception {
    Document document = SvgDocuments.parse(full().svg());
    List<String> texts = SvgDocuments.texts(document);
    assertTrue(
        texts.containsAll(
            List.of("Volume (Å³)", "Energy (eV)", "here", "a note", "colour", "span", "a")),
        texts.toString());
    assertEquals("0 0 580 410", document.getDocumentElement().getAttribute("viewBox"));
    assertEquals("A test", document.getDocumentElement().getAttribute("aria-label"));
  }

  @Test
  void idsAreUniqueAndCarryTheNameOfTheFigure() {
    Set<String> seen = new HashSet<>();
    Matcher ids = Pattern.compile("\\bid=\"([^\"]*)\"").matcher(full().svg());
    while (ids.find()) {
      assertTrue(ids.group(1).startsWith("test"), ids.group(1));
      assertTrue(seen.add(ids.group(1)), "twice: " + ids.group(1));
    }
    assertTrue(seen.size() > 4);
  }

  @Test
  void pointsLieWhereTheAxesSay() throws Exception {
    Figure figure =
        Figure.of("t", "", Axis.of("x").between(0, 10), Axis.of("y").between(0, 100))
            .add(Points.of("", new double[] {0, 5, 10}, new double[] {0, 25, 100}));
    List<Element> circles = SvgDocuments.elements(SvgDocuments.parse(figure.svg()), "circle");
    double[] x = circles.stream().mapToDouble(c -> SvgDocuments.number(c, "cx")).toArray();
    double[] y = circles.stream().mapToDouble(c -> SvgDocuments.number(c, "cy")).toArray();
    assertEquals((x[0] + x[2]) / 2, x[1], 0.02);
    assertTrue(x[2] - x[0] > 300);
    assertEquals(y[0] + 0.25 * (y[2] - y[0]), y[1], 0.02);
    assertTrue(y[2] < y[0], "larger values lie higher");
  }

  @Test
  void whatIsNotFiniteIsLeftOut() throws Exception {
    double[] odd = {1, Double.NaN, Double.POSITIVE_INFINITY, 2};
    double[] fine = {1, 2, 3, 4};
    String svg =
        empty()
            .add(Points.of("", odd, fine).errors(odd))
            .add(Line.of("", fine, odd))
            .add(Density.of("", odd, fine))
            .svg();
    assertEquals(2, SvgDocuments.elements(SvgDocuments.parse(svg), "circle").size());
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
  }

  @Test
  void logarithmicAxesLeaveOutWhatIsNotPositive() throws Exception {
    double[] x = {-1, 0, 1, 10};
    Figure figure =
        Figure.of("t", "", Axis.of("x").logarithmic(), Axis.of("y").logarithmic())
            .add(Points.of("", x, x))
            .add(Line.of("", x, x));
    String svg = figure.svg();
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
    assertTrue(SvgDocuments.texts(SvgDocuments.parse(svg)).contains("10"));
  }

  @Test
  void figuresWithoutDataOrWithOnePointAreDrawn() throws Exception {
    SvgDocuments.parse(empty().svg());
    SvgDocuments.parse(empty().add(Points.of("", NONE, NONE)).svg());
    String one = empty().add(Points.of("", new double[] {7}, new double[] {0})).svg();
    assertEquals(1, SvgDocuments.elements(SvgDocuments.parse(one), "circle").size());
  }

  @Test
  void hostileNamesStayText() throws Exception {
    String hostile = "</title><script>alert(1)</script>\"' & \u0000\uD800";
    Figure figure =
        Figure.of("t", hostile, Axis.of(hostile), Axis.categories("", List.of(hostile)))
            .add(Points.of(hostile, new double[] {1}, new double[] {0}).labels(List.of(hostile)));
    String svg = figure.svg();
    assertFalse(svg.contains("<script"));
    assertTrue(
        SvgDocuments.texts(SvgDocuments.parse(svg)).stream()
            .anyMatch(text -> text.startsWith("</title><script>")));
  }

  @Test
  void nothingOutsideTheFileIsReferred() {
    String svg = full().svg();
    assertFalse(svg.contains("href"));
    assertFalse(svg.contains("@import"));
    assertEquals(-1, svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", "").indexOf("http"), svg);
  }

  @Test
  void namesDoNotOverlap() throws Exception {
    Random random = new Random(3);
    double[] x = new double[60];
    double[] y = new double[60];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble();
      y[i] = random.nextDouble();
      names.add("name" + i);
    }
    Document document = SvgDocuments.parse(empty().add(Points.of("", x, y).labels(names)).svg());
    List<Box> boxes = new ArrayList<>();
    for (Element text : SvgDocuments.elements(document, "text")) {
      if (text.getTextContent().startsWith("name")) {
        boxes.add(
            new Box(
                SvgDocuments.number(text, "x") + 0.01,
                SvgDocuments.number(text, "y") - 8.49,
                TextStyle.width(text.getTextContent(), 11.5) - 0.02,
                10.98));
      }
    }
    assertTrue(boxes.size() > 40, "only " + boxes.size() + " names found room");
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertFalse(boxes.get(i).overlaps(boxes.get(j)));
      }
    }
  }

  @Test
  void manyPointsStaySmall() throws Exception {
    Random random = new Random(5);
    double[] x = random.doubles(50_000).toArray();
    double[] y = random.doubles(50_000).toArray();
    String svg = empty().add(Points.of("", x, y).coloured(x, ColourScale.spanning("", x))).svg();
    SvgDocuments.parse(svg);
    assertTrue(svg.length() < 50_000 * 20, svg.length() + " characters");
    assertEquals(50_000, svg.split("h0", -1).length - 1);
  }

  @Test
  void pngHasTwiceTheSizeAndShowsTheData() throws Exception {
    Figure figure = empty().add(Points.of("", new double[] {1, 2}, new double[] {1, 2}));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png()));
    assertEquals(1160, image.getWidth());
    assertEquals(820, image.getHeight());
    assertEquals(0xFFFFFF, image.getRGB(2, 2) & 0xFFFFFF);
    long blue = 0;
    long dark = 0;
    for (int i = 0; i < image.getWidth(); i++) {
      for (int j = 0; j < image.getHeight(); j++) {
        int rgb = image.getRGB(i, j) & 0xFFFFFF;
        blue += rgb == Ink.BLUE.rgb() ? 1 : 0;
        dark += (rgb & 0xFF) < 0x80 ? 1 : 0;
      }
    }
    // two discs of radius 2 x 4.5 pixels less their white edges
    assertTrue(blue > 300 && blue < 520, blue + " blue pixels");
    assertTrue(dark > 2000, dark + " dark pixels: are there texts?");
  }

  @Test
  void pngOfEverythingDecodes() throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(full().png()));
    assertEquals(1160, image.getWidth());
  }

  @Test
  void sameFigureGivesSameBytes() {
    assertEquals(full().svg(), full().svg());
    assertArrayEquals(full().png(), full().png());
  }

  @Test
  void wrongCallsAreRefused() {
    Axis axis = Axis.of("");
    assertThrows(IllegalArgumentException.class, () -> Figure.of("a b", "", axis, axis));
    double[] two = {1, 2};
    double[] three = {1, 2, 3};
    assertThrows(IllegalArgumentException.class, () -> Points.of("", two, three));
    assertThrows(IllegalArgumentException.class, () -> Line.of("", two, three));
    assertThrows(IllegalArgumentException.class, () -> Bars.of("", two, two));
  }

  @Test
  void barsCountWhatLiesBetweenTheBounds() {
    double[] values = {0, 0.1, 0.9, 1, 1.1, -0.1, Double.NaN};
    assertEquals(
        new Range(0, 2), Bars.counting("", values, 0, 1, 2).yRange(), "two in each of two bins");
  }
}
