package org.coesite.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUgraphExec;

/**
 * Lists of commands that were met lately, and the graphs made of those met twice. The one that was
 * not used for longest is dropped for a new one.
 */
final class GraphCache {
  private static final int MOST = 8;

  private static final class Entry {
    final MemorySegment content;
    CUgraphExec graph;
    boolean refused;

    Entry(MemorySegment content) {
      this.content = content;
    }
  }

  /** The last used at the end. */
  private final List<Entry> entries = new ArrayList<>();

  /** Issues a list: command by command the first time it is met, as a graph from then on. */
  void issue(CommandList commands, DeviceStream stream) {
    Entry entry = find(commands.content());
    if (entry == null) {
      remember(commands.content());
      commands.issue(stream);
      return;
    }
    if (entry.graph == null && !entry.refused) {
      capture(entry, commands, stream);
    }
    if (entry.graph == null) {
      commands.issue(stream);
    } else {
      stream.launch(entry.graph);
    }
  }

  /** Forgets all. */
  void clear() {
    entries.forEach(GraphCache::destroy);
    entries.clear();
  }

  /** Lists remembered. */
  int size() {
    return entries.size();
  }

  private static void capture(Entry entry, CommandList commands, DeviceStream stream) {
    try {
      entry.graph = stream.capture(commands);
    } catch (CudaException e) {
      // issued one by one, it either works or says more about what is wrong
      entry.refused = true;
      System.getLogger(GraphCache.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "repeated work is not launched as one graph: {0}",
              e.getMessage());
    }
  }

  private Entry find(MemorySegment content) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      if (entry.content.byteSize() == content.byteSize() && entry.content.mismatch(content) < 0) {
        entries.remove(i);
        entries.add(entry);
        return entry;
      }
    }
    return null;
  }

  private void remember(MemorySegment content) {
    if (entries.size() == MOST) {
      destroy(entries.removeFirst());
    }
    byte[] copy = content.toArray(ValueLayout.JAVA_BYTE);
    entries.add(new Entry(MemorySegment.ofArray(copy)));
  }

  private static void destroy(Entry entry) {
    if (entry.graph != null) {
      DeviceStream.destroy(entry.graph);
    }
  }
}
