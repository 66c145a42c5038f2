/**
 * What the command line shows of its results: figures, written both as SVG and as PNG from one
 * definition, and self-contained HTML pages made of them.
 *
 * <p>Nothing here touches AWT before a figure is drawn, so commands without figures start fast.
 * Pages and pictures hold no dates and no machine's name: the same input gives the same bytes.
 */
package org.coesite.report;
