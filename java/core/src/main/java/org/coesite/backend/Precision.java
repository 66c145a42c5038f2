package org.coesite.backend;

/**
 * The floating-point type that kernels compute in. Energies and forces are accumulated in double in
 * both.
 */
public enum Precision {
  F64(8),
  F32(4);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per number. */
  public int bytes() {
    return bytes;
  }
}
