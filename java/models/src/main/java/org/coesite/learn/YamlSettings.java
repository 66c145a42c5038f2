package org.coesite.learn;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.coesite.CoesiteException;
import org.coesite.io.FileProblem;

/** Reads settings from YAML, into records whose constructors check them and know the defaults. */
public final class YamlSettings {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private YamlSettings() {}

  /**
   * Reads a file; nothing where it is blank but for comments.
   *
   * @param type the record
   * @throws CoesiteException if it cannot be read, naming the line
   */
  public static <T> Optional<T> read(Path file, Class<T> type) {
    try {
      String text = Files.readString(file);
      boolean blank = text.lines().map(String::strip).allMatch(YamlSettings::saysNothing);
      return blank ? Optional.empty() : Optional.of(parse(file.toString(), text, type));
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }

  private static boolean saysNothing(String line) {
    return line.isEmpty() || line.startsWith("#");
  }

  /**
   * What a text says.
   *
   * @param source name of the text, for messages
   */
  static <T> T parse(String source, String text, Class<T> type) {
    try {
      return YAML.readValue(text, type);
    } catch (UnrecognizedPropertyException e) {
      // its location is where the block ends, not where the entry stands: the path says more
      throw new CoesiteException(
          source
              + ": there is no entry \""
              + path(e)
              + "\"; known here: "
              + e.getKnownPropertyIds().stream().map(String::valueOf).collect(joining(", ")),
          e);
    } catch (JsonMappingException e) {
      throw new CoesiteException(source + place(e) + reason(e), e);
    } catch (JsonProcessingException e) {
      throw new CoesiteException(source + place(e) + firstLine(e.getOriginalMessage()), e);
    }
  }

  private static String place(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1 ? ": " : ":" + at.getLineNr() + ": ";
  }

  private static String reason(JsonMappingException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CoesiteException) {
        return cause.getMessage();
      }
    }
    String path = path(e);
    return (path.isEmpty() ? "" : path + ": ") + firstLine(e.getOriginalMessage());
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .collect(joining("."));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
