package org.coesite.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.coesite.CoesiteException;
import org.coesite.io.AtomicFile;
import org.coesite.io.FileProblem;

/**
 * A file of named arrays in the safetensors format: the header's length in eight bytes, little
 * endian, a JSON header, then the numbers end to end. Texts ride in the header's {@code
 * __metadata__}.
 *
 * <p>Holds everything in memory; a file of 2 GiB or more is refused. Nothing in a file is trusted:
 * whatever does not fit is a {@link CoesiteException} that names the file and the array. Not
 * thread-safe while being built.
 */
public final class Safetensors {
  private static final long MAX_HEADER = 100_000_000;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Element types that are read and written. */
  enum Type {
    F64(8),
    F32(4),
    I32(4);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  /** One array: little-endian bytes, last index fastest. */
  record Array(Type type, long[] shape, ByteBuffer bytes) {}

  private final String source;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Array> arrays = new LinkedHashMap<>();

  /** An empty file to add to. */
  public Safetensors() {
    this("new file");
  }

  private Safetensors(String source) {
    this.source = source;
  }

  /** Texts of the header. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** Adds doubles. */
  public void put(String name, double[] values, long... shape) {
    ByteBuffer bytes = allocate(Type.F64, values.length, name, shape);
    bytes.asDoubleBuffer().put(values);
    arrays.put(name, new Array(Type.F64, shape, bytes));
  }

  /** Adds doubles, rounded to single precision. */
  public void putFloats(String name, double[] values, long... shape) {
    ByteBuffer bytes = allocate(Type.F32, values.length, name, shape);
    for (double value : values) {
      bytes.putFloat((float) value);
    }
    arrays.put(name, new Array(Type.F32, shape, bytes.rewind()));
  }

  /** Adds whole numbers. */
  public void put(String name, int[] values, long... shape) {
    ByteBuffer bytes = allocate(Type.I32, values.length, name, shape);
    bytes.asIntBuffer().put(values);
    arrays.put(name, new Array(Type.I32, shape, bytes));
  }

  private static ByteBuffer allocate(Type type, int length, String name, long[] shape) {
    if (length != Arrays.stream(shape).reduce(1, Math::multiplyExact)) {
      throw new IllegalArgumentException(
          name + ": " + length + " values for shape " + Arrays.toString(shape));
    }
    return ByteBuffer.allocate(Math.multiplyExact(length, type.bytes))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Real numbers of a known shape, whichever precision they are stored in.
   *
   * @throws CoesiteException if there is no such array, or it has another shape, or a number in it
   *     is not finite
   */
  public double[] doubles(String name, long... shape) {
    Array array = array(name, shape);
    ByteBuffer bytes = array.bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.remaining() / array.type.bytes];
    switch (array.type) {
      case F64 -> bytes.asDoubleBuffer().get(values);
      case F32 -> Arrays.setAll(values, i -> bytes.getFloat());
      case I32 -> throw problem(name + " holds whole numbers, not real ones");
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw problem(name + "[" + i + "] is " + values[i] + ", not a finite number");
      }
    }
    return values;
  }

  /** Whole numbers of a known shape. */
  public int[] integers(String name, long... shape) {
    Array array = array(name, shape);
    if (array.type != Type.I32) {
      throw problem(name + " is " + array.type + ", not I32");
    }
    int[] values = new int[array.bytes.remaining() / Integer.BYTES];
    array.bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    return values;
  }

  private Array array(String name, long... shape) {
    Array array = arrays.get(name);
    if (array == null) {
      throw problem("has no array " + name);
    }
    if (!Arrays.equals(array.shape, shape)) {
      throw problem(
          name + " has shape " + Arrays.toString(array.shape) + ", not " + Arrays.toString(shape));
    }
    return array;
  }

  /** Extent of an array along a dimension. */
  public long extent(String name, int dimension) {
    Array array = arrays.get(name);
    if (array == null || array.shape.length <= dimension) {
      throw problem("has no array " + name + " with dimension " + dimension);
    }
    return array.shape[dimension];
  }

  /** An error about this file. */
  public CoesiteException problem(String what) {
    return new CoesiteException(source + ": " + what);
  }

  /** Writes the file under a temporary name and moves it into place. */
  public void write(Path file) {
    AtomicFile.write(file, this::write);
  }

