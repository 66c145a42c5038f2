package org.coesite.learn;

import java.util.List;
import org.coesite.models.PotentialModel;

/**
 * A trained potential and how it did.
 *
 * @param model the potential
 * @param frames every labelled structure, in the order of the data
 * @param errors tables for the training set, the cross-validation within it, and the held-out
 *     structures: by kind, by band of energies, and {@code all}
 * @param learningCurve errors on the held-out structures against the number of training structures
 * @param calibration of the uncertainty
 */
public record TrainingResult(
    PotentialModel model,
    List<FrameResult> frames,
    List<ErrorRow> errors,
    List<LearningPoint> learningCurve,
    Calibration calibration) {}
