package org.coesite.models;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coesite.backend.PairSplines;
import org.coesite.backend.SparsePoints;
import org.coesite.math.SoapBasis;

/**
 * A potential in a {@code .safetensors} file. The entry {@code coesite} of its {@code __metadata__}
 * is one JSON text: format version, units, species, the hyperparameters of every term, and a
 * summary of the training. Sparse features are stored in single precision (they are inputs, rounded
 * before training), everything else in double.
 */
final class PotentialFile {
  /** The newest format that this version reads, and the one it writes. */
  static final int FORMAT = 1;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private PotentialFile() {}

  static void write(PotentialModel model, Path file) {
    Safetensors out = new Safetensors();
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("kind", "potential");
    root.put("name", model.name());
    root.put("description", model.description());
    root.putObject("units").put("length", "angstrom").put("energy", "eV");
    ArrayNode species = root.putArray("species");
    for (int z : model.species()) {
      species.add(z);
    }
    root.put("members", model.members());
    out.put("species_energies", model.speciesEnergies(), model.species().length);
    if (model.pair() != null) {
      writePair(model.pair(), root, out);
    }
    ArrayNode terms = root.putArray("soap");
    for (int t = 0; t < model.manyBody().size(); t++) {
      writeTerm(model.manyBody().get(t), terms.addObject(), "soap." + t, out);
    }
    root.set("training", JSON.valueToTree(model.training()));
    out.metadata().put(ModelJson.KEY, root.toString());
    out.write(file);
  }

  private static void writePair(PairSplines pair, ObjectNode root, Safetensors out) {
    root.putObject("pair")
        .put("start", pair.start())
        .put("step", pair.step())
        .put("knots", pair.knots());
    long rows = pair.values().length / pair.knots();
    out.put("pair.values", pair.values(), rows, pair.knots());
    out.put("pair.slopes", pair.slopes(), rows, pair.knots());
  }

  private static void writeTerm(ManyBody term, ObjectNode node, String prefix, Safetensors out) {
    SoapBasis basis = term.basis();
    ModelJson.putBasis(basis, node);
    SparsePoints points = term.points();
    node.put("zeta", points.zeta()).put("normalise", points.normalise());
    int count = points.points();
    out.put(prefix + ".similarity", term.similarity(), term.similarity().length);
    out.put(prefix + ".species", points.species(), count);
    out.putFloats(prefix + ".features", points.features(), count, points.featureCount());
    out.put(prefix + ".weights", points.weights(), count, points.channels());
  }

  static PotentialModel read(Safetensors in) {
    return ModelJson.read(in, "potential", FORMAT, "a potential", root -> model(root, in));
  }

  private static PotentialModel model(JsonNode root, Safetensors in) {
    int[] species = ModelJson.species(root, in);
    int members = ModelJson.integer(root, "members", in);
    if (members < 0 || members > 10_000) {
      throw in.problem("a committee of " + members);
    }
    List<ManyBody> terms = new ArrayList<>();
    for (JsonNode node : root.path("soap")) {
      terms.add(term(node, "soap." + terms.size(), species, members, in));
    }
    Map<String, Object> training =
        root.path("training").isObject()
            ? JSON.convertValue(root.path("training"), new TypeReference<>() {})
            : Map.of();
    return new PotentialModel(
        root.path("name").asText(""),
        root.path("description").asText(""),
        species,
        in.doubles("species_energies", species.length),
        root.has("pair") ? pair(root.path("pair"), species, in) : null,
        terms,
        members,
        training);
  }

  private static PairSplines pair(JsonNode node, int[] species, Safetensors in) {
    int knots = ModelJson.integer(node, "knots", in);
    double start = ModelJson.number(node, "start", in);
    double step = ModelJson.number(node, "step", in);
    if (knots < 2 || !(start >= 0) || !(step > 0)) {
      throw in.problem("a pair potential with " + knots + " knots from " + start + " by " + step);
    }
    long rows = species.length * (species.length + 1L) / 2;
    return new PairSplines(
        species,
        start,
        step,
        knots,
        in.doubles("pair.values", rows, knots),
        in.doubles("pair.slopes", rows, knots));
  }

  private static ManyBody term(
      JsonNode node, String prefix, int[] species, int members, Safetensors in) {
    SoapBasis basis = ModelJson.basis(node, in);
    int count = Math.toIntExact(in.extent(prefix + ".species", 0));
    int features = ManyBody.features(basis, species.length);
    int[] centres = in.integers(prefix + ".species", count);
    ModelJson.requireGrouped(centres, species, prefix, in);
    SparsePoints points =
        new SparsePoints(
            centres,
            in.doubles(prefix + ".features", count, features),
            features,
            ModelJson.integer(node, "zeta", in),
            node.path("normalise").asBoolean(),
            in.doubles(prefix + ".weights", count, members + 1),
            members + 1);
    return new ManyBody(basis, points, in.doubles(prefix + ".similarity", species.length));
  }
}
