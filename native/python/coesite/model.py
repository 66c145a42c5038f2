"""Models, and what they predict."""

import ctypes
import json
from ctypes import byref, c_double, c_int32, c_void_p
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .library import CoesiteError, DosResults, Options, Results, TensorResults, call, read
from .soap import PRECISIONS
from .structures import Batch

_PROPERTIES = {None: 0, "energy": 1, "dos": 2, "shielding": 3, "efg": 4, "tensor": 5}
_ZEROS = {0: "data", 1: "fermi", 2: "adaptive"}
_TEXT_BYTES = 4096


@dataclass(frozen=True)
class Prediction:
    """Energies and their derivatives of one structure.

    energy: eV
    uncertainty: calibrated standard deviation of the energy, eV; nan where the model has none
    committee: energies of the committee's members, eV, [members]
    atom_energies: parts of the energy, eV, [atoms]
    outside: which atoms have environments unlike any in training, [atoms]
    forces: -dE/dr, eV/angstrom, [atoms, 3]; None where no derivatives were asked for
    stress: (1/V) dE/d(strain), eV/angstrom^3, [3, 3], positive in tension; None without derivatives, nan where the
        structure is not periodic in all directions
    """

    energy: float
    uncertainty: float
    committee: np.ndarray
    atom_energies: np.ndarray
    outside: np.ndarray
    forces: Optional[np.ndarray]
    stress: Optional[np.ndarray]


@dataclass(frozen=True)
class DosGrid:
    """The energies of a model's densities of states.

    energies: eV, [grid]
    zero: what they count from: "data" (as the calculations it was trained on), "fermi" (each structure's Fermi level)
        or "adaptive" (the Fermi level, but for a shift in training)
    """

    energies: np.ndarray
    zero: str


@dataclass(frozen=True)
class Dos:
    """The density of states of one structure, both spins.

    curve: states/eV, [grid]
    uncertainty: calibrated standard deviation of it, [grid]; zeros where the model has no committee
    fermi_level: eV on the curve's zero
    fermi_uncertainty: eV; nan where there is none
    data_level: the Fermi level on the zero of the calculations that the model was trained on, eV
    electrons: valence electrons
    outside: which atoms have environments unlike any in training, [atoms]
    """

    curve: np.ndarray
    uncertainty: np.ndarray
    fermi_level: float
    fermi_uncertainty: float
    data_level: float
    electrons: float
    outside: np.ndarray


@dataclass(frozen=True)
class Tensors:
    """Shielding tensors, field gradients or other tensors of atoms of one structure.

    atoms: which atoms they are of, ascending, [sites]
    tensors: in the model's unit (shieldings: ppm), [sites, 3, 3], (induced, applied); with antisymmetric parts, if the
        model has learnt them
    isotropic: a third of the traces, [sites]
    uncertainty: calibrated standard deviation of isotropic, [sites]; nan where the model has no committee
    committee: tensors of the committee's members, [sites, members, 3, 3]; the standard deviation of whatever is derived
        from a tensor is the root mean square deviation of the members' from the model's own
    outside: which have environments unlike any in training, [sites]
    """

    atoms: np.ndarray
    tensors: np.ndarray
    isotropic: np.ndarray
    uncertainty: np.ndarray
    committee: np.ndarray
    outside: np.ndarray


