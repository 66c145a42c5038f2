/**
 * Amorphous silicon under pressure, from nothing but the bundled models: a melt is quenched and
 * compressed by molecular dynamics, repeated to a hundred thousand atoms and shaken, and its local
 * densities of states are predicted. {@code examples/amorphous-silicon} runs it.
 */
package org.coesite.examples.amorphous;
