package org.coesite.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a file is called in tables: as {@code coesite screen} calls it, beginning with the folder
 * that the command line names. Immutable and thread-safe.
 */
final class FileLabels implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String WILD = "{}[]*?\\";

  private final ArrayList<Prefix> prefixes = new ArrayList<>();

  /** A folder or file in full, and as it was named. */
  private record Prefix(String full, String named) implements Serializable {}

  /** Labels of what is found under the given inputs. */
  FileLabels(List<String> inputs, Configuration hadoop) {
    for (String input : inputs) {
      String named = fixedPart(input);
      Path path = new Path(named.isEmpty() ? "." : named);
      prefixes.add(new Prefix(qualified(path, hadoop), asTyped(named)));
    }
    prefixes.sort(Comparator.comparingInt((Prefix prefix) -> prefix.full().length()).reversed());
  }

  /** The part of a glob that is no pattern, up to a whole folder. */
  private static String fixedPart(String input) {
    int wild = 0;
    while (wild < input.length() && WILD.indexOf(input.charAt(wild)) < 0) {
      wild++;
    }
    return wild == input.length() ? input : input.substring(0, input.lastIndexOf('/', wild) + 1);
  }

  /**
   * As {@code coesite screen} shows it: local names as they were typed, but for a slash at the end.
   */
  private static String asTyped(String named) {
    return named.contains(":/")
        ? new Path(named).toString()
        : java.nio.file.Path.of(named).toString();
  }

  private static String qualified(Path path, Configuration hadoop) {
    return StructureSource.qualified(path, hadoop).toString();
  }

  /** The label of a file, given in full. */
  String of(String file) {
    for (Prefix prefix : prefixes) {
      if (file.equals(prefix.full())) {
        return prefix.named();
      }
      if (file.startsWith(prefix.full() + "/")) {
        String rest = file.substring(prefix.full().length() + 1);
        return prefix.named().isEmpty() || prefix.named().endsWith("/")
            ? prefix.named() + rest
            : prefix.named() + "/" + rest;
      }
    }
    return file;
  }
}
