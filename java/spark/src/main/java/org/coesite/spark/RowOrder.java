package org.coesite.spark;

import java.util.Comparator;

/**
 * The order of rows: by file, then by the number of the structure in it. That of {@code coesite
 * screen} in a folder.
 *
 * @param file what a structure is called, without its number
 * @param number which of its file
 */
record RowOrder(String file, int number) implements Comparable<RowOrder> {
  private static final Comparator<RowOrder> ORDER =
      Comparator.comparing(RowOrder::file).thenComparingInt(RowOrder::number);

  /** Of a structure by what it is called: a file, or {@code file#number}. */
  static RowOrder of(String label) {
    int hash = label.lastIndexOf('#');
    String digits = label.substring(hash + 1);
    return hash >= 0 && digits.matches("[0-9]{1,9}")
        ? new RowOrder(label.substring(0, hash), Integer.parseInt(digits))
        : new RowOrder(label, 1);
  }

  @Override
  public int compareTo(RowOrder other) {
    return ORDER.compare(this, other);
  }
}
