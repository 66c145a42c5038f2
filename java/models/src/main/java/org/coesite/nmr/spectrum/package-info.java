/**
 * NMR spectra of powders from tensors.
 *
 * <p>A {@link org.coesite.nmr.spectrum.Site} and an {@link org.coesite.nmr.spectrum.Experiment}
 * make a {@link org.coesite.nmr.spectrum.Resonance}: the frequency of one transition as a function
 * of the field's direction in the crystal, whose Javadoc derives it. {@link
 * org.coesite.nmr.spectrum.PowderSpectrum} averages it over all directions on an {@link
 * org.coesite.nmr.spectrum.OctahedralMesh}. Positions are in ppm of the Larmor frequency
 * throughout, intensities per ppm, so that a site of weight 1 has the integral 1.
 */
package org.coesite.nmr.spectrum;
