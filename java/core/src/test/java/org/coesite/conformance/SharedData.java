package org.coesite.conformance;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Published values that lie beside a checkout in {@code shared/}, not in it. */
public final class SharedData {
  private SharedData() {}

  /** A file under {@code shared/}, if there is such a folder. */
  public static Optional<Path> find(String name) {
    String told =
        System.getProperty("coesite.shared", System.getenv().getOrDefault("COESITE_SHARED", ""));
    if (!told.isEmpty()) {
      return Optional.of(Path.of(told, name)).filter(Files::isReadable);
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared").resolve(name);
      if (Files.isReadable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** The numbers of a gzipped {@code .npy} file of little-endian doubles in C order. */
  static double[] readDoubles(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))))) {
      byte[] magic = in.readNBytes(8);
      if (magic.length < 8 || magic[1] != 'N' || magic[6] != 1) {
        throw new IOException(file + " is not an .npy file of version 1");
      }
      int length = in.readUnsignedByte() | in.readUnsignedByte() << 8;
      String header = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
      if (!header.contains("'<f8'") || !header.contains("'fortran_order': False")) {
        throw new IOException(file + " does not hold doubles in C order: " + header);
      }
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      double[] values = new double[bytes.remaining() / Double.BYTES];
      bytes.asDoubleBuffer().get(values);
      return values;
    }
  }
}
