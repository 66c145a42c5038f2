package org.coesite.examples.silica;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.coesite.dynamics.Sample;
import org.coesite.io.AtomicFile;
import org.coesite.nmr.Referencing;
import org.coesite.nmr.spectrum.Spectrum;
import org.coesite.plot.Figure;
import org.coesite.plot.Panels;
import org.coesite.report.HtmlReport;
import org.coesite.report.HtmlReport.Captioned;
import org.coesite.report.HtmlTable;
import org.coesite.report.HtmlTable.Column;

/** Puts figures and tables into a folder and onto a page. */
final class SilicaReport {
  private final Results results;
  private final Path folder;
  private final SilicaFigures figures;
  private final SilicaTables tables;
  private final Referencing referencing;
  private final HtmlReport page = new HtmlReport("29Si NMR of silica by the bundled models");

  SilicaReport(Results results, Path folder) {
    this.results = results;
    this.folder = folder;
    figures = new SilicaFigures(results);
    tables = new SilicaTables(results);
    referencing = results.spectrometer().referencing();
  }

  /** Writes everything. */
  void write() {
    tables.write(folder);
    page.facts(facts());
    List<Figure> glass = glass();
    Figure mixture = cristobalite();
    Figure patterns = heated();
    frameworks();
    AtomicFile.write(folder.resolve("report.html"), page.html());
    Panels all =
        Panels.of(
            "silica-nmr",
            "29Si NMR of a glass of silica and of cristobalite through its transition",
            List.of(glass, List.of(mixture, patterns), numbers()));
    write("silica-nmr", all.svg(), all.png());
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "shift",
        String.format(
            Locale.ROOT, "%s + %s x shielding, ppm", referencing.reference(), referencing.slope()));
    facts.put("field", String.format(Locale.ROOT, "%.2f T", Spectrometer.FIELD));
    facts.put(
        "lines",
        String.format(
            Locale.ROOT,
            "Gaussian, %.1f ppm wide spinning fast at the magic angle, %.1f ppm static; of the"
                + " glass %.1f ppm",
            Spectrometer.SPINNING_WIDTH,
            Spectrometer.STATIC_WIDTH,
            Spectrometer.GLASS_WIDTH));
    return facts;
  }

  private List<Figure> glass() {
    SilicaMeasures m = new SilicaMeasures(results.glass().structure());
    Sample shifts = tables.shifts(results.glass());
    page.section("Glass")
        .paragraph(
            String.format(
                Locale.ROOT,
                "%d atoms quenched from the melt and relaxed: %.3f g/cm3, %.1f%% of the silicon"
                    + " atoms fourfold, %.1f%% of the oxygen atoms twofold, Si-O-Si %.1f ± %.1f"
                    + " degrees; isotropic shifts %.1f ± %.1f ppm.",
                results.glass().structure().atoms(),
                m.density(),
                100 * m.siliconShare(4),
                100 * m.oxygenShare(2),
                m.bridges().mean(),
                m.bridges().deviation(),
                shifts.mean(),
                shifts.deviation()));
    Map<String, Spectrum> spectra = figures.glassSpectra();
    SilicaTables.writeSpectra(folder.resolve("glass-nmr.csv"), spectra);
    List<Figure> shown = List.of(figures.angles(), figures.glass(spectra));
    show(
        shown,
        List.of(
            "Si-O-Si angles of the relaxed glass, and normal distributions that others deduced"
                + " from measured 29Si spectra.",
            "Its spectrum spinning fast at the magic angle and at rest."));
    return shown;
  }

  /** Returns the static mixture. */
  private Figure cristobalite() {
    page.section("Alpha- and beta-cristobalite");
    Map<String, Spectrum> spinning = figures.mixture(true);
    Map<String, Spectrum> still = figures.mixture(false);
    SilicaTables.writeSpectra(folder.resolve("cristobalite-spinning.csv"), spinning);
    SilicaTables.writeSpectra(folder.resolve("cristobalite-static.csv"), still);
    List<Figure> shown = List.of(figures.mixture(true, spinning), figures.mixture(false, still));
    show(
        shown,
        List.of(
            "The coldest and the hottest crystal and half of each, spinning.",
            "The same at rest."));
    return shown.getLast();
  }

  private List<Figure> numbers() {
    return List.of(figures.shifts(), figures.spans());
  }

  /** Returns the static patterns. */
  private Figure heated() {
    page.section("Cristobalite against temperature")
        .paragraph(
            "Shielding tensors were averaged over molecular dynamics, each site by itself, before"
                + " anything was derived from them.")
        .table(temperatures());
    Map<String, Spectrum> patterns = figures.heated(false);
    Map<String, Spectrum> lines = figures.heated(true);
    Map<String, Spectrum> frozen = figures.frozen();
    SilicaTables.writeSpectra(folder.resolve("cristobalite-static-heated.csv"), patterns);
    SilicaTables.writeSpectra(folder.resolve("cristobalite-spinning-heated.csv"), lines);
    SilicaTables.writeSpectra(folder.resolve("cristobalite-frozen.csv"), frozen);
    Figure stack =
        SilicaFigures.stacked(
            "cristobalite-static-heated", "Static, against temperature", patterns);
    show(
        numbers(),
        List.of(
            "Isotropic shift. The dashed line is where the transition was measured.",
            "Span of the shift tensors: of the mean, which a spectrum shows, and of one moment."));
    show(
        List.of(
            figures.edges(),
            figures.frozen(frozen),
            SilicaFigures.stacked(
                "cristobalite-spinning-heated", "Spinning, against temperature", lines),
            stack),
        List.of(
            "Edges of the box: equal in the cubic crystal.",
            "The static pattern of the hottest crystal, and what it would be without motion.",
            "Spinning, each line as high as the next. All sites of a crystal are alike: a line that"
                + " is split says how much of the motion the trajectory was too short for.",
            "Static, each pattern as high as the next."));
    return stack;
  }

  private HtmlTable temperatures() {
    HtmlTable table =
        new HtmlTable(
            "temperatures",
            "Cristobalite",
            List.of(
                Column.number("temperature", "K", 0),
                Column.number("volume of SiO2", "Å³", 2),
                Column.number("edge ratio less one", "%", 2),
                Column.number("Si-O-Si", "°", 1),
                Column.number("of mean positions", "°", 1),
                Column.number("shift", "ppm", 2),
                Column.number("its error", "ppm", 2),
                Column.number("the model's", "ppm", 2),
                Column.number("from the coldest", "ppm", 2),
                Column.number("the model's error", "ppm", 2),
                Column.number("span", "ppm", 2),
                Column.number("of one moment", "ppm", 1),
                Column.number("outside", "%", 1)));
    for (HeatedPoint p : results.heated()) {
      CrystalShape shape = p.shape();
      table.row(
          p.kelvin(),
          shape.volume(),
          100 * shape.distortion(),
          shape.bridge(),
          shape.bridgeOfMean(),
          p.shift(referencing),
          p.shiftError(referencing),
          p.modelError(referencing),
          p.shift(referencing) - results.cold().shift(referencing),
          p.modelErrorOfDifference(results.cold(), referencing),
          p.span(referencing),
          p.momentarySpan(referencing),
          100 * p.mean().outside());
    }
    return table;
  }

  private void frameworks() {
    page.section("Frameworks");
    Map<String, Spectrum> spectra = figures.frameworks();
    SilicaTables.writeSpectra(folder.resolve("frameworks.csv"), spectra);
    show(
        List.of(
            SilicaFigures.stacked("frameworks", "29Si spectra of frameworks, spinning", spectra)),
        List.of("Relaxed frameworks, spinning fast, each as high as the next."));
  }

  private void show(List<Figure> shown, List<String> captions) {
    for (int k = 0; k < shown.size(); k++) {
      Figure figure = shown.get(k);
      page.figures(List.of(new Captioned(figure, captions.get(k))));
      write(figure.id(), figure.svg(), figure.png());
    }
  }

  private void write(String name, String svg, byte[] png) {
    AtomicFile.write(folder.resolve(name + ".svg"), svg);
    AtomicFile.write(folder.resolve(name + ".png"), stream -> stream.write(png));
  }
}
