package org.coesite.cli;

import java.util.Optional;
import org.coesite.CoesiteException;
import org.coesite.nmr.spectrum.SpectralAxis;

/** Ranges as the command line writes them: {@code --range=-130:-90}. */
final class NmrRange {
  private NmrRange() {}

  /**
   * The axis of a range, if one is given.
   *
   * @throws WrongCallException if it is not LOW:HIGH, or the points are too few or many
   */
  static Optional<SpectralAxis> parse(String option, String text, int points) {
    if (text == null) {
      return Optional.empty();
    }
    String[] ends = text.split(":", -1);
    try {
      if (ends.length == 2) {
        return Optional.of(
            SpectralAxis.between(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]), points));
      }
    } catch (NumberFormatException e) {
      throw wrong(option, text);
    } catch (CoesiteException e) {
      throw new WrongCallException(option + " " + text + ": " + e.getMessage());
    }
    throw wrong(option, text);
  }

  private static WrongCallException wrong(String option, String text) {
    return new WrongCallException(
        option + " " + text + ": LOW:HIGH was expected, such as " + option + "=-130:-90");
  }
}
