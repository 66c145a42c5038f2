package org.coesite.report;

/**
 * A predicted shift of T sites that have the same principal values.
 *
 * @param shift isotropic, ppm
 * @param uncertainty calibrated standard deviation, ppm
 * @param sites how many in the cell
 */
public record SiteShift(double shift, double uncertainty, int sites) {}
