package org.coesite.dos;

import java.util.List;
import java.util.Map;

/**
 * What training a model of the density of states gave.
 *
 * @param parameters the model
 * @param train errors when each structure is left out in turn, by kind and over all
 * @param test errors of the structures held out, by kind and over all; empty where none were
 * @param volumeBaseline root mean square error of the Fermi level of the structures held out when
 *     it is fitted by three parameters in the volume per atom alone, eV
 * @param coverage of the stated uncertainties on structures left out in turn, by members of the
 *     committee that had not seen them; empty without a committee
 * @param testCoverage the same on those held out
 */
public record DosTrainingResult(
    DosParameters parameters,
    List<DosErrors> train,
    List<DosErrors> test,
    double volumeBaseline,
    List<DosCoverage> coverage,
    List<DosCoverage> testCoverage) {
  /** The same with what training has to say of it in the model. */
  DosTrainingResult withSummary(Map<String, Object> summary) {
    DosParameters p = parameters;
    DosParameters told =
        new DosParameters(
            p.name(),
            p.description(),
            p.species(),
            p.electrons(),
            p.width(),
            p.zero(),
            p.code(),
            p.basis(),
            p.points(),
            p.baseline(),
            p.similarity(),
            p.members(),
            summary);
    return new DosTrainingResult(told, train, test, volumeBaseline, coverage, testCoverage);
  }
}
