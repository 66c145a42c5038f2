package org.coesite.cuda.blas;

import java.util.function.Supplier;
import org.coesite.CoesiteException;
import org.coesite.cuda.driver.CommandQueue;
import org.coesite.cuda.driver.CudaDevice;
import org.coesite.cuda.driver.DeviceMemory;
import org.coesite.cuda.driver.KernelImage;

/** Decides what does the products. */
final class GemmChoice {
  private static final String PROPERTY = "coesite.gemm";
  private static final System.Logger LOG = System.getLogger(Gemm.class.getName());

  private GemmChoice() {}

  static Gemm open(
      CudaDevice device, CommandQueue queue, DeviceMemory memory, Supplier<KernelImage> tiled) {
    String wanted = System.getProperty(PROPERTY, "");
    return switch (wanted) {
      case "jcublas" -> insisted(() -> JCublasHandle.gemm(device, queue, memory));
      case "cublas" -> insisted(() -> Cublas13Handle.gemm(device, queue, memory));
      case "tiled" -> new TiledGemm(queue, tiled.get());
      case "" -> first(device, queue, memory, tiled);
      default ->
          throw new CoesiteException(
              "-D" + PROPERTY + "=" + wanted + ": jcublas, cublas and tiled are known");
    };
  }

  private static Gemm first(
      CudaDevice device, CommandQueue queue, DeviceMemory memory, Supplier<KernelImage> tiled) {
    String jcublas;
    try {
      return JCublasHandle.gemm(device, queue, memory);
    } catch (CoesiteException e) {
      jcublas = e.getMessage();
    }
    try {
      return Cublas13Handle.gemm(device, queue, memory);
    } catch (CoesiteException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "no cuBLAS, so matrix products run on our own kernel, at a fraction of the speed: {0};"
              + " {1}",
          jcublas,
          e.getMessage());
    }
    return new TiledGemm(queue, tiled.get());
  }

  private static Gemm insisted(Supplier<Gemm> choice) {
    try {
      return choice.get();
    } catch (CoesiteException e) {
      throw new CoesiteException(
          "-D" + PROPERTY + "=" + System.getProperty(PROPERTY) + ": " + e.getMessage(), e);
    }
  }
}
