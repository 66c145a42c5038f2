package org.coesite.symmetry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.coesite.CoesiteException;
import org.coesite.structure.Cell;

/**
 * The operations of a space group modulo lattice translations, the identity first. Immutable; equal
 * where the operations are the same in any order.
 */
public final class SymmetryGroup {
  /** 48 operations of the point group, on up to so many centring translations. */
  private static final int LARGEST = 48 * 64;

  /** No symmetry but the lattice's. */
  public static final SymmetryGroup P1 =
      new SymmetryGroup(new LinkedHashSet<>(List.of(SymmetryOperation.IDENTITY)));

  private final Set<SymmetryOperation> operations;

  private SymmetryGroup(Set<SymmetryOperation> operations) {
    this.operations = Collections.unmodifiableSet(operations);
  }

  /**
   * The group that operations generate.
   *
   * @throws CoesiteException if they generate none of finite order
   */
  public static SymmetryGroup generatedBy(Collection<SymmetryOperation> generators) {
    LinkedHashSet<SymmetryOperation> found = new LinkedHashSet<>();
    found.add(SymmetryOperation.IDENTITY);
    List<SymmetryOperation> queue = new ArrayList<>(found);
    for (int i = 0; i < queue.size(); i++) {
      for (SymmetryOperation generator : generators) {
        SymmetryOperation product = generator.after(queue.get(i));
        if (found.add(product)) {
          queue.add(product);
        }
      }
      if (queue.size() > LARGEST) {
        throw new CoesiteException("the operations generate no space group");
      }
    }
    return new SymmetryGroup(found);
  }

  /**
   * The group made of exactly these operations.
   *
   * @throws CoesiteException if they are no group: an operation is listed twice, the identity or a
   *     product is missing
   */
  public static SymmetryGroup of(List<SymmetryOperation> operations) {
    LinkedHashSet<SymmetryOperation> found = new LinkedHashSet<>();
    for (SymmetryOperation operation : operations) {
      if (!found.add(operation)) {
        throw new CoesiteException("the symmetry operation " + operation + " is listed twice");
      }
    }
    if (!found.contains(SymmetryOperation.IDENTITY)) {
      throw new CoesiteException("the symmetry operations lack the identity x,y,z");
    }
    if (found.size() > LARGEST) {
      throw new CoesiteException(found.size() + " symmetry operations are more than a group has");
    }
    for (SymmetryOperation a : found) {
      for (SymmetryOperation b : found) {
        if (!found.contains(a.after(b))) {
          throw new CoesiteException(
              String.format(
                  "the symmetry operations are not a group: %s after %s is %s, which is not listed",
                  a, b, a.after(b)));
        }
      }
    }
    return new SymmetryGroup(found);
  }

  /** Number of operations. */
  public int order() {
    return operations.size();
  }

  /** The operations. */
  public Set<SymmetryOperation> operations() {
    return operations;
  }

  /**
   * How far the operations are from keeping a cell's lengths and angles: the largest change of a
   * product of cell vectors, relative to their lengths. Rounding leaves about 1e-4; a cell of the
   * wrong crystal system more than 1e-2.
   */
  public double misfit(Cell cell) {
    double[] metric = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          metric[3 * i + j] += cell.get(i, k) * cell.get(j, k);
        }
      }
    }
    double worst = 0;
    for (SymmetryOperation operation : operations) {
      worst = Math.max(worst, misfit(operation, metric));
    }
    return worst;
  }

  private static double misfit(SymmetryOperation operation, double[] metric) {
    double worst = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          for (int l = 0; l < 3; l++) {
            sum += operation.rotation(k, i) * metric[3 * k + l] * operation.rotation(l, j);
          }
        }
        double scale = Math.sqrt(metric[4 * i] * metric[4 * j]);
        worst = Math.max(worst, Math.abs(sum - metric[3 * i + j]) / scale);
      }
    }
    return worst;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SymmetryGroup group && operations.equals(group.operations);
  }

  @Override
  public int hashCode() {
    return operations.hashCode();
  }

  @Override
  public String toString() {
    return operations.toString();
  }
}
