package org.coesite.capi;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.backend.GivenPairs;
import org.coesite.dos.DosModel;
import org.coesite.dos.DosPrediction;
import org.coesite.dos.EnergyGrid;
import org.coesite.dos.EnergyZero;
import org.coesite.models.DomainPrediction;
import org.coesite.models.Potential;
import org.coesite.models.Prediction;
import org.coesite.nmr.NmrModel;
import org.coesite.nmr.NmrPrediction;
import org.coesite.soap.SoapHypers;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * What the functions of {@code coesite.h} do. Each is a C function pointer, made once; arguments
 * are those of the header, and last the place for a message. Thread-safe.
 */
public final class EntryPoints {
  private static final Opened<OpenModel> MODELS = new Opened<>("model");

  private static final Opened<OpenSoap> SOAPS = new Opened<>("soap");

  private static final NeighbourLists NEIGHBOURS = new NeighbourLists();

  /** {@code sizeof(coesite_neighbour_list)}. */
  private static final long LIST_SIZE = 64;

  /** {@code sizeof(coesite_features)}. */
  private static final long FEATURES_SIZE = 56;

  /** In the order of {@code EntryPoints} in the library. */
  private static final List<String> NAMES =
      List.of(
          "open",
          "close",
          "predicts",
          "cutoff",
          "species",
          "members",
          "describe",
          "evaluate",
          "evaluateBatch",
          "evaluateDomain",
          "dosGrid",
          "dos",
          "neighbours",
          "terms",
          "hypers",
          "soapOpen",
          "soapClose",
          "soapFeatures",
          "tensorElement",
          "tensorUnit",
          "tensors");

  private EntryPoints() {}

  /**
   * Makes the function pointers. Called by the library through JNI.
   *
   * @param table address of the pointers to set, [count]
   * @param count how many the library knows
   * @throws IllegalArgumentException if the library is of another version
   */
  public static void fill(long table, int count) {
    if (count != NAMES.size()) {
      throw new IllegalArgumentException(
          "libcoesite.so knows %d functions, the jars beside it %d: they are of different versions"
              .formatted(count, NAMES.size()));
    }
    for (int k = 0; k < count; k++) {
      MemorySegment slot = MemorySegment.ofAddress(table + (long) Long.BYTES * k);
      Memory.putLong(slot, pointer(NAMES.get(k)).address());
    }
  }

  /** A C function that is the static method of that name. */
  @SuppressWarnings("restricted")
  private static MemorySegment pointer(String name) {
    try {
      for (var method : EntryPoints.class.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getReturnType() == int.class) {
          MethodHandle target = MethodHandles.lookup().unreflect(method);
          return Linker.nativeLinker()
              .upcallStub(target, descriptor(target.type()), Arena.global());
        }
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    throw new IllegalStateException("no method " + name);
  }

  private static FunctionDescriptor descriptor(MethodType type) {
    AddressLayout pointer = ValueLayout.ADDRESS;
    MemoryLayout[] arguments =
        type.parameterList().stream()
            .map(
                parameter ->
                    parameter == long.class
                        ? ValueLayout.JAVA_LONG
                        : parameter == int.class ? ValueLayout.JAVA_INT : pointer)
            .toArray(MemoryLayout[]::new);
    return FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments);
  }

