package org.coesite.dos;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.coesite.backend.SparsePoints;
import org.coesite.math.SoapBasis;
import org.coesite.models.ManyBody;
import org.coesite.models.ModelJson;
import org.coesite.models.Safetensors;

/**
 * A model of the density of states in a {@code .safetensors} file, described as a potential is: one
 * JSON text in the entry {@code coesite} of its {@code __metadata__}. Sparse features are stored in
 * single precision, everything else in double.
 */
final class DosFile {
  /** The newest format that this version reads, and the one it writes. */
  static final int FORMAT = 1;

  private static final int MOST_MEMBERS = 10_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DosFile() {}

  static void write(DosParameters model, Path file) {
    Safetensors out = new Safetensors();
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("kind", "dos");
    root.put("name", model.name());
    root.put("description", model.description());
    root.putObject("units").put("length", "angstrom").put("energy", "eV").put("dos", "states/eV");
    ArrayNode species = root.putArray("species");
    for (int z : model.species()) {
      species.add(z);
    }
    root.put("members", model.members());
    root.put("width", model.width());
    root.put("zero", model.zero().toString());
    EnergyGrid grid = model.code().grid();
    root.putObject("grid")
        .put("start", grid.start())
        .put("step", grid.step())
        .put("count", grid.count());
    writeCode(model.code(), root.putObject("representation"), out);
    ModelJson.putBasis(model.basis(), root.putObject("soap"));
    SparsePoints points = model.points();
    root.put("zeta", points.zeta()).put("normalise", points.normalise());
    out.put("electrons", model.electrons(), model.species().length);
    out.put("similarity", model.similarity(), model.species().length);
    out.put("baseline", model.baseline(), model.species().length, model.block());
    out.put("points.species", points.species(), points.points());
    out.putFloats("points.features", points.features(), points.points(), points.featureCount());
    out.put("points.weights", points.weights(), points.points(), points.channels());
    root.set("training", JSON.valueToTree(model.training()));
    out.metadata().put(ModelJson.KEY, root.toString());
    out.write(file);
  }

  private static void writeCode(CurveCode code, ObjectNode node, Safetensors out) {
    switch (code) {
      case CurveCode.Pointwise _ -> node.put("kind", "pointwise");
      case CurveCode.Cumulative _ -> node.put("kind", "cdf");
      case CurveCode.Components pca -> {
        node.put("kind", "pca").put("channels", pca.channels()).put("explained", pca.explained());
        out.put("pca.mean", pca.mean(), pca.grid().count());
        out.put("pca.components", pca.components(), pca.channels(), pca.grid().count());
      }
    }
  }

  static DosParameters read(Safetensors in) {
    return ModelJson.read(
        in, "dos", FORMAT, "of the density of states", root -> parameters(root, in));
  }

  private static DosParameters parameters(JsonNode root, Safetensors in) {
    int[] species = ModelJson.species(root, in);
    int members = ModelJson.integer(root, "members", in);
    if (members < 0 || members > MOST_MEMBERS) {
      throw in.problem("a committee of " + members);
    }
    JsonNode energies = root.path("grid");
    EnergyGrid grid =
        new EnergyGrid(
            ModelJson.number(energies, "start", in),
            ModelJson.number(energies, "step", in),
            ModelJson.integer(energies, "count", in));
    CurveCode code = code(root.path("representation"), grid, in);
    SoapBasis basis = ModelJson.basis(root.path("soap"), in);
    int block = code.channels() + 1;
    return new DosParameters(
        root.path("name").asText(""),
        root.path("description").asText(""),
        species,
        in.doubles("electrons", species.length),
        ModelJson.number(root, "width", in),
        EnergyZero.parse(root.path("zero").asText()),
        code,
        basis,
        points(root, basis, species, (members + 1) * block, in),
        in.doubles("baseline", species.length, block),
        in.doubles("similarity", species.length),
        members,
        root.path("training").isObject()
            ? JSON.convertValue(root.path("training"), new TypeReference<>() {})
            : Map.of());
  }

  private static SparsePoints points(
      JsonNode root, SoapBasis basis, int[] species, int channels, Safetensors in) {
    int count = Math.toIntExact(in.extent("points.species", 0));
    int features = ManyBody.features(basis, species.length);
    int[] centres = in.integers("points.species", count);
    ModelJson.requireGrouped(centres, species, "points", in);
    return new SparsePoints(
        centres,
        in.doubles("points.features", count, features),
        features,
        ModelJson.integer(root, "zeta", in),
        root.path("normalise").asBoolean(),
        in.doubles("points.weights", count, channels),
        channels);
  }

  private static CurveCode code(JsonNode node, EnergyGrid grid, Safetensors in) {
    String kind = node.path("kind").asText();
    return switch (kind) {
      case "pointwise" -> new CurveCode.Pointwise(grid);
      case "cdf" -> new CurveCode.Cumulative(grid);
      case "pca" -> {
        int channels = ModelJson.integer(node, "channels", in);
        yield new CurveCode.Components(
            grid,
            in.doubles("pca.mean", grid.count()),
            in.doubles("pca.components", channels, grid.count()),
            ModelJson.number(node, "explained", in));
      }
      default -> throw in.problem("there is no representation \"" + kind + "\"");
    };
  }
}
