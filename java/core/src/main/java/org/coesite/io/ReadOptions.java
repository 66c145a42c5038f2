package org.coesite.io;

import java.util.function.Consumer;

/**
 * How structures are read. Immutable.
 *
 * @param names what the file calls energies, forces and stress
 * @param partialOccupancy what to do with sites that are occupied in part
 * @param mergeDistance images of one crystallographic site closer than this are one atom on a
 *     special position, angstrom
 * @param minimumDistance atoms closer than this are an error, angstrom; 0 allows everything
 * @param warnings told of what is odd but no error, with file and place
 */
public record ReadOptions(
    PropertyNames names,
    PartialOccupancy partialOccupancy,
    double mergeDistance,
    double minimumDistance,
    Consumer<String> warnings) {
  /** The usual names; partial occupancy is reported; atoms are at least 0.1 angstrom apart. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(
          PropertyNames.DEFAULT, PartialOccupancy.REPORT, 0.1, 0.1, ignoredWarning -> {});

  /** What to do with a site that is occupied in part. */
  public enum PartialOccupancy {
    /** Take the site as full, with a warning; of sites that share a place, the fullest one. */
    REPORT,
    /** An error that names the site. */
    REFUSE
  }

  /** These options with other names. */
  public ReadOptions withNames(PropertyNames value) {
    return new ReadOptions(value, partialOccupancy, mergeDistance, minimumDistance, warnings);
  }

  /** These options with another treatment of partial occupancy. */
  public ReadOptions withPartialOccupancy(PartialOccupancy value) {
    return new ReadOptions(names, value, mergeDistance, minimumDistance, warnings);
  }

  /** These options with another merging distance, angstrom. */
  public ReadOptions withMergeDistance(double value) {
    return new ReadOptions(names, partialOccupancy, value, minimumDistance, warnings);
  }

  /** These options with another smallest distance between atoms, angstrom. */
  public ReadOptions withMinimumDistance(double value) {
    return new ReadOptions(names, partialOccupancy, mergeDistance, value, warnings);
  }

  /** These options with a listener for warnings. */
  public ReadOptions withWarnings(Consumer<String> value) {
    return new ReadOptions(names, partialOccupancy, mergeDistance, minimumDistance, value);
  }
}
