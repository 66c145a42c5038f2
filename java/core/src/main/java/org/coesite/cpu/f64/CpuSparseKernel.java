package org.coesite.cpu.f64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.backend.AtomSums;
import org.coesite.backend.ChannelGradients;
import org.coesite.backend.Doubles;
import org.coesite.backend.KernelValues;
import org.coesite.backend.SparseKernel;
import org.coesite.backend.SparsePoints;
import org.coesite.backend.Tensor;
import org.coesite.cpu.CpuAtomSums;
import org.coesite.cpu.CpuBackend;
import org.coesite.cpu.CpuTensor;

/**
 * Kernel evaluation on the CPU: centres sorted by species, chunks of them shared out among the
 * workers.
 */
public final class CpuSparseKernel implements SparseKernel {
  private static final int ATOMIC_NUMBERS = 120;

  private final CpuBackend backend;
  private final SparsePoints points;

  /** By atomic number; null where there is no sparse point. */
  private final SpeciesPoints[] bySpecies = new SpeciesPoints[ATOMIC_NUMBERS];

  private final KernelChunk[] chunks;

  /** Some centres of one species: entries {@code from} to {@code to} of the sorted list. */
  private record Range(SpeciesPoints species, int from, int to) {}

  /** What is written centre by centre; a centre without sparse points keeps what it has here. */
  private static final class Sums {
    final /* wide */ double[] values;
    final /* wide */ double[] similarity;
    private final int channels;

    Sums(int centres, int channels) {
      this.channels = channels;
      values = new /* wide */ double[Math.multiplyExact(centres, channels)];
      similarity = new /* wide */ double[centres];
      Arrays.fill(similarity, -1);
    }

    KernelValues asValues() {
      return new KernelValues(() -> values, () -> similarity);
    }

    /** Adds the values to a slice's; gives the similarity. */
    Doubles addTo(AtomSums sums) {
      ((CpuAtomSums) sums).add(values, channels);
      return () -> similarity;
    }
  }

  /** What is done with a chunk whose products with the sparse points are at hand. */
  @FunctionalInterface
  private interface Step {
    void run(KernelChunk chunk, Range range, int[] centres);
  }

  public CpuSparseKernel(CpuBackend backend, SparsePoints points) {
    this.backend = backend;
    this.points = points;
    int[] species = points.species();
    for (int first = 0; first < species.length; ) {
      int last = first;
      while (last < species.length && species[last] == species[first]) {
        last++;
      }
      if (bySpecies[species[first]] != null) {
        throw new IllegalArgumentException("sparse points of a species do not stand together");
      }
      bySpecies[species[first]] = new SpeciesPoints(backend.memory(), points, first, last - first);
      first = last;
    }
    chunks = new KernelChunk[backend.workers().workers()];
    Arrays.setAll(chunks, k -> new KernelChunk(points));
  }

  @Override
  public SparsePoints points() {
    return points;
  }

  private MemorySegment checked(Tensor features, int[] centreSpecies) {
    return backend.own(features, centreSpecies.length, points.featureCount()).segment();
  }

  /** Multiplies all centres that have sparse points, chunk by chunk, each followed by a step. */
  private void forChunks(MemorySegment features, int[] centreSpecies, Step step) {
    int[] sorted = new int[centreSpecies.length];
    List<Range> ranges = ranges(centreSpecies, sorted);
    backend
        .workers()
        .run(
            ranges.size(),
            (index, worker) -> {
              Range range = ranges.get(index);
              KernelChunk chunk = chunks[worker];
              chunk.multiply(range.species, features, sorted, range.from, range.to - range.from);
              step.run(chunk, range, sorted);
            });
  }

  private List<Range> ranges(int[] centreSpecies, int[] sorted) {
    List<Range> ranges = new ArrayList<>();
    int at = 0;
    for (int z = 0; z < ATOMIC_NUMBERS; z++) {
      if (bySpecies[z] == null) {
        continue;
      }
      int from = at;
      for (int i = 0; i < centreSpecies.length; i++) {
        if (centreSpecies[i] == z) {
          sorted[at++] = i;
        }
      }
      addRanges(bySpecies[z], from, at, ranges);
    }
    return ranges;
  }

