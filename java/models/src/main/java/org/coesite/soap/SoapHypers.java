package org.coesite.soap;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.coesite.CoesiteException;
import org.coesite.io.FileProblem;
import org.coesite.math.DensityScaling;
import org.coesite.math.SoapBasis;

/**
 * Hyperparameters of a SOAP power spectrum as featomic writes them, in its JSON.
 *
 * @param basis what the kernels take
 * @param centreWeight what the centre itself counts in its own density; 1 as a rule
 */
public record SoapHypers(SoapBasis basis, double centreWeight) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /**
   * Reads a file: the hyperparameters themselves, or an object that has them as {@code
   * hyperparameters}.
   *
   * @throws CoesiteException naming file and entry, if something is missing, unknown or unsupported
   */
  public static SoapHypers read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new CoesiteException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads a text, as {@link #read} does a file.
   *
   * @throws IllegalArgumentException naming the entry, if something is missing, unknown or
   *     unsupported
   */
  public static SoapHypers parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          "line " + e.getLocation().getLineNr() + ": not JSON: " + e.getOriginalMessage(), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
    JsonNode hypers = root.has("hyperparameters") ? root.get("hyperparameters") : root;
    return parse(new Entry("hyperparameters", hypers));
  }

  /** The hyperparameters in featomic's JSON, from which {@link #parse} makes the same. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode smoothing =
        root.putObject("cutoff").put("radius", basis.cutoff()).putObject("smoothing");
    if (basis.smoothing() == 0) {
      smoothing.put("type", "Step");
    } else {
      smoothing.put("type", "ShiftedCosine").put("width", basis.smoothing());
    }
    ObjectNode density =
        root.putObject("density")
            .put("type", "Gaussian")
            .put("width", basis.density())
            .put("center_atom_weight", centreWeight);
    if (!basis.scaling().equals(DensityScaling.NONE)) {
      density
          .putObject("scaling")
          .put("type", "Willatt2018")
          .put("exponent", basis.scaling().exponent())
          .put("rate", basis.scaling().rate())
          .put("scale", basis.scaling().scale());
    }
    root.putObject("basis")
        .put("type", "TensorProduct")
        .put("max_angular", basis.maxAngular())
        .put("spline_accuracy", basis.splineAccuracy())
        .putObject("radial")
        .put("type", "Gto")
        .put("max_radial", basis.maxRadial());
    return root.toString();
  }

  private static SoapHypers parse(Entry hypers) {
    hypers.allow("cutoff", "density", "basis");
    Entry cutoff = hypers.object("cutoff").allow("radius", "smoothing");
    Entry density =
        hypers.object("density").allow("type", "width", "scaling", "center_atom_weight");
    density.requireType("Gaussian");
    Entry basis = hypers.object("basis").allow("type", "max_angular", "radial", "spline_accuracy");
    basis.requireType("TensorProduct");
    Entry radial = basis.object("radial").allow("type", "max_radial", "radius");
    radial.requireType("Gto");
    double radius = cutoff.number("radius");
    if (radial.has("radius") && radial.number("radius") != radius) {
      throw radial.wrong("radius", "is supported where it equals the cutoff radius");
    }
    SoapBasis soap =
        new SoapBasis(
            radius,
            smoothing(cutoff.object("smoothing")),
            radial.whole("max_radial"),
            basis.whole("max_angular"),
            density.number("width"),
            density.has("scaling") ? scaling(density.object("scaling")) : DensityScaling.NONE,
            basis.has("spline_accuracy")
                ? basis.number("spline_accuracy")
                : SoapBasis.SPLINE_ACCURACY);
    return new SoapHypers(
        soap, density.has("center_atom_weight") ? density.number("center_atom_weight") : 1);
  }

  private static double smoothing(Entry smoothing) {
    smoothing.allow("type", "width");
    if (smoothing.type().equals("Step")) {
      return 0;
    }
    if (!smoothing.type().equals("ShiftedCosine")) {
      throw smoothing.wrong("type", "is ShiftedCosine or Step");
    }
    return smoothing.number("width");
  }

  private static DensityScaling scaling(Entry scaling) {
    scaling.allow("type", "exponent", "rate", "scale");
    scaling.requireType("Willatt2018");
    return new DensityScaling(
        scaling.number("rate"), scaling.number("scale"), scaling.number("exponent"));
  }

  /** A JSON object and where it stands. */
  private record Entry(String path, JsonNode node) {
    Entry {
      if (!node.isObject()) {
        throw new IllegalArgumentException(path + " is an object, not " + shown(node));
      }
    }

    private static String shown(JsonNode node) {
      String text = node.toString();
      return text.length() > 60 ? text.substring(0, 57) + "..." : text;
    }

    Entry allow(String... names) {
      Set<String> known = Set.of(names);
      node.fieldNames()
          .forEachRemaining(
              name -> {
                if (!known.contains(name)) {
                  throw new IllegalArgumentException(
                      path + "." + name + " is not known; there are " + new TreeSet<>(known));
                }
              });
      return this;
    }

    boolean has(String name) {
      return node.hasNonNull(name);
    }

    private JsonNode get(String name) {
      if (!has(name)) {
        throw new IllegalArgumentException(path + "." + name + " is missing");
      }
      return node.get(name);
    }

    Entry object(String name) {
      return new Entry(path + "." + name, get(name));
    }

    double number(String name) {
      if (!get(name).isNumber()) {
        throw wrong(name, "is a number");
      }
      return node.get(name).doubleValue();
    }

    int whole(String name) {
      if (!get(name).canConvertToInt() || !node.get(name).isIntegralNumber()) {
        throw wrong(name, "is a whole number");
      }
      return node.get(name).intValue();
    }

    String type() {
      return get("type").asText();
    }

    void requireType(String only) {
      if (!type().equals(only)) {
        throw wrong("type", "is supported as " + only + " only");
      }
    }

    IllegalArgumentException wrong(String name, String right) {
      return new IllegalArgumentException(
          path + "." + name + " " + right + ", not " + shown(node.get(name)));
    }
  }
}
