package org.coesite.capi;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.coesite.CoesiteException;
import org.coesite.backend.Backend;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;

/**
 * {@code coesite_options}: how a model is opened.
 *
 * @param device as in {@code --device}
 * @param threads 1 or more
 */
record Options(String device, Precision precision, int threads, Property property) {
  private static final long SIZE = 32;

  /** What launchers of MPI programs set: Open MPI; MPICH and Intel MPI; PMIx, as of srun. */
  private static final String[] MPI = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};

  /** The options at an address; the defaults at NULL. */
  static Options at(MemorySegment pointer) {
    if (Memory.isNull(pointer)) {
      return new Options("auto", Precision.F64, threads(0), Property.ANY);
    }
    HostStruct struct = HostStruct.at(pointer, SIZE, "options");
    MemorySegment device = struct.pointer(8);
    return new Options(
        Memory.isNull(device) ? "auto" : Memory.text(device, "device"),
        precision(struct.integer(16)),
        threads(struct.integer(20)),
        Property.of(struct.integer(24)));
  }

  /**
   * A backend for what is opened.
   *
   * @throws CallException if there is no such device, or it does not work
   */
  Backend openBackend() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // backends are found through it: a thread of the host has that of the Java machine, which may
    // know nothing of Coesite
    thread.setContextClassLoader(Options.class.getClassLoader());
    try {
      return Backends.open(device, precision, threads);
    } catch (CoesiteException e) {
      throw new CallException(Status.DEVICE, e.getMessage(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Precision precision(int code) {
    return switch (code) {
      case 0 -> Precision.F64;
      case 1 -> Precision.F32;
      default ->
          throw CallException.argument(
              "there is no precision " + code + ": COESITE_F64 or COESITE_F32 is expected");
    };
  }

  private static int threads(int wanted) {
    if (wanted < 0) {
      throw CallException.argument(wanted + " threads: 1 or more, or 0 for the default");
    }
    return wanted == 0 ? defaultThreads(System.getenv()) : wanted;
  }

  /** All that the machine has, or one where each rank of an MPI program has a core of its own. */
  static int defaultThreads(Map<String, String> environment) {
    for (String variable : MPI) {
      if (environment.containsKey(variable)) {
        return 1;
      }
    }
    return Runtime.getRuntime().availableProcessors();
  }
}
