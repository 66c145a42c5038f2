package org.coesite.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coesite.plot.SvgDocuments;
import org.coesite.report.HtmlReport.Captioned;
import org.coesite.report.TrainingReport.Compared;
import org.coesite.report.TrainingReport.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingReportTest {
  @TempDir Path folder;

  @Test
  void hasTablesFiguresAndTheirFiles() throws Exception {
    List<Path> written = MadeUpTraining.report().write(folder);
    String html = Files.readString(folder.resolve("report.html"));
    assertTrue(html.contains("<td>alpha-quartz</td><td>train</td>"));
    Set<String> ids = new HashSet<>();
    Matcher figures = Pattern.compile("(?s)<svg .*?</svg>").matcher(html);
    while (figures.find()) {
      ids.add(SvgDocuments.parse(figures.group()).getDocumentElement().getAttribute("id") + ".png");
    }
    assertEquals(11, ids.size());
    // the made-up model is 2 meV below its reference everywhere
    assertTrue(Pattern.compile("<td>stishovite</td>.*>2\\.0</td></tr>").matcher(html).find());
    assertEquals(1 + ids.size(), written.size());
    for (Path file : written.subList(1, written.size())) {
      assertTrue(ids.contains(file.getFileName().toString()), file.toString());
      assertTrue(Files.size(file) > 5000, file.toString());
    }
    assertFalse(html.contains(">NaN"));
  }

  @Test
  void parityStatesTheErrorsItShows() throws Exception {
    double[] reference = {1, 2, 3, 4};
    double[] predicted = {1.003, 1.996, 3, 4};
    Captioned parity =
        TrainingFigures.parity(
            Quantity.ENERGY, List.of(new Compared("test", reference, predicted)));
    List<String> texts = SvgDocuments.texts(SvgDocuments.parse(parity.figure().svg()));
    // sqrt((9 + 16) / 4) = 2.5, (3 + 4) / 4 = 1.75
    assertTrue(texts.contains("test: RMSE 2.50, MAE 1.75 meV/atom"), texts.toString());
    assertTrue(texts.contains("0.0") && texts.contains("3.0"), "counted from the lowest: " + texts);
  }

  @Test
  void coverageIsWhatOneCounts() {
    double[] deviations = new double[1000];
    double[] errors = new double[1000];
    Random random = new Random(4);
    for (int i = 0; i < errors.length; i++) {
      deviations[i] = 0.5 + random.nextDouble();
      errors[i] = (i < 700 ? 0.5 : i < 900 ? 1.5 : 2.5) * deviations[i] * (i % 2 == 0 ? 1 : -1);
    }
    String caption = TrainingFigures.coverage(Quantity.ENERGY, deviations, errors).caption();
    assertTrue(caption.contains("70% of the errors lie within one"), caption);
    assertTrue(caption.contains("90% within two"), caption);
  }

  @Test
  void sameTrainingGivesSamePage() {
    assertEquals(MadeUpTraining.report().html(), MadeUpTraining.report().html());
  }
}
