/**
 * Figures: defined once, written as SVG (text stays text) and as PNG.
 *
 * <p>A {@link org.coesite.plot.Figure} has two axes and {@link org.coesite.plot.Layer}s drawn one
 * over the other. SVG needs no fonts and no AWT, and is the same on every machine; AWT is loaded
 * when pixels are asked for, and runs headless.
 */
package org.coesite.plot;
