package org.coesite.dos;

import java.util.List;

/**
 * What training a model of the density of states gave.
 *
 * @param parameters the model
 * @param train errors when each structure is left out in turn, by kind and over all
 * @param test errors of the structures held out, by kind and over all; empty where none were
 * @param volumeBaseline root mean square error of the Fermi level of the structures held out when
 *     it is fitted by three parameters in the volume per atom alone, eV
 * @param coverage share of curve points of the structures held out whose error lies within one and
 *     two standard deviations
 */
public record DosTrainingResult(
    DosParameters parameters,
    List<DosErrors> train,
    List<DosErrors> test,
    double volumeBaseline,
    double[] coverage) {}
