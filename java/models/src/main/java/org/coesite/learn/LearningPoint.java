package org.coesite.learn;

import java.util.List;

/**
 * One point of the learning curve: errors on the held-out structures after training on a part of
 * the rest.
 *
 * @param structures trained on
 * @param errors by group of the held-out structures, {@code all} among them
 */
public record LearningPoint(int structures, List<ErrorRow> errors) {}
