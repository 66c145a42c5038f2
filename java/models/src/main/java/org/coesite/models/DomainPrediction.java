package org.coesite.models;

/**
 * What a {@link Potential} says of a part of a system: of its local atoms, among the atoms around
 * them. Sums over the parts, with the forces on images added to those of their atoms, are the
 * prediction of the whole. Arrays belong to the caller.
 *
 * @param energy of the local atoms, eV
 * @param atomEnergies its parts, eV, [local atoms]
 * @param forces minus the derivative of the energy, eV/angstrom, [all atoms x 3]; null where no
 *     derivatives were asked for
 * @param virial derivative of the energy by the strain, eV, [9], symmetric; null without
 *     derivatives
 * @param committee energies of the committee members, eV: of the whole system, the sums over its
 *     parts have the standard deviation from the sum of energies that is its uncertainty
 * @param outside which local atoms have environments unlike any in training, [local atoms]
 */
public record DomainPrediction(
    double energy,
    double[] atomEnergies,
    double[] forces,
    double[] virial,
    double[] committee,
    boolean[] outside) {}
