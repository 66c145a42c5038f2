/**
 * SOAP features for other programs: {@link SoapFeatures} makes them, {@link SoapHypers} exchanges
 * their hyperparameters, and {@link FullSpectrum} their columns, with featomic.
 */
package org.coesite.soap;
