package org.coesite.examples.dynamics;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What was spent since some moment.
 *
 * @param wall seconds by the clock on the wall, others' work on the machine included
 * @param processor seconds of all threads on their processors
 * @param memory the most that the process ever held in memory, MB, the Java machine included; NaN
 *     where the system does not say
 */
public record Cost(double wall, double processor, double memory) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** A moment to count from. */
  public record Start(long wall, long processor) {
    /** This one. */
    public static Start now() {
      return new Start(System.nanoTime(), processorTime());
    }

    /** What was spent until now. */
    public Cost until() {
      return new Cost(
          1e-9 * (System.nanoTime() - wall), 1e-9 * (processorTime() - processor), peakMemory());
    }
  }

  private static long processorTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Linux's high-water mark of the resident set. */
  private static double peakMemory() {
    if (!Files.isReadable(STATUS)) {
      return Double.NaN;
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
