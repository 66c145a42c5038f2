package org.coesite.bench.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.LinearPaths;
import org.coesite.backend.PairList;
import org.coesite.backend.Precision;
import org.coesite.backend.ProductPaths;

/**
 * What other libraries need to time the same work, written for {@code peers.py}: {@code cases.json}
 * with shapes and our times, and {@code edges.i32}, the senders of all edges and then their
 * receivers.
 */
final class Peers {
  private final Path folder;
  private final List<Case> cases = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param folder for the files; null where no one asks for them
   */
  Peers(Path folder) {
    this.folder = folder;
  }

  /**
   * A shape in e3nn's words, and how long it took here.
   *
   * @param kind {@code messages} or {@code linear}
   * @param y irreps of the edges; null for a linear layer
   * @param paths numbers of blocks of x, y, and out; of x and out for a linear layer
   * @param rows atoms
   * @param edges 0 for a linear layer
   * @param forward seconds
   * @param both seconds, all adjoints included
   */
  record Case(
      String kind,
      String name,
      Precision precision,
      String x,
      String y,
      String out,
      List<List<Integer>> paths,
      long rows,
      long edges,
      double forward,
      double both) {}

  void convolution(
      String name,
      Precision precision,
      ProductPaths paths,
      long atoms,
      long edges,
      List<Stage> stages) {
    cases.add(
        new Case(
            "messages",
            name,
            precision,
            paths.x().toString(),
            paths.y().toString(),
            paths.out().toString(),
            paths.paths().stream().map(p -> List.of(p.x(), p.y(), p.out())).toList(),
            atoms,
            edges,
            stages.getFirst().seconds(),
            seconds(stages)));
    write();
  }

  void linear(String name, Precision precision, LinearPaths paths, long rows, List<Stage> stages) {
    cases.add(
        new Case(
            "linear",
            name,
            precision,
            paths.x().toString(),
            null,
            paths.out().toString(),
            paths.paths().stream().map(p -> List.of(p.x(), p.out())).toList(),
            rows,
            0,
            stages.getFirst().seconds(),
            seconds(stages)));
    write();
  }

  private static double seconds(List<Stage> stages) {
    return stages.stream().mapToDouble(Stage::seconds).sum();
  }

  private void write() {
    if (folder != null) {
      try {
        Files.write(folder.resolve("cases.json"), new ObjectMapper().writeValueAsBytes(cases));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write to " + folder, e);
      }
    }
  }

  /** The edges of all convolutions. */
  void edges(PairList pairs) {
    if (folder == null) {
      return;
    }
    byte[] bytes = new byte[2 * Integer.BYTES * pairs.count()];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int k = 0; k < pairs.count(); k++) {
      out.putInt(pairs.j()[k]);
    }
    for (int centre = 0; centre + 1 < pairs.start().length; centre++) {
      for (int k = pairs.start()[centre]; k < pairs.start()[centre + 1]; k++) {
        out.putInt(pairs.first() + centre);
      }
    }
    try {
      Files.write(folder.resolve("edges.i32"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }
}
