package org.coesite.learn;

import java.util.List;
import org.coesite.backend.SparsePoints;
import org.coesite.math.SoapBasis;

/**
 * One many-body term in training.
 *
 * @param basis of its power spectra
 * @param amplitude prior standard deviation of an atom's energy, eV
 * @param environments of every frame of the data, by {@link TrainingFrame#index}
 * @param points sparse points; their weights do not matter yet
 * @param origin index of the frame that each sparse point was taken from
 */
record TermData(
    SoapBasis basis,
    double amplitude,
    List<Environments> environments,
    SparsePoints points,
    int[] origin) {}
