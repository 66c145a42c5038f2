/**
 * The driver's side of the i-PI protocol: a server moves atoms, and asks this program for energies,
 * forces and virials over a socket (Kapil et al., Comput. Phys. Commun. 236, 214 (2019); i-PI's
 * manual, "Communication protocol"). i-PI is such a server, and ASE's {@code SocketIOCalculator}.
 *
 * <p>{@link org.coesite.ipi.IpiDriver} answers one; where it listens is a {@link
 * org.coesite.ipi.ServerAddress}. Nothing here listens itself, or connects elsewhere than told.
 */
package org.coesite.ipi;
