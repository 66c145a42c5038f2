package org.coesite.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.coesite.math.DensityScaling;
import org.coesite.math.SoapBasis;

/** What the descriptions of all kinds of model files share. */
public final class ModelJson {
  private ModelJson() {}

  /** Adds the hyperparameters of a basis. */
  public static void putBasis(SoapBasis basis, ObjectNode node) {
    node.put("cutoff", basis.cutoff())
        .put("smoothing", basis.smoothing())
        .put("max_radial", basis.maxRadial())
        .put("max_angular", basis.maxAngular())
        .put("density", basis.density())
        .put("spline_accuracy", basis.splineAccuracy());
    node.putObject("scaling")
        .put("rate", basis.scaling().rate())
        .put("scale", basis.scaling().scale())
        .put("exponent", basis.scaling().exponent());
  }

  /** The basis that was added. */
  public static SoapBasis basis(JsonNode node, Safetensors in) {
    JsonNode scaling = node.path("scaling");
    return new SoapBasis(
        number(node, "cutoff", in),
        number(node, "smoothing", in),
        integer(node, "max_radial", in),
        integer(node, "max_angular", in),
        number(node, "density", in),
        new DensityScaling(
            number(scaling, "rate", in),
            number(scaling, "scale", in),
            number(scaling, "exponent", in)),
        number(node, "spline_accuracy", in));
  }

  /** Atomic numbers, ascending, of the entry {@code species}. */
  public static int[] species(JsonNode root, Safetensors in) {
    JsonNode list = root.path("species");
    int[] species = new int[list.size()];
    for (int i = 0; i < species.length; i++) {
      species[i] = list.get(i).asInt();
      if (species[i] < 1 || species[i] > 118 || (i > 0 && species[i] <= species[i - 1])) {
        throw in.problem("\"species\" is not an ascending list of atomic numbers: " + list);
      }
    }
    return species;
  }

  /** Refuses sparse points of other species, or of a species in two places. */
  public static void requireGrouped(int[] centres, int[] species, String prefix, Safetensors in) {
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < centres.length; i++) {
      int z = centres[i];
      boolean changed = i == 0 || z != centres[i - 1];
      if (Arrays.binarySearch(species, z) < 0 || (changed && seen.contains(z))) {
        throw in.problem(
            prefix + ".species[" + i + "] is " + z + ": not of the model, or out of its group");
      }
      if (changed) {
        seen.add(z);
      }
    }
  }

  /** A number that has to be there. */
  public static double number(JsonNode node, String key, Safetensors in) {
    JsonNode value = node.path(key);
    if (!value.isNumber()) {
      throw in.problem("its description lacks the number \"" + key + "\"");
    }
    return value.doubleValue();
  }

  /** A whole number that has to be there. */
  public static int integer(JsonNode node, String key, Safetensors in) {
    JsonNode value = node.path(key);
    if (!value.isInt()) {
      throw in.problem("its description lacks the whole number \"" + key + "\"");
    }
    return value.intValue();
  }
}
