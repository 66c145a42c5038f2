package org.coesite.report;

/**
 * A predicted shift of T sites that no symmetry tells apart.
 *
 * @param shift isotropic, ppm
 * @param uncertainty calibrated standard deviation, ppm
 * @param sites how many in the cell
 */
public record SiteShift(double shift, double uncertainty, int sites) {}