  /**
   * Cuts some centres into chunks of nearly equal size, so that no worker waits long at the end.
   */
  private static void addRanges(SpeciesPoints species, int from, int to, List<Range> ranges) {
    int groups = (to - from + PackedMatrix.ROWS - 1) / PackedMatrix.ROWS;
    int chunks = (to - from + KernelChunk.ROWS - 1) / KernelChunk.ROWS;
    for (int chunk = 0; chunk < chunks; chunk++) {
      int first = from + groups * chunk / chunks * PackedMatrix.ROWS;
      int last = from + groups * (chunk + 1) / chunks * PackedMatrix.ROWS;
      ranges.add(new Range(species, first, Math.min(last, to)));
    }
  }

  @Override
  public Tensor kernel(Tensor features, int[] centreSpecies) {
    MemorySegment source = checked(features, centreSpecies);
    CpuTensor out = backend.zeros(centreSpecies.length, points.points());
    MemorySegment target = out.segment();
    forChunks(
        source,
        centreSpecies,
        (chunk, range, centres) -> {
          for (int i = range.from; i < range.to; i++) {
            chunk.writeKernel(range.species, i - range.from, target, centres[i]);
          }
        });
    return out;
  }

  @Override
  public KernelValues values(Tensor features, int[] centreSpecies) {
    return evaluate(features, centreSpecies).asValues();
  }

  @Override
  public Doubles addValues(Tensor features, int[] centreSpecies, AtomSums sums) {
    return evaluate(features, centreSpecies).addTo(sums);
  }

  private Sums evaluate(Tensor features, int[] centreSpecies) {
    MemorySegment source = checked(features, centreSpecies);
    Sums out = new Sums(centreSpecies.length, points.channels());
    forChunks(source, centreSpecies, (chunk, range, centres) -> write(chunk, range, centres, out));
    return out;
  }

  private static void write(KernelChunk chunk, Range range, int[] centres, Sums out) {
    for (int i = range.from; i < range.to; i++) {
      chunk.writeValues(range.species, i - range.from, out.values, centres[i], out.similarity);
    }
  }

  @Override
  public KernelValues valuesAndAdjoint(
      Tensor features,
      int[] centreSpecies,
      ChannelGradients channelGradients,
      Tensor featureGradients) {
    return evaluate(features, centreSpecies, channelGradients, featureGradients).asValues();
  }

  @Override
  public Doubles addValuesAndAdjoint(
      Tensor features,
      int[] centreSpecies,
      ChannelGradients channelGradients,
      Tensor featureGradients,
      AtomSums sums) {
    return evaluate(features, centreSpecies, channelGradients, featureGradients).addTo(sums);
  }

  private Sums evaluate(
      Tensor features,
      int[] centreSpecies,
      ChannelGradients channelGradients,
      Tensor featureGradients) {
    MemorySegment source = checked(features, centreSpecies);
    MemorySegment gradients = checked(featureGradients, centreSpecies);
    zeroWithoutPoints(centreSpecies, gradients);
    Sums out = new Sums(centreSpecies.length, points.channels());
    /* wide */ double[] combined = channelGradients.combined(points, centreSpecies.length);
    forChunks(
        source,
        centreSpecies,
        (chunk, range, centres) -> {
          write(chunk, range, centres, out);
          chunk.writeAdjoint(
              range.species,
              centres,
              range.from,
              range.to - range.from,
              combined,
              channelGradients,
              gradients);
        });
    return out;
  }

  private void zeroWithoutPoints(int[] centreSpecies, MemorySegment gradients) {
    long row = points.featureCount() * ValueLayout.JAVA_DOUBLE.byteSize();
    for (int i = 0; i < centreSpecies.length; i++) {
      if (bySpecies[centreSpecies[i]] == null) {
        gradients.asSlice(i * row, row).fill((byte) 0);
      }
    }
  }

  @Override
  public Tensor featureGradients(int centres) {
    return backend.allocate(centres, points.featureCount());
  }

  @Override
  public void close() {
    for (int z = 0; z < ATOMIC_NUMBERS; z++) {
      if (bySpecies[z] != null) {
        bySpecies[z].close();
        bySpecies[z] = null;
      }
    }
  }
}
