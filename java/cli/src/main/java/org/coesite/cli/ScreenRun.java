package org.coesite.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.coesite.dynamics.BondStatistics;
import org.coesite.io.StructureReader;
import org.coesite.report.ScreenReport;
import org.coesite.report.ScreenRow;
import org.coesite.screen.Assessment;
import org.coesite.screen.Evaluation;
import org.coesite.screen.Frame;
import org.coesite.screen.Outcome;
import org.coesite.screen.Predicted;
import org.coesite.screen.ScreenColumns;
import org.coesite.screen.Screening;
import org.coesite.structure.Structure;

/**
 * Screens frames into a folder: {@code screen.csv} and, where structures are relaxed, {@code
 * relaxed.xyz}, both in the order of the input and written as results come. What an earlier run
 * left there is kept, and the run goes on behind it.
 */
final class ScreenRun implements AutoCloseable {
  private static final double[] NO_ANGLES = {};

  private final Path relaxedFile;
  private final ScreenTable table;
  private final RelaxedFrames relaxed;
  private final Assessment assessment;
  private final Function<Structure, float[]> descriptor;
  private final List<Portrait> portraits = new ArrayList<>();
  private long atoms;
  private int structures;

  /** What the report shows of a structure beside its row. */
  private record Portrait(double[] angles, float[] descriptor) {}

  /**
   * Finds out what an earlier run left; writes nothing yet.
   *
   * @param out the folder; it exists
   * @param relax whether relaxed structures are written
   * @param columns of the table
   * @param descriptor a structure's mean features
   */
  ScreenRun(
      Path out,
      boolean relax,
      ScreenColumns columns,
      Assessment assessment,
      Function<Structure, float[]> descriptor) {
    table = ScreenTable.read(out.resolve("screen.csv"), columns);
    relaxedFile = out.resolve("relaxed.xyz");
    relaxed = relax ? RelaxedFrames.read(relaxedFile) : null;
    this.assessment = assessment;
    this.descriptor = descriptor;
  }

  /** Screens what has not been screened yet. */
  void run(Iterator<Frame> frames, Evaluation evaluation, Progress progress) {
    int done = recover();
    passOver(frames, done);
    Screening.run(
        frames,
        evaluation,
        (frame, outcome) -> {
          write(frame, outcome);
          progress.done(frame.file());
        });
  }

  /** Opens the files behind their last whole record; returns the number of rows that are there. */
  private int recover() {
    int keep = table.rows().size();
    if (relaxed != null) {
      keep = rowsWithFrames(keep);
      relaxed.startAppending(predicted(keep));
    }
    table.startAppending(keep);
    return keep;
  }

  private int rowsWithFrames(int keep) {
    int rows = keep;
    while (predicted(rows) > relaxed.count()) {
      rows--;
    }
    return rows;
  }

  private int predicted(int rows) {
    return (int) table.rows().subList(0, rows).stream().filter(ScreenRow::predicted).count();
  }

  /** Looks again at the structures of the rows that are there: the report needs them. */
  private void passOver(Iterator<Frame> frames, int done) {
    boolean readRelaxed = relaxed != null && predicted(done) > 0;
    try (StructureReader reader = readRelaxed ? StructureReader.open(relaxedFile) : null) {
      for (ScreenRow row : table.rows()) {
        Structure given = frames.next().structure();
        portray(row, readRelaxed && row.predicted() ? reader.next() : given);
      }
    }
  }

  private void portray(ScreenRow row, Structure structure) {
    portraits.add(
        row.predicted()
            ? new Portrait(
                BondStatistics.siliconOxygen(structure).anglesAtSecond().values(),
                descriptor.apply(structure))
            : new Portrait(NO_ANGLES, null));
  }

  private void write(Frame frame, Outcome outcome) {
    ScreenRow row = assessment.row(frame, outcome);
    if (relaxed != null && row.predicted()) {
      Structure bare = Predicted.geometry(outcome.structure());
      relaxed.append(
          Predicted.annotate(bare, outcome.prediction()).info("file", frame.label()).build());
    }
    table.append(row);
    portray(row, outcome.structure());
    structures++;
    atoms += row.atoms();
  }

  /** All rows, those of earlier runs too. */
  List<ScreenRow> rows() {
    return table.rows();
  }

  /** Rows that this run added. */
  int structures() {
    return structures;
  }

  /** Atoms in the structures that this run added. */
  long atoms() {
    return atoms;
  }

  /** Adds everything to a report. */
  void addTo(ScreenReport report) {
    for (int i = 0; i < portraits.size(); i++) {
      Portrait portrait = portraits.get(i);
      report.add(table.rows().get(i), portrait.angles, portrait.descriptor);
    }
  }

  @Override
  public void close() {
    table.close();
    if (relaxed != null) {
      relaxed.close();
    }
  }
}
