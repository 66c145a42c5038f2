package org.coesite.spark;

import java.io.Serializable;
import org.coesite.backend.Precision;
import org.coesite.cli.ModelSource;
import org.coesite.screen.ScreenSettings;

/**
 * Everything that an executor needs to screen: broadcast once to each.
 *
 * @param run tells this run from others that an executor has seen
 * @param potential the model
 * @param shieldings the model of shifts; null where none are asked for
 * @param device a backend's name
 * @param precision of the computation
 * @param settings what is found out of each structure
 */
record JobInput(
    String run,
    ModelSource potential,
    ModelSource shieldings,
    String device,
    Precision precision,
    ScreenSettings settings)
    implements Serializable {}
