/**
 * What one does with a calculator: relax, run dynamics, compute equations of state and phonons, and
 * measure the structures that come out.
 */
package org.coesite.dynamics;
