package org.coesite.backend;

/**
 * Numbers that a backend gives back, in double, perhaps not computed yet.
 *
 * <p>A backend on another device goes on with what it is told next while these are on their way;
 * {@link #read} waits for them. What has been asked for before is read together.
 */
@FunctionalInterface
public interface Doubles {
  /** The numbers; every call gives the same array. */
  double[] read();
}
