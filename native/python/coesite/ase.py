"""ASE's view of Coesite's models."""

import numpy as np
from ase.calculators.calculator import Calculator, PropertyNotImplementedError, all_changes
from ase.stress import full_3x3_to_voigt_6_stress

from .model import Model


class _ModelCalculator(Calculator):
    """A calculator with a model, its own or the caller's."""

    def __init__(self, model, *, device="auto", precision="f64", threads=0, **others):
        super().__init__(**others)
        self._own = not isinstance(model, Model)
        self.model = Model(model, device=device, precision=precision, threads=threads) if self._own else model

    def close(self):
        """Closes the model, if the calculator has opened it."""
        if self._own:
            self.model.close()


class Coesite(_ModelCalculator):
    """An ASE calculator.

        atoms.calc = Coesite("silica")

    Beside ASE's properties, results holds energy_uncertainty (eV), committee (eV, [members]) and outside ([atoms]:
    which atoms have environments unlike any in training). There is a stress of structures that are periodic in all
    directions only.
    """

    implemented_properties = ["energy", "free_energy", "energies", "forces", "stress"]

    def __init__(self, model="silica", *, device="auto", precision="f64", threads=0, **others):
        """model: a coesite.Model, which remains the caller's to close, or what coesite.Model takes first; device,
        precision and threads are for the latter, others for ase.calculators.calculator.Calculator.
        """
        super().__init__(model, device=device, precision=precision, threads=threads, **others)

    def calculate(self, atoms=None, properties=("energy",), system_changes=all_changes):
        super().calculate(atoms, properties, system_changes)
        periodic = self.atoms.pbc
        if "stress" in properties and not periodic.all():
            raise PropertyNotImplementedError("a stress takes a structure that is periodic in all directions")
        p = self.model.evaluate(
            self.atoms.numbers,
            self.atoms.positions,
            self.atoms.cell.array if periodic.any() else None,
            periodic,
        )
        self.results = dict(
            energy=p.energy,
            free_energy=p.energy,
            energies=p.atom_energies,
            forces=p.forces,
            energy_uncertainty=p.uncertainty,
            committee=p.committee,
            outside=p.outside,
        )
        if periodic.all():
            self.results["stress"] = full_3x3_to_voigt_6_stress(p.stress)


class Shielding(_ModelCalculator):
    """A calculator of what ASE has no name for: tensors of atoms, such as shieldings.

        calculator = Shielding("silicon-29")
        sigma = calculator.get_property("shielding", atoms)

    results, of each, with nan for atoms that the model does not predict:
        shielding: tensors in the model's unit (shieldings: ppm), [atoms, 3, 3], (induced, applied); of a model of field
            gradients or other tensors, these
        isotropic: a third of the traces, [atoms]
        uncertainty: calibrated standard deviation of isotropic, [atoms]
        committee: the members' tensors, [atoms, members, 3, 3]
        outside: which atoms have environments unlike any in training, [atoms]
    """

    implemented_properties = ["shielding", "isotropic", "uncertainty", "committee", "outside"]

    def __init__(self, model="silicon-29", *, device="auto", precision="f64", threads=0, **others):
        """Arguments as those of Coesite."""
        super().__init__(model, device=device, precision=precision, threads=threads, **others)

    def calculate(self, atoms=None, properties=("shielding",), system_changes=all_changes):
        super().calculate(atoms, properties, system_changes)
        found = self.model.tensors(self.atoms)
        n = len(self.atoms)

        def spread(values, absent=np.nan):
            out = np.full((n,) + values.shape[1:], absent, values.dtype)
            out[found.atoms] = values
            return out

        self.results = dict(
            shielding=spread(found.tensors),
            isotropic=spread(found.isotropic),
            uncertainty=spread(found.uncertainty),
            committee=spread(found.committee),
            outside=spread(found.outside, False),
        )
