package org.coesite.conformance;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.BackendProvider;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;

/** What the suite runs on: a backend that works here, in one precision. */
record Device(BackendProvider provider, Precision precision) {
  /** Every backend on the class path that works here, in every precision. */
  static List<Device> all() {
    List<Device> devices = new ArrayList<>();
    for (BackendProvider provider : Backends.providers()) {
      if (provider.unavailable().isEmpty()) {
        for (Precision precision : Precision.values()) {
          devices.add(new Device(provider, precision));
        }
      }
    }
    return devices;
  }

  Backend open() {
    return open(2);
  }

  Backend open(int threads) {
    return provider.open(precision, threads);
  }

  /** The number that belongs to this device's precision. */
  double choose(double f64, double f32) {
    return precision == Precision.F64 ? f64 : f32;
  }

  @Override
  public String toString() {
    return provider.name() + " " + precision;
  }
}
