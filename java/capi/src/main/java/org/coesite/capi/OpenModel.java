package org.coesite.capi;

import java.util.List;
import org.coesite.backend.Backend;
import org.coesite.dos.DosModel;
import org.coesite.models.Potential;
import org.coesite.nmr.NmrModel;
import org.coesite.soap.SoapHypers;

/**
 * A model that the host has opened, on a backend of its own. Its numbers may be asked for by any
 * thread; predictions are made by one thread at a time.
 */
sealed interface OpenModel extends Opened.Resource {
  /** What it predicts. */
  Property property();

  /** Angstrom. */
  double cutoff();

  /** Atomic numbers, ascending. */
  int[] species();

  /** Size of the committee. */
  int members();

  /** One line for people. */
  String description();

  /**
   * The model as one that predicts energies.
   *
   * @throws CallException if it does not
   */
  default Potential potential() {
    throw lacks(Property.ENERGY);
  }

  /**
   * The model as one that predicts densities of states.
   *
   * @throws CallException if it does not
   */
  default DosModel dos() {
    throw lacks(Property.DOS);
  }

  /**
   * The model as one that predicts tensors.
   *
   * @throws CallException if it does not
   */
  default NmrModel tensors() {
    throw lacks(Property.TENSOR);
  }

  private CallException lacks(Property property) {
    return new CallException(
        Status.MODEL,
        "the model predicts %s, not %s".formatted(property().words(), property.words()));
  }

  /** Hyperparameters of the features that it makes predictions of, in the order of its terms. */
  List<SoapHypers> hypers();

  /** A model of energies. */
  record Energies(Potential potential, Backend backend, String name) implements OpenModel {
    @Override
    public Property property() {
      return Property.ENERGY;
    }

    @Override
    public double cutoff() {
      return potential.model().cutoff();
    }

    @Override
    public int[] species() {
      return potential.model().species();
    }

    @Override
    public int members() {
      return potential.model().members();
    }

    @Override
    public List<SoapHypers> hypers() {
      return potential.model().manyBody().stream()
          .map(term -> new SoapHypers(term.basis(), 1))
          .toList();
    }

    @Override
    public String description() {
      return name + ": " + potential.model().description() + "; " + backend.description();
    }

    @Override
    public void close() {
      potential.close();
      backend.close();
    }
  }

  /** A model of densities of states. */
  record Dos(DosModel dos, Backend backend, String name) implements OpenModel {
    @Override
    public Property property() {
      return Property.DOS;
    }

    @Override
    public double cutoff() {
      return dos.parameters().basis().cutoff();
    }

    @Override
    public int[] species() {
      return dos.parameters().species();
    }

    @Override
    public int members() {
      return dos.parameters().members();
    }

    @Override
    public List<SoapHypers> hypers() {
      return List.of(new SoapHypers(dos.parameters().basis(), 1));
    }

    @Override
    public String description() {
      return name + ": " + dos.parameters().description() + "; " + backend.description();
    }

    @Override
    public void close() {
      dos.close();
      backend.close();
    }
  }

  /** A model of tensors of one element's atoms. */
  record Tensors(NmrModel tensors, Backend backend, String name) implements OpenModel {
    @Override
    public Property property() {
      return Property.ofTensor(tensors.parameters().property());
    }

    @Override
    public double cutoff() {
      return tensors.parameters().features().basis().cutoff();
    }

    @Override
    public int[] species() {
      return tensors.parameters().features().species();
    }

    @Override
    public int members() {
      return tensors.parameters().members();
    }

    @Override
    public List<SoapHypers> hypers() {
      return List.of(new SoapHypers(tensors.parameters().features().basis(), 1));
    }

    @Override
    public String description() {
      return name + ": " + tensors.parameters().description() + "; " + backend.description();
    }

    @Override
    public void close() {
      tensors.close();
      backend.close();
    }
  }
}
