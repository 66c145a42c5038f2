package org.coesite.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.coesite.CoesiteException;
import org.coesite.math.DensityScaling;
import org.coesite.math.SoapBasis;

/** What the descriptions of all kinds of model files share. */
public final class ModelJson {
  /** The entry of {@code __metadata__} that describes a model. */
  public static final String KEY = "coesite";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ModelJson() {}

  /**
   * What kind of model a file holds: {@code potential} or {@code dos}; empty where it does not say.
   *
   * @throws CoesiteException if it is no model file
   */
  public static String kind(Safetensors in) {
    return description(in).path("kind").asText();
  }

  private static JsonNode description(Safetensors in) {
    String text = in.metadata().get(KEY);
    if (text == null) {
      throw in.problem("not a Coesite model: its __metadata__ has no entry \"" + KEY + "\"");
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CoesiteException(
          in.problem("the entry \"" + KEY + "\" is not JSON: " + e.getOriginalMessage())
              .getMessage(),
          e);
    }
  }

  /**
   * Reads the description of a model.
   *
   * @param kind what the description must call itself
   * @param newest the newest format that can be read
   * @param otherwise what a model of another kind is not, for the message
   * @param model makes the model of its description
   * @throws CoesiteException if there is none, or it is of another kind or a newer format
   */
  public static <T> T read(
      Safetensors in, String kind, int newest, String otherwise, Function<JsonNode, T> model) {
    JsonNode root = description(in);
    try {
      requireReadable(root, kind, newest, otherwise, in);
      return model.apply(root);
    } catch (IllegalArgumentException e) {
      throw new CoesiteException(in.problem(e.getMessage()).getMessage(), e);
    }
  }

  private static void requireReadable(
      JsonNode root, String kind, int newest, String otherwise, Safetensors in) {
    int format = integer(root, "format", in);
    if (format > newest) {
      throw in.problem(
          "written in model format "
              + format
              + "; this version reads formats up to "
              + newest
              + ": use a newer Coesite");
    }
    if (format < 1) {
      throw in.problem("there is no model format " + format);
    }
    String found = root.path("kind").asText();
    if (!found.equals(kind)) {
      throw in.problem("holds a model of kind \"" + found + "\", not " + otherwise);
    }
  }

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
