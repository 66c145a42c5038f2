package org.coesite.cli;

import org.coesite.dos.ElectronicState;
import org.coesite.dos.HotElectrons;
import org.coesite.models.Prediction;
import org.coesite.structure.Structure;

/**
 * One structure with its electrons at one temperature.
 *
 * @param number of the structure in the input, from 1
 * @param filled its density of states
 * @param state of its electrons
 * @param change A(T) - E(0) and its derivatives
 * @param ground E(0) and its derivatives; null where no potential was asked for
 * @param total the sum of both
 */
record ThermoPoint(
    int number,
    Structure structure,
    HotElectrons.Filled filled,
    ElectronicState state,
    Prediction change,
    Prediction ground,
    Prediction total) {}
