"""Neighbour lists."""

import ctypes
from ctypes import byref

import numpy as np

from .library import NeighbourList as _List
from .library import NeighbourOptions, call
from .memory import Owner
from .structures import of_structure

_QUANTITIES = "ijSDd"


class NeighborList:
    """Finds pairs of atoms nearer than a cutoff, as vesin's class of that name does.

        i, j, S, D = NeighborList(cutoff=5.0).compute(points, box, periodic=True, quantities="ijSD")
    """

    def __init__(self, cutoff, full_list=True):
        """cutoff: angstrom, any length
        full_list: whether pairs come both ways, as (i, j, S) and (j, i, -S), or once: with i < j, or where an atom
            meets its own image with the first component of S that is not 0 positive
        """
        self.cutoff = float(cutoff)
        self.full_list = bool(full_list)

    def compute(self, points, box=None, periodic=None, quantities="ij"):
        """Finds the pairs, sorted by (i, j, S).

        points: Cartesian positions, angstrom, [atoms, 3]
        box: cell vectors as rows, [3, 3]; None: none
        periodic: whether it repeats along a, b, c, [3], or one for all; None: in all directions if there is a box
        quantities: letters of what is wanted, in this order:
            i: first atoms, [pairs]
            j: second atoms, [pairs]
            S: cell shifts, [pairs, 3]
            D: vectors r_j - r_i + S C, angstrom, [pairs, 3]
            d: their lengths, angstrom, [pairs]

        Returns a tuple of arrays, or one array for one letter; whole numbers are int32. They are the library's own
        memory, without a copy: it goes back when the last of them is gone. They may be written to.

        Raises CoesiteError if the structure is none, ValueError for a letter that means nothing.
        """
        unknown = sorted(set(quantities) - set(_QUANTITIES))
        if unknown or not quantities:
            raise ValueError(f"quantities are letters of {_QUANTITIES!r}, not {quantities!r}")
        positions = np.ascontiguousarray(points, np.float64).reshape(-1, 3)
        cell = None if box is None else np.ascontiguousarray(box, np.float64).reshape(9)
        flags = None if periodic is None else np.broadcast_to(np.asarray(periodic, bool), 3).astype(np.int32)
        options = NeighbourOptions(
            ctypes.sizeof(NeighbourOptions), self.cutoff, self.full_list, *(letter in quantities for letter in "SDd")
        )
        owner = Owner(_List, "coesite_neighbour_list_free")
        call(
            "coesite_neighbours",
            len(positions),
            positions.ctypes.data,
            None if cell is None else cell.ctypes.data,
            None if flags is None else flags.ctypes.data,
            byref(options),
            byref(owner.struct),
        )
        arrays = tuple(_array(owner, letter) for letter in quantities)
        return arrays[0] if len(arrays) == 1 else arrays


def _array(owner, letter):
    found = owner.struct
    n = found.count
    address, shape, kind = {
        "i": (found.i, (n,), np.int32),
        "j": (found.j, (n,), np.int32),
        "S": (found.shifts, (n, 3), np.int32),
        "D": (found.vectors, (n, 3), np.float64),
        "d": (found.distances, (n,), np.float64),
    }[letter]
    return owner.array(address, shape, kind)


def neighbors(quantities, structure, cutoff, full_list=True):
    """Pairs of atoms nearer than a cutoff, called as ase.neighborlist.neighbor_list is.

        i, j, D = coesite.neighbors("ijD", atoms, 5.0)

    structure: ASE's Atoms, or a tuple (species, positions, cell, periodic), of which the last two may be left out

    The rest is as in NeighborList.
    """
    _, positions, cell, periodic = of_structure(structure)
    return NeighborList(cutoff, full_list).compute(positions, cell, periodic, quantities)
