package org.coesite.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.coesite.report.HtmlTable.Column;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
  private static final String HOSTILE = "<img src=x onerror=\"alert('1')\">&amp;\u202Efic.\u0007";
  private static final String TAME =
      "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;\uFFFDfic.\uFFFD";

  @Test
  void everythingGivenIsText() {
    HtmlTable table =
        new HtmlTable("t", HOSTILE, List.of(Column.text(HOSTILE), Column.number("n", HOSTILE, 1)));
    table.row(HOSTILE, 1.5);
    String html =
        new HtmlReport(HOSTILE)
            .facts(Map.of(HOSTILE, HOSTILE))
            .section(HOSTILE)
            .paragraph(HOSTILE)
            .caution(HOSTILE)
            .table(table)
            .html();
    assertFalse(html.contains("<img"), "markup got through");
    assertFalse(html.contains("\u202E"), "a mark that turns text got through");
    // title twice, facts twice, heading, paragraph, caution; caption, column, unit, cell
    assertEquals(11, html.split(java.util.regex.Pattern.quote(TAME), -1).length - 1);
  }

  @Test
  void thePageNeedsNothingElse() {
    String html = new HtmlReport("t").section("s").html();
    assertFalse(html.contains("http://") || html.contains("https://"), html);
    assertFalse(html.matches("(?s).*<(link|img|iframe|script[^>]+src|base).*"), html);
    assertTrue(html.contains("default-src 'none'"));
    assertTrue(html.contains("aria-sort"), "the script is inside");
    assertTrue(html.contains("@media print"), "the style is inside");
  }

  @Test
  void numbersAreRoundedForReadersAndWholeForSorting() {
    HtmlTable table = new HtmlTable("t", "", List.of(Column.number("n", "eV", 2)));
    table.row(-1.23456).row(Double.NaN).row(-0.001).row(12);
    StringBuilder html = new StringBuilder();
    table.appendTo(html);
    assertTrue(html.indexOf("<td class=\"number\" data-value=\"-1.23456\">−1.23</td>") > 0);
    assertTrue(html.indexOf("<td class=\"number\">–</td>") > 0);
    assertTrue(html.indexOf(">0.00</td>") > 0);
    assertTrue(html.indexOf(">12.00</td>") > 0);
  }

  @Test
  void rowsHaveACellForEachColumn() {
    HtmlTable table = new HtmlTable("t", "", List.of(Column.text("a")));
    assertThrows(IllegalArgumentException.class, () -> table.row("a", "b"));
  }
}
