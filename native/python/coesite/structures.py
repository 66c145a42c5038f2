"""Structures as the library takes them."""

import numpy as np


def of_structure(structure):
    """(species, positions, cell, periodic) of ASE's Atoms, or of a tuple that lacks the last of these or not."""
    if hasattr(structure, "get_positions"):
        periodic = np.asarray(structure.pbc, bool)
        return structure.numbers, structure.positions, structure.cell.array if periodic.any() else None, periodic
    return (tuple(structure) + (None, None))[:4]


class Batch:
    """Structures laid end to end, in arrays that the library can read."""

    def __init__(self, structures):
        structures = [of_structure(s) for s in structures]
        self.species = [np.ascontiguousarray(s[0], np.int32).ravel() for s in structures]
        self.counts = [len(z) for z in self.species]
        positions = [np.asarray(s[1], np.float64).reshape(-1, 3) for s in structures]
        for z, r in zip(self.species, positions):
            if len(z) != len(r):
                raise ValueError(f"{len(z)} species with positions of {len(r)} atoms")
        # a structure without a cell has none in a batch with cells either: vectors of zero, nothing periodic
        cells = [np.zeros((3, 3)) if s[2] is None else np.asarray(s[2], np.float64).reshape(3, 3) for s in structures]
        self.offsets = np.concatenate([[0], np.cumsum(self.counts)]).astype(np.int32)
        self.arrays = [
            self.offsets,
            np.concatenate(self.species + [np.empty(0, np.int32)]).astype(np.int32),
            np.concatenate(positions + [np.empty((0, 3))]),
            np.array(cells, np.float64).reshape(-1, 9),
            np.array([self._periodic(s) for s in structures], np.int32).reshape(-1, 3),
        ]

    @staticmethod
    def _periodic(structure):
        if structure[3] is None:
            return 3 * [structure[2] is not None]
        return np.broadcast_to(np.asarray(structure[3], bool), 3)

    def __len__(self):
        return len(self.counts)

    @property
    def atoms(self):
        return int(self.offsets[-1])

    def part(self, array, s):
        """The rows of a structure's atoms."""
        return array[self.offsets[s] : self.offsets[s + 1]]

    def arguments(self):
        return [len(self)] + [array.ctypes.data for array in self.arrays]
