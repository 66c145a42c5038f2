package org.coesite.io;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the numbers of an {@code .npy} file (NumPy enhancement proposal 1).
 *
 * @param order of the bytes of a number
 * @param kind of number: f, i, u or b
 * @param bytes of a number
 * @param fortran whether the first index runs fastest
 * @param shape extents
 */
record NpyHeader(ByteOrder order, char kind, int bytes, boolean fortran, long[] shape) {
  /** Long enough for most shapes. */
  static final int LENGTH = 128;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCRIPTOR =
      Pattern.compile("'descr'\\s*:\\s*'([<>|=])([fiub])([1248])'");
  private static final Pattern TEXT =
      Pattern.compile("'descr'\\s*:\\s*'([<>])U([0-9]{1,6})'.*'shape'\\s*:\\s*\\(\\s*\\)");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  /**
   * The bytes of a header for C order.
   *
   * @param minimum length, so that a header can be replaced by one of the same length
   */
  static byte[] encode(NpyArray.Type type, long[] shape, int minimum) {
    return encode(type.descriptor(), shape, minimum);
  }

  /**
   * A whole {@code .npy} file of one text, an array of no dimensions of type {@code <U}.
   *
   * @throws IllegalArgumentException if the text is empty, which NumPy could not tell from none
   */
  static byte[] encodeText(String text) {
    int[] characters = text.codePoints().toArray();
    if (characters.length == 0) {
      throw new IllegalArgumentException("an empty text");
    }
    byte[] header = encode("<U" + characters.length, new long[0], LENGTH);
    ByteBuffer file =
        ByteBuffer.allocate(header.length + Integer.BYTES * characters.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header);
    for (int character : characters) {
      file.putInt(character);
    }
    return file.array();
  }

  private static byte[] encode(String descriptor, long[] shape, int minimum) {
    StringBuilder text = new StringBuilder("{'descr': '").append(descriptor);
    text.append("', 'fortran_order': False, 'shape': (");
    for (long extent : shape) {
      text.append(extent).append(", ");
    }
    if (shape.length > 1) {
      text.setLength(text.length() - 2);
    }
    text.append("), }");
    int length = minimum;
    while (length < text.length() + 11) {
      length += 64;
    }
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (length - 10));
    header.put(text.toString().getBytes(StandardCharsets.US_ASCII));
    while (header.position() < length - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }

  /**
   * Reads a header.
   *
   * @throws IOException if it is none, with a message for the user
   */
  static NpyHeader read(DataInputStream input) throws IOException {
    return parse(dictionary(input));
  }

  /**
   * Reads a text, an array of no dimensions; null where the array is another.
   *
   * @throws IOException if it is no array at all, with a message for the user
   */
  static String readText(DataInputStream input) throws IOException {
    Matcher text = TEXT.matcher(dictionary(input));
    if (!text.find()) {
      return null;
    }
    int length = Integer.parseInt(text.group(2));
    ByteBuffer characters =
        ByteBuffer.wrap(input.readNBytes(Integer.BYTES * length))
            .order(text.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    StringBuilder out = new StringBuilder();
    while (characters.remaining() >= Integer.BYTES) {
      int character = characters.getInt();
      if (character != 0 && Character.isValidCodePoint(character)) { // NumPy pads with zeros
        out.appendCodePoint(character);
      }
    }
    return out.toString();
  }

  private static String dictionary(DataInputStream input) throws IOException {
    byte[] start = input.readNBytes(8);
    for (int i = 0; i < MAGIC.length; i++) {
      if (start.length < 8 || start[i] != MAGIC[i]) {
        throw new IOException("it is not a NumPy .npy array");
      }
    }
    int length = input.readUnsignedByte() | input.readUnsignedByte() << 8;
    if (start[6] > 1) {
      length |= input.readUnsignedByte() << 16 | input.readUnsignedByte() << 24;
    }
    if (start[6] < 1 || start[6] > 3 || length < 0 || length > 1 << 20) {
      throw new IOException("its NumPy header is of an unknown version");
    }
    return new String(input.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  private static NpyHeader parse(String text) throws IOException {
    Matcher descriptor = DESCRIPTOR.matcher(text);
    Matcher fortran = FORTRAN.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descriptor.find() || !fortran.find() || !shape.find()) {
      throw new IOException("its NumPy header is not one of plain numbers");
    }
    char kind = descriptor.group(2).charAt(0);
    int bytes = Integer.parseInt(descriptor.group(3));
    boolean known = kind != 'f' || bytes >= 4;
    if (!known || (kind == 'u' && bytes == 8) || (kind == 'b' && bytes != 1)) {
      throw new IOException("numbers of type " + kind + bytes + " are not supported");
    }
    ByteOrder order =
        descriptor.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    List<Long> extents = new ArrayList<>();
    for (String extent : Numbers.words(shape.group(1).replace(',', ' ').replace('L', ' '))) {
      Long value = Numbers.whole(extent);
      if (value == null || value < 0) {
        throw new IOException("its shape is not one: " + shape.group(1));
      }
      extents.add(value);
    }
    return new NpyHeader(
        order,
        kind,
        bytes,
        fortran.group(1).equals("True"),
        extents.stream().mapToLong(Long::longValue).toArray());
  }

  /** How many numbers follow. */
  long size() throws IOException {
    try {
      return NpyArray.size(shape);
    } catch (ArithmeticException e) {
      throw new IOException("its shape is too large", e);
    }
  }
}
