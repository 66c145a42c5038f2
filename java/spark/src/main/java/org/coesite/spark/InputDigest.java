package org.coesite.spark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.PartitionedFile;

/**
 * SHA-256 of how an input is cut into partitions: which pieces of which files, their sizes and when
 * they were changed last. Contents are not read.
 */
final class InputDigest {
  private InputDigest() {}

  /**
   * Of all partitions, in order.
   *
   * @param empty files without content, which are in none
   */
  static String of(Partition[] partitions, List<String> empty) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    for (Partition partition : partitions) {
      for (PartitionedFile file : ((FilePartition) partition).files()) {
        String piece =
            partition.index()
                + " "
                + file.toPath()
                + " "
                + file.start()
                + " "
                + file.length()
                + " "
                + file.fileSize()
                + " "
                + file.modificationTime()
                + "\n";
        digest.update(piece.getBytes(StandardCharsets.UTF_8));
      }
    }
    for (String file : empty) {
      digest.update(("empty " + file + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
