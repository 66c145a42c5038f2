package org.coesite.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * What chemiscope's documentation ("Chemiscope JSON file format") says of its input, and its viewer
 * insists on.
 */
final class ChemiscopeRules {
  private static final Set<String> TOP =
      Set.of(
          "meta", "structures", "properties", "shapes", "settings", "environments", "parameters");

  private ChemiscopeRules() {}

  static void check(JsonNode root) {
    root.fieldNames().forEachRemaining(name -> assertTrue(TOP.contains(name), name));
    assertTrue(root.path("meta").path("name").isTextual());
    assertTrue(root.path("meta").path("description").isTextual());
    root.required("structures").forEach(ChemiscopeRules::checkStructure);
    checkEnvironments(root);
    root.required("properties").properties().forEach(p -> checkProperty(root, p.getValue()));
    checkSettings(root);
  }

  private static void checkStructure(JsonNode structure) {
    int size = structure.required("size").intValue();
    assertTrue(size > 0);
    for (String name : List.of("names", "x", "y", "z")) {
      JsonNode values = structure.required(name);
      assertEquals(size, values.size(), name);
      values.forEach(v -> assertTrue(name.equals("names") ? v.isTextual() : v.isNumber(), name));
    }
    if (structure.has("cell")) {
      assertEquals(9, structure.path("cell").size());
    }
  }

  private static void checkEnvironments(JsonNode root) {
    for (JsonNode environment : root.required("environments")) {
      assertTrue(environment.required("structure").isInt());
      assertTrue(environment.required("center").isInt());
      JsonNode structure = root.path("structures").get(environment.path("structure").intValue());
      assertTrue(structure != null, "no such structure");
      int centre = environment.path("center").intValue();
      assertTrue(centre >= 0 && centre < structure.path("size").intValue(), "no such atom");
      assertTrue(environment.required("cutoff").doubleValue() > 0);
    }
  }

  private static void checkProperty(JsonNode root, JsonNode property) {
    String target = property.path("target").asText();
    assertTrue(target.equals("atom") || target.equals("structure"), "target " + target);
    JsonNode values = property.path("values");
    assertEquals(
        root.path(target.equals("atom") ? "environments" : "structures").size(), values.size());
    for (JsonNode value : values) {
      assertEquals(values.get(0).getNodeType(), value.getNodeType(), "of a single type");
      assertTrue(value.isNumber() || value.isTextual() || value.isArray());
    }
    for (String words : List.of("units", "description")) {
      assertTrue(!property.has(words) || property.path(words).isTextual());
    }
    if (values.get(0).isArray()) {
      assertEquals(1, property.path("parameters").size(), "one parameter is supported");
      JsonNode parameter =
          root.path("parameters").path(property.path("parameters").get(0).asText());
      assertFalse(parameter.isMissingNode(), "no such parameter");
      for (JsonNode value : values) {
        assertEquals(parameter.path("values").size(), value.size());
        value.forEach(v -> assertTrue(v.isNumber()));
      }
    }
  }

  private static void checkSettings(JsonNode root) {
    JsonNode settings = root.path("settings");
    assertEquals("atom", settings.path("target").asText());
    for (JsonNode axis : settings.path("map")) {
      JsonNode property = root.path("properties").path(axis.path("property").asText());
      assertTrue(property.path("values").get(0).isNumber(), axis.toString());
    }
  }
}
