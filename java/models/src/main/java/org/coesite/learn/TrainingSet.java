package org.coesite.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.coesite.CoesiteException;
import org.coesite.structure.AtomProperty;
import org.coesite.structure.Structure;

/** Labelled structures, and which of them are held out. */
final class TrainingSet {
  private TrainingSet() {}

  /**
   * Takes the labels of structures.
   *
   * @param source file name for messages
   * @throws CoesiteException if a structure lacks its energy, or a label has a wrong shape
   */
  static List<TrainingFrame> frames(
      String source, List<Structure> structures, PotentialConfig.Data keys) {
    List<TrainingFrame> frames = new ArrayList<>(structures.size());
    for (Structure structure : structures) {
      String place = source + ": structure " + (frames.size() + 1);
      frames.add(
          new TrainingFrame(
              structure,
              frames.size(),
              String.valueOf(structure.info().getOrDefault(keys.kind(), "all")),
              energy(place, structure, keys.energy()),
              forces(place, structure, keys.forces()),
              stress(place, structure, keys.stress())));
    }
    return frames;
  }

  private static double energy(String place, Structure structure, String key) {
    String name = key;
    if (key.equals("auto")) {
      name = structure.info().containsKey("free_energy") ? "free_energy" : "energy";
    }
    Object value = structure.info().get(name);
    if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
      throw new CoesiteException(
          place
              + (value == null
                  ? " has no \"" + name + "\": name its energy with data.energy"
                  : ": \"" + name + "\" is " + value + ", not a finite number"));
    }
    return number.doubleValue();
  }

  private static double[] forces(String place, Structure structure, String key) {
    AtomProperty property = structure.atomProperties().get(key);
    if (property == null) {
      return null;
    }
    if (!(property instanceof AtomProperty.Numbers numbers) || numbers.columns() != 3) {
      throw new CoesiteException(place + ": \"" + key + "\" is not three real columns");
    }
    return requireFinite(place, key, numbers.values());
  }

  private static double[] stress(String place, Structure structure, String key) {
    Object value = structure.info().get(key);
    if (value == null || !structure.fullyPeriodic()) {
      return null;
    }
    if (!(value instanceof double[] numbers) || numbers.length != 9) {
      throw new CoesiteException(place + ": \"" + key + "\" is not nine numbers");
    }
    return requireFinite(place, key, numbers);
  }

  private static double[] requireFinite(String place, String key, double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new CoesiteException(place + ": \"" + key + "\" holds " + value);
      }
    }
    return values;
  }

  /** Atomic numbers that occur, ascending. */
  static int[] species(List<TrainingFrame> frames) {
    TreeSet<Integer> species = new TreeSet<>();
    for (TrainingFrame frame : frames) {
      for (int i = 0; i < frame.atoms(); i++) {
        species.add(frame.structure().species(i));
      }
    }
    return species.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Training and test frames. */
  record Split(List<TrainingFrame> train, List<TrainingFrame> test) {}

  /** Holds a random share of the structures out; the same seed and number give the same choice. */
  static Split split(List<TrainingFrame> frames, PotentialConfig.Test test) {
    List<TrainingFrame> shuffled = new ArrayList<>(frames);
    Collections.shuffle(shuffled, new Random(test.seed()));
    int held = (int) Math.round(test.fraction() * frames.size());
    List<TrainingFrame> out = new ArrayList<>(shuffled.subList(0, held));
    List<TrainingFrame> in = new ArrayList<>(shuffled.subList(held, shuffled.size()));
    out.sort(Comparator.comparingInt(TrainingFrame::index));
    in.sort(Comparator.comparingInt(TrainingFrame::index));
    return new Split(in, out);
  }
}
