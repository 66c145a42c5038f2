package org.coesite.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands for a stream, written down: launches, copies, fills and calls.
 *
 * <p>All that tells one list from another is in one run of 8-byte words of native memory, so that
 * two lists are compared as fast as memory is read. Kernels and the work of calls, which the words
 * name by number, are kept beside it in the same order.
 */
final class CommandList {
  private static final int LAUNCH = 0;
  private static final int UPLOAD = 1;
  private static final int DOWNLOAD = 2;
  private static final int ZERO = 3;
  private static final int COPY = 4;
  private static final int CALL = 5;
  private static final long WORD = Long.BYTES;

  private MemorySegment words = Arena.ofAuto().allocate(16384, WORD);
  private long size;
  private final List<Object> objects = new ArrayList<>();
  private int commands;
  private long threads;

  void launch(Kernel k, int blocksX, int blocksY, int blockThreads, int sharedBytes, Arguments a) {
    begin(LAUNCH, 4 + Math.ceilDiv(a.size(), WORD));
    objects.add(k);
    word(k.identity());
    pair(blocksX, blocksY);
    pair(blockThreads, sharedBytes);
    word(a.size());
    bytes(a.packed());
    threads += (long) blocksX * blocksY * blockThreads;
  }

  void upload(long host, long device, long bytes) {
    transfer(UPLOAD, host, device, bytes);
  }

  void download(long device, long host, long bytes) {
    transfer(DOWNLOAD, device, host, bytes);
  }

  void copy(long from, long to, long bytes) {
    transfer(COPY, from, to, bytes);
  }

  void zero(long address, long bytes) {
    begin(ZERO, 2);
    word(address);
    word(bytes);
  }

  void call(long[] identity, Runnable work) {
    begin(CALL, 1 + identity.length);
    objects.add(work);
    word(identity.length);
    for (long part : identity) {
      word(part);
    }
  }

  boolean isEmpty() {
    return commands == 0;
  }

  int commands() {
    return commands;
  }

  /** Threads of all launches. */
  long threads() {
    return threads;
  }

  /** What tells this list from others; changes with the next command. */
  MemorySegment content() {
    return words.asSlice(0, size);
  }

  void clear() {
    size = 0;
    commands = 0;
    threads = 0;
    objects.clear();
  }

  /** Issues the commands in their order. */
  void issue(DeviceStream stream) {
    long at = 0;
    int object = 0;
    for (int c = 0; c < commands; c++) {
      int kind = (int) get(at);
      switch (kind) {
        case LAUNCH -> {
          issueLaunch(stream, (Kernel) objects.get(object++), at);
          at += 5 * WORD + padded(get(at + 4 * WORD));
        }
        case UPLOAD -> {
          stream.upload(get(at + WORD), get(at + 2 * WORD), get(at + 3 * WORD));
          at += 4 * WORD;
        }
        case DOWNLOAD -> {
          stream.download(get(at + WORD), get(at + 2 * WORD), get(at + 3 * WORD));
          at += 4 * WORD;
        }
        case COPY -> {
          stream.copy(get(at + WORD), get(at + 2 * WORD), get(at + 3 * WORD));
          at += 4 * WORD;
        }
        case ZERO -> {
          stream.zero(get(at + WORD), get(at + 2 * WORD));
          at += 3 * WORD;
        }
        case CALL -> {
          stream.call((Runnable) objects.get(object++));
          at += (2 + get(at + WORD)) * WORD;
        }
        default -> throw new AssertionError(kind);
      }
    }
  }

  private void issueLaunch(DeviceStream stream, Kernel kernel, long at) {
    long blocks = get(at + 2 * WORD);
    long block = get(at + 3 * WORD);
    long arguments = words.address() + at + 5 * WORD;
    stream.launch(
        kernel, high(blocks), low(blocks), high(block), low(block), arguments, get(at + 4 * WORD));
  }

  private void transfer(int kind, long from, long to, long bytes) {
    begin(kind, 3);
    word(from);
    word(to);
    word(bytes);
  }

  private void begin(int kind, long more) {
    long wanted = size + (1 + more) * WORD;
    if (wanted > words.byteSize()) {
      MemorySegment larger = Arena.ofAuto().allocate(2 * wanted, WORD);
      MemorySegment.copy(words, 0, larger, 0, size);
      words = larger;
    }
    word(kind);
    commands++;
  }

  private void word(long value) {
    words.set(ValueLayout.JAVA_LONG, size, value);
    size += WORD;
  }

  private void pair(int high, int low) {
    word(((long) high << 32) | Integer.toUnsignedLong(low));
  }

  private void bytes(MemorySegment source) {
    long end = size + padded(source.byteSize());
    if (end > size) {
      words.set(ValueLayout.JAVA_LONG, end - WORD, 0);
    }
    MemorySegment.copy(source, 0, words, size, source.byteSize());
    size = end;
  }

  private long get(long at) {
    return words.get(ValueLayout.JAVA_LONG, at);
  }

  private static long padded(long bytes) {
    return Math.ceilDiv(bytes, WORD) * WORD;
  }

  private static int high(long pair) {
    return (int) (pair >>> 32);
  }

  private static int low(long pair) {
    return (int) pair;
  }
}
