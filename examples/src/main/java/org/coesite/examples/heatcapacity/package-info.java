/**
 * The heat capacity of silicon at constant pressure, its electrons as hot as its atoms: finite
 * differences of the enthalpy over molecular dynamics on the electrons' free energy.
 */
package org.coesite.examples.heatcapacity;
