package org.coesite.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** The shortest time of each benchmark, in microseconds. */
final class Timings {
  /**
   * What was timed.
   *
   * @param benchmark class and method, such as {@code KernelBenchmark.expansion}
   * @param system empty where there is none; likewise {@code precision}
   */
  record Key(String benchmark, String system, String precision, int threads) {}

  private final Map<Key, Double> microseconds = new HashMap<>();

  void add(Collection<RunResult> results) {
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      String name = params.getBenchmark();
      int type = name.lastIndexOf('.', name.lastIndexOf('.') - 1);
      microseconds.put(
          new Key(
              name.substring(type + 1),
              param(params, "system", ""),
              param(params, "precision", ""),
              Integer.parseInt(param(params, "threads", "1"))),
          result.getPrimaryResult().getStatistics().getMin());
    }
  }

  private static String param(BenchmarkParams params, String name, String otherwise) {
    return params.getParamsKeys().contains(name) ? params.getParam(name) : otherwise;
  }

  OptionalDouble of(String benchmark, String system, String precision, int threads) {
    Double value = microseconds.get(new Key(benchmark, system, precision, threads));
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
