/**
 * NMR parameters: shielding, shift and field-gradient tensors in the conventions people use, nuclei
 * and what follows from both.
 *
 * <h2>Conventions</h2>
 *
 * Index order of a shielding tensor is (induced, applied). Everything but {@link
 * org.coesite.nmr.NmrTensor#antisymmetric} is of the symmetric part. Each convention is a type that
 * says what it holds: {@link org.coesite.nmr.Iupac}, {@link org.coesite.nmr.Haeberlen}, {@link
 * org.coesite.nmr.HerzfeldBerger}, {@link org.coesite.nmr.Quadrupole}; of those that differ between
 * shieldings and shifts, {@link org.coesite.nmr.Quantity} says which it is.
 *
 * <p>They are those of Soprano ({@code soprano.nmr.tensor}: {@code iupac_shielding}, {@code
 * haeberlen_shielding}, {@code herzfeldberger_shielding}, {@code Cq}, {@code eta}, Euler angles
 * {@code zyz}, active), with these differences:
 *
 * <ul>
 *   <li>A shift here is {@code reference + slope sigma}; Soprano divides that by {@code 1 -
 *       reference/1e6}, and keeps span, asymmetry and skew of the shielding where the slope is not
 *       -1. Here everything is of the shift tensor.
 *   <li>Axes of a field gradient are ordered |V_zz| &gt;= |V_yy| &gt;= |V_xx| as in Soprano's
 *       {@code NQR} order; SIMPSON orders |V_zz| &gt;= |V_xx| &gt;= |V_yy| (Haeberlen's order).
 *   <li>Where a tensor is axial about its x axis Soprano's angles have alpha 0, here too unless
 *       beta would exceed 90 degrees; where it is isotropic all angles are 0 in both.
 *   <li>Soprano tells degenerate values by an absolute 1e-6, here by 1e-6 of the span.
 *   <li>Quadrupole moments here are Pyykko's of 2018 (as in ssNake); some of Soprano's are older
 *       (33S, 35Cl, 39K, 67Zn, 139La and others).
 * </ul>
 *
 * <p>Some authors call the reduced anisotropy "anisotropy" or "delta"; here {@link
 * org.coesite.nmr.Haeberlen#anisotropy} is 3/2 of {@link
 * org.coesite.nmr.Haeberlen#reducedAnisotropy}.
 */
package org.coesite.nmr;
