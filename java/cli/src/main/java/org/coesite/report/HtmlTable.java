package org.coesite.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.coesite.plot.Markup;

/**
 * A table of a page, which its reader can sort by any column. Numbers that are NaN are not known.
 */
public final class HtmlTable {
  /**
   * A column.
   *
   * @param heading what it is
   * @param unit of its numbers; empty for none
   * @param decimals shown of its numbers; negative for a column of texts
   */
  public record Column(String heading, String unit, int decimals) {
    public static Column text(String heading) {
      return new Column(heading, "", -1);
    }

    public static Column number(String heading, String unit, int decimals) {
      return new Column(heading, unit, decimals);
    }

    boolean numeric() {
      return decimals >= 0;
    }
  }

  private final String id;
  private final String caption;
  private final List<Column> columns;
  private final List<Object[]> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param id names it in the page: letters, digits and {@code -}
   * @param caption says what it holds
   */
  public HtmlTable(String id, String caption, List<Column> columns) {
    this.id = id;
    this.caption = caption;
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds a row: a {@link Number} for each column of numbers, for the others anything with a text.
   *
   * @throws IllegalArgumentException if it has not one cell for each column
   */
  public HtmlTable row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    rows.add(cells.clone());
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void appendTo(StringBuilder html) {
    html.append("<div class=\"table\"><table class=\"sortable\" id=\"").append(Markup.escape(id));
    html.append("\">\n<caption>").append(Markup.escape(caption)).append("</caption>\n<thead><tr>");
    columns.forEach(column -> appendHeading(html, column));
    html.append("</tr></thead>\n<tbody>\n");
    for (Object[] row : rows) {
      appendRow(html, row);
    }
    html.append("</tbody>\n</table></div>\n");
  }

  private static void appendHeading(StringBuilder html, Column column) {
    html.append("<th scope=\"col\"").append(column.numeric() ? " class=\"number\"" : "");
    html.append("><button type=\"button\"><span class=\"name");
    html.append(column.heading().contains(" ") ? "" : " whole").append("\">");
    html.append(Markup.escape(column.heading())).append("</span>");
    if (!column.unit().isEmpty()) {
      html.append(" <span class=\"unit\">").append(Markup.escape(column.unit())).append("</span>");
    }
    html.append("</button></th>");
  }

  private void appendRow(StringBuilder html, Object[] row) {
    html.append("<tr>");
    for (int i = 0; i < row.length; i++) {
      if (columns.get(i).numeric()) {
        appendNumber(html, ((Number) row[i]).doubleValue(), columns.get(i).decimals());
      } else {
        // long paths may break after their folders
        String text = Markup.escape(String.valueOf(row[i])).replace("/", "/<wbr>");
        html.append("<td>").append(text).append("</td>");
      }
    }
    html.append("</tr>\n");
  }

  /** The rounded number is shown; sorting uses all of it. */
  private static void appendNumber(StringBuilder html, double value, int decimals) {
    if (!Double.isFinite(value)) {
      html.append("<td class=\"number\">–</td>");
      return;
    }
    String shown = rounded(value, decimals);
    html.append("<td class=\"number\"");
    if (decimals > 0) {
      html.append(" data-value=\"").append(value).append('"');
    }
    html.append('>').append(shown).append("</td>");
  }

  static String rounded(double value, int decimals) {
    String text =
        BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    boolean zero = text.matches("-0(\\.0*)?");
    return zero ? text.substring(1) : text.replace('-', '−');
  }
}
