package org.coesite.capi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The models that the host has open, by the numbers it knows them by. Numbers are not used again,
 * so that a closed model is told from an open one. Thread-safe.
 */
final class OpenModels {
  /** In steps, so that they look like no index and no small number by mistake is one of them. */
  private static final long STEP = 0x1000;

  private final Map<Long, OpenModel> models = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  /** Takes a model over. */
  long add(OpenModel model) {
    long handle = last.addAndGet(STEP);
    models.put(handle, model);
    return handle;
  }

  /**
   * An open model, to ask for its numbers.
   *
   * @throws CallException if there is none
   */
  OpenModel get(long handle) {
    OpenModel model = models.get(handle);
    if (model == null) {
      throw CallException.argument(
          handle == 0 ? "model is NULL" : "model is closed, or was never open");
    }
    return model;
  }

  /**
   * Uses a model alone.
   *
   * @throws CallException if it is not open
   */
  void use(long handle, Consumer<OpenModel> work) {
    OpenModel model = get(handle);
    synchronized (model) {
      // another thread may have closed it meanwhile
      work.accept(get(handle));
    }
  }

  /**
   * Closes a model once it is not in use.
   *
   * @throws CallException if it is not open
   */
  void close(long handle) {
    OpenModel model = get(handle);
    synchronized (model) {
      get(handle);
      models.remove(handle);
      model.close();
    }
  }
}
