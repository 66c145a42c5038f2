package org.coesite.dos;

/**
 * A number that follows from a model, and how far it can be trusted.
 *
 * @param value of the model itself
 * @param uncertainty one standard deviation: the root mean square of what the members of the
 *     committee say less the value; NaN where there is no committee, or a member has no such number
 */
public record Estimate(double value, double uncertainty) {
  /** From what the model and each member of its committee say. */
  public static Estimate of(double value, double[] members) {
    double square = 0;
    for (double member : members) {
      square += (member - value) * (member - value);
    }
    return new Estimate(
        value, members.length == 0 ? Double.NaN : Math.sqrt(square / members.length));
  }
}
