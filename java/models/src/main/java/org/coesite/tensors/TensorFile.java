package org.coesite.tensors;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.coesite.math.SoapBasis;
import org.coesite.models.ModelJson;
import org.coesite.models.Safetensors;

/**
 * A model of tensors in a {@code .safetensors} file, described as a potential is. Features of
 * sparse points are stored in single precision, everything else in double.
 */
final class TensorFile {
  /** The newest format that this version reads, and the one it writes. */
  static final int FORMAT = 1;

  private static final int MOST_MEMBERS = 10_000;
  private static final int MOST_LAMBDA = 2;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TensorFile() {}

  static void write(TensorParameters model, Path file) {
    Safetensors out = new Safetensors();
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("kind", "tensors");
    root.put("name", model.name());
    root.put("description", model.description());
    root.put("property", model.property());
    root.putObject("units").put("length", "angstrom").put("tensor", model.unit());
    root.put("element", model.element());
    TensorFeatures features = model.features();
    ArrayNode species = root.putArray("species");
    for (int z : features.species()) {
      species.add(z);
    }
    ArrayNode lambdas = root.putArray("lambdas");
    for (LambdaFeatures own : features.lambdas()) {
      lambdas.add(own.lambda());
    }
    ModelJson.putBasis(features.basis(), root.putObject("soap"));
    root.put("channels", features.mixing().channels());
    root.put("zeta", model.zeta());
    root.put("members", model.members());
    root.put("baseline", model.baseline());
    root.put("similarity", model.similarity());
    root.set("training", JSON.valueToTree(model.training()));
    out.put(
        "mixing",
        Arrays.stream(features.mixing().matrices()).flatMapToDouble(DoubleStream::of).toArray(),
        features.basis().maxAngular() + 1,
        (long) features.species().length * features.basis().radialFunctions(),
        features.mixing().channels());
    for (int k = 0; k < features.lambdas().size(); k++) {
      writeLambda(model, k, out);
    }
    out.metadata().put(ModelJson.KEY, root.toString());
    out.write(file);
  }

  private static void writeLambda(TensorParameters model, int k, Safetensors out) {
    LambdaFeatures own = model.features().lambdas().get(k);
    String prefix = "lambda" + own.lambda();
    int[] products =
        own.products().products().stream()
            .flatMapToInt(
                product -> IntStream.of(product.l1(), product.l2(), product.q1(), product.q2()))
            .toArray();
    double[][] points = model.points().get(k);
    double[][] weights = model.weights().get(k);
    out.put(prefix + ".products", products, own.products().size(), 4);
    out.putFloats(prefix + ".transform", own.transform(), own.products().size(), own.count());
    out.putFloats(prefix + ".points", flat(points), points.length, own.components(), own.count());
    out.put(
        prefix + ".weights", flat(weights), points.length, own.components(), model.members() + 1);
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(DoubleStream::of).toArray();
  }

  static TensorParameters read(Safetensors in) {
    return ModelJson.read(in, "tensors", FORMAT, "of tensors of atoms", root -> model(root, in));
  }

  private static TensorParameters model(JsonNode root, Safetensors in) {
    int members = ModelJson.integer(root, "members", in);
    if (members < 0 || members > MOST_MEMBERS) {
      throw in.problem("a committee of " + members);
    }
    SoapBasis basis = ModelJson.basis(root.path("soap"), in);
    int[] species = ModelJson.species(root, in);
    int channels = ModelJson.integer(root, "channels", in);
    int rows = species.length * basis.radialFunctions();
    double[] all = in.doubles("mixing", basis.maxAngular() + 1, rows, channels);
    ChannelMixing mixing =
        new ChannelMixing(
            species.length, basis.radialFunctions(), channels, rows(all, basis.maxAngular() + 1));
    List<LambdaFeatures> lambdas = new ArrayList<>();
    List<double[][]> points = new ArrayList<>();
    List<double[][]> weights = new ArrayList<>();
    for (JsonNode each : root.path("lambdas")) {
      LambdaFeatures own = lambda(each.asInt(-1), mixing, in);
      lambdas.add(own);
      String prefix = "lambda" + own.lambda();
      int count = Math.toIntExact(in.extent(prefix + ".points", 0));
      points.add(rows(in.doubles(prefix + ".points", count, own.components(), own.count()), count));
      weights.add(
          rows(
              in.doubles(prefix + ".weights", count, own.components(), members + 1),
              count * own.components()));
    }
    return new TensorParameters(
        root.path("name").asText(""),
        root.path("description").asText(""),
        root.path("property").asText(""),
        root.path("units").path("tensor").asText(""),
        element(root, species, in),
        new TensorFeatures(basis, species, mixing, lambdas),
        ModelJson.integer(root, "zeta", in),
        points,
        weights,
        ModelJson.number(root, "baseline", in),
        members,
        ModelJson.number(root, "similarity", in),
        root.path("training").isObject()
            ? JSON.convertValue(root.path("training"), new TypeReference<>() {})
            : Map.of());
  }

  private static int element(JsonNode root, int[] species, Safetensors in) {
    int element = ModelJson.integer(root, "element", in);
    if (Arrays.binarySearch(species, element) < 0) {
      throw in.problem("its element " + element + " is none of its species");
    }
    return element;
  }

  private static LambdaFeatures lambda(int lambda, ChannelMixing mixing, Safetensors in) {
    if (lambda < 0 || lambda > MOST_LAMBDA) {
      throw in.problem("there is no lambda " + lambda + " of a tensor of rank 2");
    }
    String prefix = "lambda" + lambda;
    int size = Math.toIntExact(in.extent(prefix + ".products", 0));
    int[] numbers = in.integers(prefix + ".products", size, 4);
    List<Product> products = new ArrayList<>();
    for (int k = 0; k < size; k++) {
      Product product =
          new Product(numbers[4 * k], numbers[4 * k + 1], numbers[4 * k + 2], numbers[4 * k + 3]);
      if (product.l2() > mixing.maxAngular()
          || Math.max(product.q1(), product.q2()) >= mixing.channels()) {
        throw in.problem(prefix + ".products[" + k + "] is none of its channels: " + product);
      }
      products.add(product);
    }
    int count = Math.toIntExact(in.extent(prefix + ".transform", 1));
    return new LambdaFeatures(
        new ProductSet(lambda, products), count, in.doubles(prefix + ".transform", size, count));
  }

  private static double[][] rows(double[] values, int count) {
    double[][] out = new double[count][];
    int size = count == 0 ? 0 : values.length / count;
    Arrays.setAll(out, r -> Arrays.copyOfRange(values, r * size, (r + 1) * size));
    return out;
  }
}
