/** Dispersion corrections for density functionals, as calculators. */
package org.coesite.dispersion;
