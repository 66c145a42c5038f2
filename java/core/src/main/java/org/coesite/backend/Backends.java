package org.coesite.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.coesite.CoesiteException;

/** Finds backends and chooses among them. */
public final class Backends {
  private static final System.Logger LOG = System.getLogger(Backends.class.getName());

  private Backends() {}

  /** All providers on the class path, preferred ones first. */
  public static List<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(BackendProvider::priority).reversed())
        .toList();
  }

  /** The CPU backend in double precision, with as many threads as the machine has. */
  public static Backend open() {
    return open("auto", Precision.F64, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens a backend.
   *
   * @param device a provider's name, or {@code auto} for the preferred one that works here; {@code
   *     cuda:1} is the second device of a kind
   * @throws CoesiteException if there is none, saying why
   */
  public static Backend open(String device, Precision precision, int threads) {
    return choose(device, precision, threads).backend();
  }

  /**
   * A backend, and how it came to be the one.
   *
   * @param backend the caller's to close
   * @param passedOver what is preferred but does not work here, and why, in one line: "not cuda: no
   *     NVIDIA driver"; empty where there is nothing to say
   */
  public record Choice(Backend backend, String passedOver) {}

  /**
   * Opens a backend, and says why it is not another.
   *
   * @param device a provider's name, or {@code auto} for the preferred one that works here; {@code
   *     cuda:1} is the second device of a kind
   * @throws CoesiteException if there is none, saying why
   */
  public static Choice choose(String device, Precision precision, int threads) {
    List<BackendProvider> providers = providers();
    if (device.equals("auto")) {
      return choosePreferred(providers, precision, threads);
    }
    String name = device.replaceFirst(":[0-9]{1,4}$", "");
    int ordinal = name.equals(device) ? 0 : Integer.parseInt(device.substring(name.length() + 1));
    for (BackendProvider provider : providers) {
      if (provider.name().equals(name)) {
        provider
            .unavailable()
            .ifPresent(
                why -> {
                  throw new CoesiteException("device " + device + " does not work here: " + why);
                });
        return new Choice(provider.open(precision, threads, ordinal), "");
      }
    }
    throw new CoesiteException(
        "no device "
            + device
            + "; there are: auto, "
            + providers.stream().map(BackendProvider::name).collect(Collectors.joining(", ")));
  }

  private static Choice choosePreferred(
      List<BackendProvider> providers, Precision precision, int threads) {
    List<String> passedOver = new ArrayList<>();
    for (BackendProvider provider : providers) {
      Optional<String> why = provider.unavailable();
      if (why.isEmpty()) {
        try {
          Backend backend = provider.open(precision, threads);
          String others = String.join("; ", passedOver);
          LOG.log(System.Logger.Level.DEBUG, "chose {0}; {1}", backend.description(), others);
          return new Choice(backend, others);
        } catch (CoesiteException failure) {
          why = Optional.of(failure.getMessage());
        }
      }
      passedOver.add("not " + provider.name() + ": " + why.get());
    }
    throw new CoesiteException("no device works here: " + String.join("; ", passedOver));
  }
}
