package org.coesite.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.coesite.io.AtomicFile;
import org.coesite.io.FileProblem;

/**
 * {@code run.json}: everything that decides what a screening run finds, so that a run is resumed
 * only as what it was.
 */
public final class RunRecord {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Map<String, String> facts;

  /** What decides a run, in the order it is to be compared. */
  public RunRecord(Map<String, String> facts) {
    this.facts = new LinkedHashMap<>(facts);
  }

  void write(Path file) {
    AtomicFile.write(file, json());
  }

  /** What the file says. */
  public String json() {
    try {
      return JSON.writeValueAsString(facts) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Checks that the run recorded in a file is this one.
   *
   * @throws WrongCallException naming the first difference
   */
  void requireSame(Path file) {
    try {
      requireSame(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }

  /**
   * Checks that the run that was recorded is this one.
   *
   * @param file that the record is in, for messages
   * @throws WrongCallException naming the first difference
   */
  public void requireSame(String file, String json) {
    Map<String, String> recorded;
    try {
      recorded = JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new WrongCallException(
          file + ": not the record of a screening run; give another --out, or --overwrite");
    }
    Set<String> names = new LinkedHashSet<>(facts.keySet());
    names.addAll(recorded.keySet());
    for (String name : names) {
      if (!Objects.equals(facts.get(name), recorded.get(name))) {
        throw new WrongCallException(
            file
                + ": the run there had "
                + fact(name, recorded)
                + ", this one has "
                + fact(name, facts)
                + "; resume with the same options and inputs, or give another --out");
      }
    }
  }

  private static String fact(String name, Map<String, String> facts) {
    return facts.containsKey(name) ? name + " " + facts.get(name) : "no " + name;
  }
}
