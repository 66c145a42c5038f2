package org.coesite.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import org.coesite.CoesiteException;

/**
 * What became of a partition: written last, so that a partition with a record is whole.
 *
 * @param part number of the partition
 * @param rows structures in it, those that failed included
 * @param failed how many of them
 * @param atoms in all of them
 * @param seconds that it took
 * @param device where
 */
record PartRecord(int part, int rows, int failed, long atoms, double seconds, String device)
    implements Serializable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As a line of JSON. */
  String json() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @param file for messages
   */
  static PartRecord parse(String file, String json) {
    try {
      return JSON.readValue(json, PartRecord.class);
    } catch (JsonProcessingException e) {
      throw new CoesiteException(file + ": not the record of a partition; remove it", e);
    }
  }
}