class Model:
    """A model that is open. Calls from several threads are done one after the other."""

    def __init__(self, source, *, device="auto", precision="f64", threads=0, property=None):
        """Opens a model; the first time in a process, starts Java.

        source: a .safetensors file, or the name of a model that comes with Coesite: silica or silicon; with
            property="dos" silicon or silicon-thermal; with property="shielding" silicon-29
        device: "auto", "cpu", "cuda" or "emulated"
        precision: "f64" or "f32"
        threads: of the CPU, the caller's included; 0: all that the machine has
        property: "energy", "dos", "shielding", "efg" (electric field gradients) or "tensor" (others of rank 2), for
            names that mean several models; None: what the file holds, of bundled models of one name the first of these
        """
        self._handle = None
        if precision not in PRECISIONS:
            raise ValueError(f"precision is f64 or f32, not {precision!r}")
        if property not in _PROPERTIES:
            raise ValueError(f"property is energy, dos, shielding, efg, tensor or None, not {property!r}")
        options = Options(
            ctypes.sizeof(Options), str(device).encode(), PRECISIONS[precision], threads, _PROPERTIES[property], 0
        )
        handle = c_void_p()
        call("coesite_open", str(source).encode(), byref(options), byref(handle))
        self._handle = handle.value

    def close(self):
        """Gives the model's memory back; once is enough."""
        handle, self._handle = self._handle, None
        if handle is not None:
            call("coesite_close", handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def _open(self):
        if self._handle is None:
            raise ValueError("the model is closed")
        return self._handle

    def predicts(self, property):
        """Whether it predicts "energy", "dos", "shielding", "efg" or "tensor"."""
        return bool(read(c_int32, "coesite_predicts", self._open, _PROPERTIES[property]))

    @property
    def cutoff(self):
        """The distance beyond which atoms do not matter to each other's share of a prediction, angstrom."""
        return read(c_double, "coesite_cutoff", self._open)

    @property
    def species(self):
        """The atomic numbers that the model knows, ascending."""
        count = read(c_int32, "coesite_species", self._open, 0, None)
        known = np.empty(count, np.int32)
        read(c_int32, "coesite_species", self._open, count, known.ctypes.data)
        return known

    @property
    def members(self):
        """Size of the committee behind uncertainties."""
        return read(c_int32, "coesite_members", self._open)

    @property
    def description(self):
        """What the model is and where it runs, one line."""
        text = ctypes.create_string_buffer(_TEXT_BYTES)
        call("coesite_describe", self._open, _TEXT_BYTES, text)
        return text.value.decode()

    @property
    def hypers(self):
        """Hyperparameters of the SOAP features of each of the model's terms, as Soap takes them:

            coesite.Soap(model.species, hypers=model.hypers[0])
        """
        terms = []
        for term in range(read(c_int32, "coesite_terms", self._open)):
            text = ctypes.create_string_buffer(_TEXT_BYTES)
            call("coesite_hypers", self._open, term, _TEXT_BYTES, text)
            terms.append(json.loads(text.value))
        return terms

    def evaluate(self, species, positions, cell=None, periodic=None, *, derivatives=True):
        """Predicts one structure.

        species: atomic numbers, [atoms]
        positions: Cartesian, angstrom, [atoms, 3]
        cell: vectors as rows, angstrom, [3, 3]; None: none
        periodic: whether it repeats along a, b, c, [3], or one for all; None: in all directions if there is a cell
        derivatives: whether forces and stress are wanted

        Raises CoesiteError if the model cannot predict it.
        """
        return self.evaluate_batch([(species, positions, cell, periodic)], derivatives=derivatives)[0]

    def evaluate_batch(self, structures, *, derivatives=True):
        """Predicts structures, each a tuple (species, positions, cell, periodic), of which the last two may be left
        out, or ASE's Atoms. Faster than one by one for many small ones; the same bits.
        """
        batch = Batch(structures)
        n, atoms = len(batch), batch.atoms
        arrays = dict(
            energies=np.empty(n),
            uncertainties=np.empty(n),
            committee=np.empty((n, self.members)),
            atom_energies=np.empty(atoms),
            outside=np.empty(atoms, np.int32),
        )
        if derivatives:
            arrays.update(forces=np.empty((atoms, 3)), stresses=np.empty((n, 3, 3)))
        self._call("coesite_evaluate_batch", batch, Results, arrays)
        return [
            Prediction(
                float(arrays["energies"][s]),
                float(arrays["uncertainties"][s]),
                arrays["committee"][s],
                batch.part(arrays["atom_energies"], s),
                batch.part(arrays["outside"], s).astype(bool),
                batch.part(arrays["forces"], s) if derivatives else None,
                arrays["stresses"][s] if derivatives else None,
            )
            for s in range(n)
        ]

    def dos_grid(self):
        """The energies of its densities of states."""
        start, step, count, zero = c_double(), c_double(), c_int32(), c_int32()
        call("coesite_dos_grid", self._open, byref(start), byref(step), byref(count), byref(zero))
        return DosGrid(start.value + step.value * np.arange(count.value), _ZEROS[zero.value])

    def dos(self, structures):
        """Densities of states of structures, each as in evaluate_batch."""
        batch = Batch(structures)
        n, grid = len(batch), len(self.dos_grid().energies)
        levels = ("fermi_levels", "fermi_uncertainties", "data_levels", "electrons")
        arrays = dict(
            curves=np.empty((n, grid)),
            uncertainties=np.empty((n, grid)),
            outside=np.empty(batch.atoms, np.int32),
            **{name: np.empty(n) for name in levels},
        )
        self._call("coesite_dos", batch, DosResults, arrays)
        return [
            Dos(
                arrays["curves"][s],
                arrays["uncertainties"][s],
                *(float(arrays[name][s]) for name in levels),
                batch.part(arrays["outside"], s).astype(bool),
            )
            for s in range(n)
        ]

    @property
    def element(self):
        """Atomic number of the atoms that have tensors, of a model that predicts tensors."""
        return read(c_int32, "coesite_tensor_element", self._open)

    @property
    def unit(self):
        """Unit of the tensors, of a model that predicts tensors; empty where the training data did not say."""
        text = ctypes.create_string_buffer(_TEXT_BYTES)
        call("coesite_tensor_unit", self._open, _TEXT_BYTES, text)
        return text.value.decode()

    def shielding(self, structure, indices=None):
        """Magnetic shielding tensors, ppm: tensors, of a model that predicts them."""
        return self._tensors_of("shielding", structure, indices)

    def efg(self, structure, indices=None):
        """Electric field gradients: tensors, of a model that predicts them."""
        return self._tensors_of("efg", structure, indices)

    def _tensors_of(self, property, structure, indices):
        if not self.predicts(property):
            raise CoesiteError("model", f"the model does not predict {property}: {self.description}")
        return self.tensors(structure, indices)

    def tensors(self, structure, indices=None):
        """Predicts the tensors of one structure.

        structure: ASE's Atoms, or a tuple (species, positions, cell, periodic), of which the last two may be left out
        indices: of the atoms whose tensors are wanted, numbers or flags; None: all. Those of another element than the
            model's have none.

        Raises CoesiteError if the model cannot predict them.
        """
        batch = Batch([structure])
        n, members = batch.atoms, self.members
        arrays = dict(
            predicted=np.empty(n, np.int32),
            tensors=np.empty((n, 3, 3)),
            isotropic=np.empty(n),
            uncertainties=np.empty(n),
            committee=np.empty((n, members, 3, 3)),
            outside=np.empty(n, np.int32),
        )
        chosen = np.ones(n, np.int32)
        if indices is not None:
            chosen[:] = 0
            chosen[indices] = 1
        self._call("coesite_tensors", batch, TensorResults, arrays, chosen.ctypes.data)
        atoms = np.flatnonzero(arrays.pop("predicted"))
        found = {name: array[atoms] for name, array in arrays.items()}
        return Tensors(
            atoms,
            found["tensors"],
            found["isotropic"],
            found["uncertainties"],
            found["committee"],
            found["outside"].astype(bool),
        )

    def _call(self, function, batch, kind, arrays, *further):
        pointers = {name: array.ctypes.data for name, array in arrays.items()}
        results = kind(size=ctypes.sizeof(kind), **pointers)
        call(function, self._open, *batch.arguments(), *further, byref(results))
