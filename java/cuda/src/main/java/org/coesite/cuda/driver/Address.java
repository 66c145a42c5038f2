package org.coesite.cuda.driver;

import java.lang.foreign.MemorySegment;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/**
 * A raw address as JCuda's pointer, and back: the one place where the two meet.
 *
 * <p>JCuda keeps native addresses to itself, but lets subclasses read them and add a byte offset;
 * an offset from the null pointer is the address.
 */
public final class Address extends CUdeviceptr {
  private Address(long address) {
    super(new CUdeviceptr(), address);
  }

  /** A pointer that JCuda fills in. */
  Address() {}

  /** The pointer to an address, on the device or on the host. */
  public static Address of(long address) {
    return new Address(address);
  }

  /** The pointer to where a native segment begins. */
  public static Address of(MemorySegment segment) {
    return new Address(segment.address());
  }

  /** Where this points. */
  public long value() {
    return getNativePointer() + getByteOffset();
  }

  /** A stream whose raw handle can be read, for libraries called through java.lang.foreign. */
  public static final class Stream extends CUstream {
    Stream() {}

    /** The handle, as C has it. */
    public long value() {
      return getNativePointer();
    }
  }
}
