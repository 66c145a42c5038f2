package org.coesite.dos;

import java.util.ArrayList;
import java.util.List;
import org.coesite.CoesiteException;
import org.coesite.models.Calculator;
import org.coesite.models.Prediction;
import org.coesite.structure.Batch;
import org.coesite.structure.Structure;

/**
 * What electrons at a temperature add to the energy, the forces and the stress of the ground state:
 * A(T) - E(0) from a model of the ground state's density of states, and its derivatives at a
 * constant number of electrons (Ben Mahmoud, Grasselli and Ceriotti, Phys. Rev. B 106, L121116
 * (2022)). Added to a potential it is a potential at an electronic temperature:
 *
 * {@snippet :
 * Calculator hot = new SumCalculator(potential, new HotElectrons(model, 8000));
 * MolecularDynamics.constantEnergy(hot, structure, velocities, 1.0);
 * }
 *
 * <p>The part of an atom is what its local density of states gives to the grand potential, plus the
 * chemical potential's change times its valence electrons; the parts sum to the whole. The
 * uncertainty is that of the density of states alone. Both chemical potentials come from the
 * model's own curve, so derivatives are exact for the energies given. Curves are predicted once for
 * the electrons' state and once more for its derivatives.
 *
 * <p>Used by one thread at a time. Closing it closes the model.
 */
public final class HotElectrons implements Calculator {
  private final DosModel model;
  private final double temperature;
  private final BroadeningCorrection correction;

  /**
   * Electrons at a temperature, with the leading bias of the model's broadening taken off.
   *
   * @param temperature of the electrons, K, 0 or more
   * @throws CoesiteException if it is no temperature
   */
  public HotElectrons(DosModel model, double temperature) {
    this(model, temperature, correction(model));
  }

  /** Electrons at a temperature, with a given correction of the curves. */
  HotElectrons(DosModel model, double temperature, BroadeningCorrection correction) {
    if (!Double.isFinite(temperature) || temperature < 0) {
      throw new CoesiteException(
          "an electronic temperature of " + temperature + " K: 0 K or more is expected");
    }
    this.model = model;
    this.temperature = temperature;
    this.correction = correction;
  }

  /** Takes off the leading bias of a model's broadening. */
  public static BroadeningCorrection correction(DosModel model) {
    return new BroadeningCorrection(model.parameters().code().grid(), model.parameters().width());
  }

  /** Of the electrons, K. */
  public double temperature() {
    return temperature;
  }

  @Override
  public List<Prediction> evaluate(Batch batch, Derivatives derivatives) {
    return evaluate(batch, filled(batch), derivatives);
  }

  /**
   * Fills predicted curves as this calculator does, to be used at several temperatures.
   *
   * @throws CoesiteException if a structure cannot be predicted, or its curve not be filled
   */
  public List<Filled> filled(Batch batch) {
    List<DosPrediction> predictions = model.evaluate(batch);
    List<Filled> out = new ArrayList<>(predictions.size());
    for (int s = 0; s < predictions.size(); s++) {
      try {
        out.add(Filled.of(predictions.get(s), correction));
      } catch (CoesiteException e) {
        throw inStructure(batch, s, e);
      }
    }
    return out;
  }

  /**
   * A prediction, and its curves filled; without the latter for a structure without atoms.
   *
   * @param prediction as the model gave it
   * @param curves null where there are no atoms
   */
  public record Filled(DosPrediction prediction, FilledPrediction curves) {
    private static Filled of(DosPrediction prediction, BroadeningCorrection correction) {
      return new Filled(
          prediction, prediction.atoms() == 0 ? null : FilledPrediction.of(prediction, correction));
    }
  }

  /**
   * As {@link #evaluate(Batch, Derivatives)}, of curves that are there already.
   *
   * @param filled from {@link #filled(Batch)} of the same batch
   */
  public List<Prediction> evaluate(Batch batch, List<Filled> filled, Derivatives derivatives) {
    List<ElectronicState> states = new ArrayList<>(batch.size());
    List<double[]> weights = new ArrayList<>(batch.size());
    for (int s = 0; s < batch.size(); s++) {
      try {
        ElectronicState state = state(filled.get(s));
        states.add(state);
        weights.add(weights(state));
      } catch (CoesiteException e) {
        throw inStructure(batch, s, e);
      }
    }
    List<CurveDerivatives> found =
        model.derivatives(batch, weights, derivatives == Derivatives.FIRST);
    List<Prediction> out = new ArrayList<>(batch.size());
    for (int s = 0; s < batch.size(); s++) {
      out.add(prediction(batch.structure(s), filled.get(s), states.get(s), found.get(s)));
    }
    return out;
  }

  private static CoesiteException inStructure(Batch batch, int s, CoesiteException e) {
    return batch.size() == 1
        ? e
        : new CoesiteException("structure " + (s + 1) + ": " + e.getMessage(), e);
  }

  private ElectronicState state(Filled filled) {
    return filled.curves() == null ? null : filled.curves().model().state(temperature);
  }

  private double[] weights(ElectronicState state) {
    return state == null
        ? new double[correction.grid().count()]
        : correction.transpose(state.freeEnergyWeights());
  }

  private Prediction prediction(
      Structure structure, Filled filled, ElectronicState state, CurveDerivatives found) {
    boolean[] outside = filled.prediction().outside();
    double[] stress = found.virial() == null ? null : Prediction.stress(structure, found.virial());
    if (state == null) {
      return new Prediction(
          0, new double[0], found.forces(), stress, Double.NaN, new double[0], outside);
    }
    double energy = state.freeEnergyChange();
    double[] members =
        filled.curves().ofMembers(member -> member.state(temperature).freeEnergyChange());
    return new Prediction(
        energy,
        atomEnergies(structure, filled, state, found),
        found.forces(),
        stress,
        Estimate.of(energy, members).uncertainty(),
        members,
        outside);
  }

  private double[] atomEnergies(
      Structure structure, Filled filled, ElectronicState state, CurveDerivatives found) {
    double rise = state.chemicalPotential() - filled.curves().model().fermiLevel();
    double[] energies = found.shares().clone();
    for (int i = 0; i < energies.length; i++) {
      energies[i] += rise * model.parameters().electronsOf(structure.species(i));
    }
    return energies;
  }

  @Override
  public void close() {
    model.close();
  }
}