  private void write(OutputStream out) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject("__metadata__");
    metadata.forEach(texts::put);
    long offset = 0;
    for (Map.Entry<String, Array> entry : arrays.entrySet()) {
      Array array = entry.getValue();
      ObjectNode description = header.putObject(entry.getKey());
      description.put("dtype", array.type.name());
      ArrayNode shape = description.putArray("shape");
      Arrays.stream(array.shape).forEach(shape::add);
      long end = offset + array.bytes.remaining();
      description.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = JSON.writeValueAsBytes(header);
    // numbers start at a multiple of eight bytes: pad with blanks, as the format allows
    byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(padded.length).array());
    out.write(padded);
    for (Array array : arrays.values()) {
      byte[] numbers = new byte[array.bytes.remaining()];
      array.bytes.duplicate().get(numbers);
      out.write(numbers);
    }
  }

  /**
   * Reads a file.
   *
   * @throws CoesiteException if it cannot be read or is not such a file
   */
  public static Safetensors read(Path file) {
    byte[] bytes;
    try {
      if (Files.size(file) >= Integer.MAX_VALUE) {
        throw new CoesiteException(file + ": " + Files.size(file) + " bytes are no model file");
      }
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
    return parse(file.toString(), bytes);
  }

  /** Reads a stream to its end. */
  public static Safetensors read(String name, InputStream in) throws IOException {
    return parse(name, in.readAllBytes());
  }

  static Safetensors parse(String source, byte[] bytes) {
    Safetensors file = new Safetensors(source);
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 10) {
      throw file.problem(bytes.length + " bytes are too few for a safetensors file");
    }
    long length = data.getLong();
    if (length < 2 || length > MAX_HEADER || data.get(8) != '{') {
      throw file.problem(
          "not a safetensors file: it starts with neither a header length nor a header");
    }
    if (length > bytes.length - 8) {
      throw file.problem(
          "cut short: a header of "
              + length
              + " bytes is announced, and "
              + (bytes.length - 8)
              + " follow");
    }
    data.limit(8 + (int) length);
    file.readHeader(new String(bytes, 8, (int) length, StandardCharsets.UTF_8), bytes);
    return file;
  }

  private void readHeader(String text, byte[] bytes) {
    int start = 8 + text.getBytes(StandardCharsets.UTF_8).length;
    JsonNode header;
    try {
      header = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CoesiteException(source + ": the header is not JSON: " + e.getOriginalMessage(), e);
    }
    if (header == null || !header.isObject()) {
      throw problem("the header is not a JSON object");
    }
    SortedMap<Long, Long> spans = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        readTexts(entry.getValue());
      } else {
        readArray(entry.getKey(), entry.getValue(), start, bytes, spans);
      }
    }
    requireDense(spans, bytes.length - start);
  }

  private void readTexts(JsonNode texts) {
    for (Map.Entry<String, JsonNode> entry : texts.properties()) {
      if (!entry.getValue().isTextual()) {
        throw problem("__metadata__." + entry.getKey() + " is not a text");
      }
      metadata.put(entry.getKey(), entry.getValue().textValue());
    }
  }

  private void readArray(
      String name, JsonNode description, int start, byte[] bytes, Map<Long, Long> spans) {
    Type type =
        Arrays.stream(Type.values())
            .filter(t -> t.name().equals(description.path("dtype").asText()))
            .findAny()
            .orElseThrow(
                () ->
                    problem(
                        name
                            + " is of type "
                            + description.path("dtype")
                            + "; "
                            + List.of(Type.values())
                            + " are known"));
    long[] shape = wholeNumbers(name, description.path("shape"));
    long[] offsets = wholeNumbers(name, description.path("data_offsets"));
    BigInteger size = BigInteger.valueOf(type.bytes);
    for (long extent : shape) {
      size = size.multiply(BigInteger.valueOf(extent));
    }
    if (offsets.length != 2
        || offsets[1] < offsets[0]
        || !size.equals(BigInteger.valueOf(offsets[1] - offsets[0]))) {
      throw problem(
          name
              + " of shape "
              + Arrays.toString(shape)
              + " needs "
              + size
              + " bytes and has data_offsets "
              + Arrays.toString(offsets));
    }
    if (offsets[1] > bytes.length - start) {
      throw problem(
          "cut short: "
              + name
              + " ends at byte "
              + offsets[1]
              + " of the numbers, of which there are "
              + (bytes.length - start));
    }
    ByteBuffer part =
        ByteBuffer.wrap(bytes, start + (int) offsets[0], (int) (offsets[1] - offsets[0])).slice();
    arrays.put(name, new Array(type, shape, part.order(ByteOrder.LITTLE_ENDIAN)));
    spans.put(offsets[0], offsets[1]);
  }

  private long[] wholeNumbers(String name, JsonNode list) {
    if (!list.isArray()) {
      throw problem(name + " lacks its shape or data_offsets");
    }
    long[] values = new long[list.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = list.get(i);
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw problem(name + ": " + value + " is no extent or offset");
      }
      values[i] = value.longValue();
    }
    return values;
  }

  /** The format wants the arrays to fill the rest of the file without gap or overlap. */
  private void requireDense(SortedMap<Long, Long> spans, long size) {
    long at = 0;
    for (Map.Entry<Long, Long> span : spans.entrySet()) {
      if (span.getKey() != at) {
        throw problem("the arrays leave a gap or overlap at byte " + at + " of the numbers");
      }
      at = span.getValue();
    }
    if (at != size) {
      throw problem(size + " bytes of numbers, where the header accounts for " + at);
    }
  }
}
