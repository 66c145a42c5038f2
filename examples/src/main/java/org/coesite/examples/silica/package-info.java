/**
 * What a spectrometer would see of silica: a glass quenched from the melt, cristobalite through its
 * transition and zeolites, all by the bundled models.
 */
package org.coesite.examples.silica;