  static int open(
      MemorySegment source, MemorySegment options, MemorySegment model, MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          Memory.require(model, "model");
          Memory.putLong(model, 0);
          String name = Memory.text(source, "source");
          Memory.putLong(model, MODELS.add(ModelSource.open(name, Options.at(options))));
        });
  }

  static int close(long model, MemorySegment message) {
    return Call.guarded(message, () -> MODELS.close(model));
  }

  static int predicts(long model, int property, MemorySegment predicts, MemorySegment message) {
    return Call.guarded(
        message,
        () ->
            Memory.putInt(
                predicts, MODELS.get(model).property().code() == property ? 1 : 0, "predicts"));
  }

  static int cutoff(long model, MemorySegment cutoff, MemorySegment message) {
    return Call.guarded(
        message, () -> Memory.putDouble(cutoff, MODELS.get(model).cutoff(), "cutoff"));
  }

  static int species(
      long model, int capacity, MemorySegment species, MemorySegment count, MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          int[] known = MODELS.get(model).species();
          if (capacity < 0) {
            throw CallException.argument("a capacity of " + capacity);
          }
          if (capacity > 0) {
            Memory.putInts(
                species, Arrays.copyOf(known, Math.min(capacity, known.length)), "species");
          }
          Memory.putInt(count, known.length, "count");
        });
  }

  static int members(long model, MemorySegment members, MemorySegment message) {
    return Call.guarded(
        message, () -> Memory.putInt(members, MODELS.get(model).members(), "members"));
  }

  static int describe(long model, int capacity, MemorySegment text, MemorySegment message) {
    return Call.guarded(message, () -> putText(MODELS.get(model).description(), capacity, text));
  }

  static int evaluate(
      long model,
      int atoms,
      MemorySegment species,
      MemorySegment positions,
      MemorySegment cell,
      MemorySegment periodic,
      MemorySegment results,
      MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          MODELS.get(model);
          Results wanted = Results.at(results);
          evaluate(
              model,
              Batch.of(HostStructures.structure(atoms, species, positions, cell, periodic)),
              wanted);
        });
  }

  static int evaluateBatch(
      long model,
      int structures,
      MemorySegment offsets,
      MemorySegment species,
      MemorySegment positions,
      MemorySegment cells,
      MemorySegment periodic,
      MemorySegment results,
      MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          MODELS.get(model);
          Results wanted = Results.at(results);
          evaluate(
              model,
              HostStructures.batch(structures, offsets, species, positions, cells, periodic),
              wanted);
        });
  }

  static int evaluateDomain(
      long model,
      int atoms,
      int local,
      MemorySegment species,
      MemorySegment positions,
      MemorySegment start,
      MemorySegment neighbours,
      MemorySegment results,
      MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          MODELS.get(model);
          DomainResults wanted = DomainResults.at(results);
          Structure all =
              HostStructures.structure(
                  atoms, species, positions, MemorySegment.NULL, MemorySegment.NULL);
          GivenPairs pairs = HostStructures.pairs(atoms, local, start, neighbours);
          MODELS.use(model, open -> domain(open.potential(), all, pairs, wanted));
        });
  }

  private static void domain(
      Potential potential, Structure atoms, GivenPairs pairs, DomainResults wanted) {
    DomainPrediction prediction;
    try {
      prediction = potential.evaluate(atoms, pairs, wanted.derivatives());
    } catch (CoesiteException e) {
      throw new CallException(Status.STRUCTURE, e.getMessage(), e);
    }
    wanted.put(prediction);
  }

  private static void evaluate(long handle, Batch batch, Results wanted) {
    MODELS.use(
        handle,
        model -> {
          Potential potential = model.potential();
          List<Prediction> predictions;
          try {
            predictions = potential.evaluate(batch, wanted.derivatives());
          } catch (CoesiteException e) {
            throw new CallException(Status.STRUCTURE, e.getMessage(), e);
          }
          wanted.put(predictions);
        });
  }

  static int dosGrid(
      long model,
      MemorySegment start,
      MemorySegment step,
      MemorySegment count,
      MemorySegment zero,
      MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          DosModel dos = MODELS.get(model).dos();
          EnergyGrid grid = dos.parameters().code().grid();
          Memory.putDouble(start, grid.start(), "start");
          Memory.putDouble(step, grid.step(), "step");
          Memory.putInt(count, grid.count(), "count");
          Memory.putInt(zero, code(dos.parameters().zero()), "zero");
        });
  }

  /** As a {@code coesite_zero}. */
  private static int code(EnergyZero zero) {
    return switch (zero) {
      case NONE -> 0;
      case FERMI -> 1;
      case ADAPTIVE -> 2;
    };
  }

  static int dos(
      long model,
      int structures,
      MemorySegment offsets,
      MemorySegment species,
      MemorySegment positions,
      MemorySegment cells,
      MemorySegment periodic,
      MemorySegment results,
      MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          MODELS.get(model);
          DosResults wanted = DosResults.at(results);
          Batch batch =
              HostStructures.batch(structures, offsets, species, positions, cells, periodic);
          MODELS.use(model, open -> dos(open.dos(), batch, wanted));
        });
  }

  private static void dos(DosModel model, Batch batch, DosResults wanted) {
    List<DosPrediction> predictions;
    try {
      predictions = model.evaluate(batch);
    } catch (CoesiteException e) {
      throw new CallException(Status.STRUCTURE, e.getMessage(), e);
    }
    wanted.put(predictions, model.parameters().zero());
  }

  static int neighbours(
      int atoms,
      MemorySegment positions,
      MemorySegment cell,
      MemorySegment periodic,
      MemorySegment options,
      MemorySegment list,
      MemorySegment allocator,
      MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          NeighbourOptions wanted = NeighbourOptions.at(options);
          HostStruct struct = HostStruct.at(list, LIST_SIZE, "neighbour_list");
          Structure structure = HostStructures.places(atoms, positions, cell, periodic);
          NEIGHBOURS.find(structure, wanted, allocator, struct);
        });
  }

  static int terms(long model, MemorySegment terms, MemorySegment message) {
    return Call.guarded(
        message, () -> Memory.putInt(terms, MODELS.get(model).hypers().size(), "terms"));
  }

  static int hypers(long model, int term, int capacity, MemorySegment text, MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          List<SoapHypers> all = MODELS.get(model).hypers();
          Memory.require(text, "text");
          if (term < 0 || term >= all.size()) {
            throw CallException.argument(
                "there is no term %d of %d, counted from 0".formatted(term, all.size()));
          }
          byte[] line = all.get(term).toJson().getBytes(StandardCharsets.UTF_8);
          if (capacity <= line.length) {
            throw CallException.argument(
                "a capacity of %d bytes: %d are needed".formatted(capacity, line.length + 1));
          }
          Call.write(line, Memory.bytes(text, capacity));
        });
  }

  static int soapOpen(
      MemorySegment hypers,
      int count,
      MemorySegment species,
      MemorySegment options,
      MemorySegment soap,
      MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          Memory.require(soap, "soap");
          Memory.putLong(soap, 0);
          if (count < 0) {
            throw CallException.argument(count + " species");
          }
          String text = Memory.text(hypers, "hypers");
          int[] known = Memory.ints(species, count, "species");
          Memory.putLong(soap, SOAPS.add(OpenSoap.open(text, known, Options.at(options))));
        });
  }

  static int soapClose(long soap, MemorySegment message) {
    return Call.guarded(message, () -> SOAPS.close(soap));
  }

  static int soapFeatures(
      long soap,
      int kind,
      int normalised,
      int structures,
      MemorySegment offsets,
      MemorySegment species,
      MemorySegment positions,
      MemorySegment cells,
      MemorySegment periodic,
      MemorySegment features,
      MemorySegment allocator,
      MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          SOAPS.get(soap);
          HostStruct struct = HostStruct.at(features, FEATURES_SIZE, "features");
          SoapKind wanted = SoapKind.of(kind);
          Batch batch =
              HostStructures.batch(structures, offsets, species, positions, cells, periodic);
          SOAPS.use(soap, open -> open.compute(wanted, normalised != 0, batch, allocator, struct));
        });
  }

  static int tensorElement(long model, MemorySegment element, MemorySegment message) {
    return Call.guarded(
        message,
        () ->
            Memory.putInt(element, MODELS.get(model).tensors().parameters().element(), "element"));
  }

  static int tensorUnit(long model, int capacity, MemorySegment text, MemorySegment message) {
    return Call.guarded(
        message, () -> putText(MODELS.get(model).tensors().parameters().unit(), capacity, text));
  }

  private static void putText(String line, int capacity, MemorySegment text) {
    Memory.require(text, "text");
    if (capacity < 1) {
      throw CallException.argument("a capacity of " + capacity + " bytes");
    }
    Call.write(line.getBytes(StandardCharsets.UTF_8), Memory.bytes(text, capacity));
  }

  static int tensors(
      long model,
      int structures,
      MemorySegment offsets,
      MemorySegment species,
      MemorySegment positions,
      MemorySegment cells,
      MemorySegment periodic,
      MemorySegment chosen,
      MemorySegment results,
      MemorySegment message) {
    return Call.guarded(
        message,
        () -> {
          MODELS.get(model);
          TensorResults wanted = TensorResults.at(results);
          Batch batch =
              HostStructures.batch(structures, offsets, species, positions, cells, periodic);
          int[] flags = Memory.isNull(chosen) ? null : Memory.ints(chosen, batch.atoms(), "chosen");
          MODELS.use(model, open -> tensors(open.tensors(), batch, flags, wanted));
        });
  }

  private static void tensors(NmrModel model, Batch batch, int[] chosen, TensorResults wanted) {
    List<NmrPrediction> predictions;
    try {
      predictions = model.evaluate(batch, atom -> chosen == null || chosen[atom] != 0);
    } catch (CoesiteException e) {
      throw new CallException(Status.STRUCTURE, e.getMessage(), e);
    }
    wanted.put(predictions, batch, model.parameters().members());
  }
}
