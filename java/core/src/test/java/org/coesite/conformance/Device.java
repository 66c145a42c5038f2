package org.coesite.conformance;

import java.util.ArrayList;
import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.backend.BackendProvider;
import org.coesite.backend.Backends;
import org.coesite.backend.Precision;

/** What the suite runs on: a backend that works here, in one precision. */
record Device(BackendProvider provider, Precision precision) {
  /** Names of the devices to run on, with commas; without it, all. */
  private static final String WANTED = System.getProperty("coesite.conformance.devices", "");

  /** Every backend on the class path that works here and is wanted, in every precision. */
  static List<Device> all() {
    List<Device> devices = new ArrayList<>();
    List<String> wanted = List.of(WANTED.split(","));
    for (BackendProvider provider : Backends.providers()) {
      if ((WANTED.isEmpty() || wanted.contains(provider.name()))
          && provider.unavailable().isEmpty()) {
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
