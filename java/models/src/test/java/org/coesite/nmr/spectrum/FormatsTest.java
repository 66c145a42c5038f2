package org.coesite.nmr.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.coesite.nmr.Nucleus;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private static final double LARMOR = 79.5;

  private static Spectrum spectrum() {
    Random random = new Random(15);
    double[] values = random.doubles(101, 0, 3).toArray();
    return new Spectrum(SpectralAxis.between(-120, -60, 101), values, 0);
  }

  @Test
  void jcampComesBackByItsOwnRules() {
    Spectrum s = spectrum();
    String text = JcampDx.text("two\nlines", s, Nucleus.of("29Si"), LARMOR);
    assertTrue(text.startsWith("##TITLE= two lines\n##JCAMP-DX= 5.01\n"), text);
    assertTrue(text.contains("##.OBSERVE NUCLEUS= ^29Si\n"));
    double factor = Double.parseDouble(after(text, "##YFACTOR= "));
    double first = Double.parseDouble(after(text, "##FIRSTX= "));
    double delta = Double.parseDouble(after(text, "##DELTAX= "));
    assertEquals(-60 * LARMOR, first, 1e-5);
    assertEquals("101", after(text, "##NPOINTS= "));
    List<Double> values = new ArrayList<>();
    String data = text.substring(text.indexOf("(X++(Y..Y))\n") + 12, text.indexOf("##END"));
    for (String line : data.lines().toList()) {
      assertTrue(line.length() <= 80, line);
      String[] words = line.split(" ", -1);
      assertEquals(first + delta * values.size(), Double.parseDouble(words[0]), 1e-4);
      for (int k = 1; k < words.length; k++) {
        values.add(factor * Long.parseLong(words[k]));
      }
    }
    assertEquals(101, values.size());
    for (int i = 0; i < 101; i++) {
      assertEquals(s.values()[100 - i], values.get(i), 1e-7, "high frequency first");
    }
  }

  @Test
  void simpsonHoldsEveryPoint() {
    Spectrum s = spectrum();
    List<String> lines = SimpsonText.text(s, LARMOR).lines().toList();
    assertEquals("SIMP", lines.get(0));
    assertEquals("NP=101", lines.get(1));
    double width = Double.parseDouble(lines.get(2).substring(3));
    double reference = Double.parseDouble(lines.get(3).substring(4));
    assertEquals(0.6 * LARMOR * 101, width, 1e-9);
    assertEquals("END", lines.get(lines.size() - 1));
    int data = lines.indexOf("DATA") + 1;
    for (int i = 0; i < 101; i++) {
      assertEquals(s.values()[i] + " 0", lines.get(data + i));
      double hertz = reference + (i - 50) * width / 101;
      assertEquals(s.axis().position(i), hertz / LARMOR, 1e-9);
    }
  }

  private static String after(String text, String label) {
    int from = text.indexOf(label) + label.length();
    return text.substring(from, text.indexOf('\n', from));
  }
}
