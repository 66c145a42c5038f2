package org.coesite.io;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.coesite.CoesiteException;

/**
 * Reads NumPy arrays of plain numbers, {@code .npy} and {@code .npz}, of any byte order and either
 * index order. Small whole numbers and truth values become {@code int32}. Thread-safe.
 */
public final class NpyReader {
  private static final int BLOCK = 1 << 16;

  /** Deflate cannot compress better; a larger claim is a broken file, not worth its memory. */
  private static final long LARGEST_RATIO = 1032;

  private NpyReader() {}

  /**
   * Reads an {@code .npy} file.
   *
   * @throws CoesiteException if it is none, or cut short
   */
  public static NpyArray read(Path file) {
    try (InputStream input = new BufferedInputStream(Files.newInputStream(file), BLOCK)) {
      return read(input, Files.size(file));
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }

  /**
   * Reads all arrays of numbers of an {@code .npz} file, in the file's order, by name; texts, which
   * {@link #readText} reads, are passed over.
   *
   * @throws CoesiteException if it is none, or cut short
   */
  public static Map<String, NpyArray> readAll(Path file) {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().endsWith(".npy") && text(zip, entry) == null) {
          String name = entry.getName().substring(0, entry.getName().length() - 4);
          arrays.put(name, read(zip, entry));
        }
      }
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
    return arrays;
  }

  /**
   * Reads one array of an {@code .npz} file.
   *
   * @throws CoesiteException if the file is none, or lacks the array
   */
  public static NpyArray read(Path file, String name) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      if (entry == null) {
        throw new CoesiteException(file + ": has no array of the name " + name);
      }
      return read(zip, entry);
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }

  /**
   * Reads a text of an {@code .npz} file, an array of no dimensions.
   *
   * @throws CoesiteException if the file is none, or has no such text
   */
  public static String readText(Path file, String name) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      String text = entry == null ? null : text(zip, entry);
      if (text == null) {
        throw new CoesiteException(file + ": has no text of the name " + name);
      }
      return text;
    } catch (IOException e) {
      throw FileProblem.reading(file, e);
    }
  }

  /** The text of an entry; null where it is none. */
  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    try (DataInputStream input = new DataInputStream(zip.getInputStream(entry))) {
      return NpyHeader.readText(input);
    } catch (IOException e) {
      throw new IOException("array " + entry.getName() + ": " + e.getMessage(), e);
    }
  }

  private static NpyArray read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream input = new BufferedInputStream(zip.getInputStream(entry), BLOCK)) {
      return read(input, LARGEST_RATIO * (entry.getCompressedSize() + 1));
    } catch (IOException e) {
      throw new IOException("array " + entry.getName() + ": " + e.getMessage(), e);
    }
  }

  private static NpyArray read(InputStream stream, long available) throws IOException {
    DataInputStream input = new DataInputStream(stream);
    try {
      NpyHeader header = NpyHeader.read(input);
      long size = header.size();
      if (size > Integer.MAX_VALUE - 8 || size * header.bytes() > available) {
        throw new EOFException();
      }
      Object data = numbers(input, header, (int) size);
      return NpyArray.wrap(header.fortran() ? cOrder(data, header.shape()) : data, header.shape());
    } catch (EOFException e) {
      throw new IOException("it ends before the numbers its header announces", e);
    }
  }

  private static Object numbers(DataInputStream input, NpyHeader header, int size)
      throws IOException {
    Object data = allocate(header, size);
    byte[] block = new byte[BLOCK];
    ByteBuffer buffer = ByteBuffer.wrap(block).order(header.order());
    int perBlock = BLOCK / header.bytes();
    for (int start = 0; start < size; start += perBlock) {
      int count = Math.min(perBlock, size - start);
      input.readFully(block, 0, count * header.bytes());
      for (int i = 0; i < count; i++) {
        store(data, start + i, buffer, i * header.bytes(), header);
      }
    }
    return data;
  }

  private static Object allocate(NpyHeader header, int size) {
    if (header.kind() == 'f') {
      return header.bytes() == 8 ? new double[size] : new float[size];
    }
    boolean wide = header.bytes() == 8 || (header.kind() == 'u' && header.bytes() == 4);
    return wide ? new long[size] : new int[size];
  }

  private static void store(Object data, int index, ByteBuffer buffer, int at, NpyHeader header) {
    switch (data) {
      case double[] array -> array[index] = buffer.getDouble(at);
      case float[] array -> array[index] = buffer.getFloat(at);
      case long[] array ->
          array[index] =
              header.bytes() == 8 ? buffer.getLong(at) : Integer.toUnsignedLong(buffer.getInt(at));
      default -> ((int[]) data)[index] = small(buffer, at, header);
    }
  }

  private static int small(ByteBuffer buffer, int at, NpyHeader header) {
    boolean signed = header.kind() == 'i';
    return switch (header.bytes()) {
      case 1 -> signed ? buffer.get(at) : Byte.toUnsignedInt(buffer.get(at));
      case 2 -> signed ? buffer.getShort(at) : Short.toUnsignedInt(buffer.getShort(at));
      default -> buffer.getInt(at);
    };
  }

  /** Reorders numbers whose first index runs fastest. */
  private static Object cOrder(Object data, long[] shape) {
    int size = Array.getLength(data);
    Object ordered = Array.newInstance(data.getClass().getComponentType(), size);
    for (int target = 0; target < size; target++) {
      long rest = target;
      long source = 0;
      for (int k = shape.length - 1; k >= 0; k--) {
        source += rest % shape[k] * stride(shape, k);
        rest /= shape[k];
      }
      System.arraycopy(data, (int) source, ordered, target, 1);
    }
    return ordered;
  }

  private static long stride(long[] shape, int axis) {
    long stride = 1;
    for (int k = 0; k < axis; k++) {
      stride *= shape[k];
    }
    return stride;
  }
}
