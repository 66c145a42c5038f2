"""ASE's view of Coesite's models."""

from ase.calculators.calculator import Calculator, PropertyNotImplementedError, all_changes
from ase.stress import full_3x3_to_voigt_6_stress

from .model import Model


class Coesite(Calculator):
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
        super().__init__(**others)
        self._own = not isinstance(model, Model)
        self.model = Model(model, device=device, precision=precision, threads=threads) if self._own else model

    def close(self):
        """Closes the model, if the calculator has opened it."""
        if self._own:
            self.model.close()

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
