package org.coesite.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coesite.io.AtomicFile;
import org.coesite.plot.Figure;
import org.coesite.plot.Markup;

/**
 * One HTML page that needs nothing else: style, script and figures are inside. Everything it is
 * given is text and shown as such.
 *
 * <p>Built up from top to bottom, by one thread.
 */
public final class HtmlReport {
  /**
   * A figure and what is to be said of it.
   *
   * @param caption one or a few sentences
   */
  public record Captioned(Figure figure, String caption) {}

  private final String title;
  private final StringBuilder body = new StringBuilder();
  private boolean inSection;
  private boolean inFigures;

  public HtmlReport(String title) {
    this.title = title;
  }

  /** Names and values, one line each. */
  public HtmlReport facts(Map<String, String> facts) {
    endFigures();
    body.append("<dl class=\"facts\">\n");
    facts.forEach(
        (name, value) -> {
          body.append("<div><dt>").append(Markup.escape(name)).append("</dt><dd>");
          body.append(Markup.escape(value)).append("</dd></div>\n");
        });
    body.append("</dl>\n");
    return this;
  }

  /** Starts a section. */
  public HtmlReport section(String heading) {
    endSection();
    body.append("<section>\n<h2>").append(Markup.escape(heading)).append("</h2>\n");
    inSection = true;
    return this;
  }

  public HtmlReport paragraph(String text) {
    endFigures();
    body.append("<p>").append(Markup.escape(text)).append("</p>\n");
    return this;
  }

  /** A paragraph that must not be overlooked. */
  public HtmlReport caution(String text) {
    endFigures();
    body.append("<p class=\"caution\">").append(Markup.escape(text)).append("</p>\n");
    return this;
  }

  public HtmlReport table(HtmlTable table) {
    endFigures();
    table.appendTo(body);
    return this;
  }

  /**
   * Figures beside each other where the window is wide enough, and beside those just before them.
   */
  public HtmlReport figures(List<Captioned> figures) {
    if (!inFigures) {
      body.append("<div class=\"figures\">\n");
      inFigures = true;
    }
    for (Captioned captioned : figures) {
      body.append("<figure>\n").append(captioned.figure().svg());
      body.append("<figcaption>").append(Markup.escape(captioned.caption()));
      body.append("</figcaption>\n</figure>\n");
    }
    return this;
  }

  /** The page. */
  public String html() {
    endSection();
    StringBuilder html = new StringBuilder(body.length() + 10_000);
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    // nothing is ever loaded, whatever a name may have smuggled in
    html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ");
    html.append("style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n");
    html.append("<title>").append(Markup.escape(title)).append("</title>\n<style>\n");
    html.append(resource("report.css")).append("</style>\n</head>\n<body>\n<main>\n<h1>");
    html.append(Markup.escape(title)).append("</h1>\n").append(body);
    html.append("</main>\n<script>\n").append(resource("report.js"));
    return html.append("</script>\n</body>\n</html>\n").toString();
  }

  /**
   * Writes the page as {@code report.html}, and figures as PNG named after their ids.
   *
   * @return the files written
   */
  List<Path> write(Path directory, List<Captioned> figures) {
    Path page = directory.resolve("report.html");
    AtomicFile.write(page, html());
    List<Path> written = new ArrayList<>(List.of(page));
    for (Captioned captioned : figures) {
      Path file = directory.resolve(captioned.figure().id() + ".png");
      byte[] png = captioned.figure().png();
      AtomicFile.write(file, output -> output.write(png));
      written.add(file);
    }
    return written;
  }

  private void endFigures() {
    if (inFigures) {
      body.append("</div>\n");
      inFigures = false;
    }
  }

  private void endSection() {
    endFigures();
    if (inSection) {
      body.append("</section>\n");
      inSection = false;
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
