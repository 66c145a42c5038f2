package org.coesite.spark;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.Row;
import org.coesite.screen.Frame;

/**
 * The frames of a partition. Where Spark's source fails on a file, an attempt fails too, as long as
 * Spark makes another; in the last one that file is a frame that says why, and the others are read.
 */
final class PartFrames implements Iterator<Frame> {
  private final Iterator<Row> rows;
  private final RowReader reader;
  private final FileLabels labels;
  private final boolean wholeFiles;
  private final boolean lastAttempt;

  /** Files that have not been seen yet. */
  private final Set<String> missing;

  private final Queue<String> problems = new ArrayDeque<>();
  private Iterator<Frame> current = Collections.emptyIterator();
  private int failures;
  private boolean ended;

  /**
   * Frames of rows.
   *
   * @param files all files of the partition, in full
   * @param lastAttempt whether what fails now is not tried again
   */
  PartFrames(
      Iterator<Row> rows,
      StructureSource.Kind kind,
      FileLabels labels,
      List<String> files,
      boolean lastAttempt) {
    this.rows = rows;
    this.labels = labels;
    this.lastAttempt = lastAttempt;
    reader = new RowReader(kind, labels);
    wholeFiles = kind == StructureSource.Kind.FILE;
    missing = new LinkedHashSet<>(files);
  }

  @Override
  public boolean hasNext() {
    while (!current.hasNext()) {
      if (ended) {
        return false;
      }
      Row row = nextRow();
      if (row == null) {
        ended = true;
        current = unread();
      } else {
        if (wholeFiles && !row.isNullAt(0)) {
          missing.remove(row.getString(0));
        }
        current = reader.frames(row);
      }
    }
    return true;
  }

  /** Null at the end. */
  private Row nextRow() {
    while (failures <= missing.size()) {
      try {
        return rows.hasNext() ? rows.next() : null;
      } catch (TaskKilledException e) {
        throw e;
      } catch (Exception e) {
        // checked ones too: Scala throws them undeclared
        if (!lastAttempt || Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException(cause(e), e);
        }
        failures++;
        problems.add(cause(e));
      }
    }
    return null;
  }

  private static String cause(Throwable e) {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return String.valueOf(innermost.getMessage()).lines().findFirst().orElse("?").strip();
  }

  /** Frames for what the source did not give. */
  private Iterator<Frame> unread() {
    String why =
        problems.isEmpty()
            ? "not read: it is larger than a row of Spark can be, 2 GB; split it, or make it"
                + " Parquet"
            : "cannot be read: " + String.join("; ", new LinkedHashSet<>(problems));
    if (!wholeFiles && problems.isEmpty()) {
      return Collections.emptyIterator();
    }
    return missing.stream()
        .map(file -> RowReader.unreadable(labels.of(file), why).next())
        .iterator();
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return current.next();
  }
}
