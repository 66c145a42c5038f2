"""Neighbour lists beside ASE's."""

import gc
import pickle
import unittest

import numpy as np
from ase import Atoms
from ase.build import bulk
from ase.neighborlist import neighbor_list

import coesite


def random_structure(rng, tiny):
    """Some atoms in a skewed cell, periodic in some directions; also outside the cell."""
    while True:
        cell = rng.uniform(-1, 1, (3, 3)) * (3 if tiny else 8)
        if abs(np.linalg.det(cell)) > (2 if tiny else 60):
            break
    n = rng.integers(1, 4 if tiny else 25)
    return Atoms(f"H{n}", rng.uniform(-0.5, 1.5, (n, 3)) @ cell, cell=cell, pbc=rng.random(3) < 0.7)


class NeighborsTest(unittest.TestCase):
    def assert_is_ases(self, atoms, cutoff):
        mine = coesite.neighbors("ijSDd", atoms, cutoff)
        theirs = neighbor_list("ijSDd", atoms, cutoff)
        # ASE's order within a centre is its own
        keys = np.column_stack([theirs[0], theirs[1], theirs[2]])
        order = np.lexsort(keys.T[::-1])
        np.testing.assert_array_equal(np.column_stack(mine[:3]), keys[order])
        np.testing.assert_allclose(mine[3], theirs[3][order], rtol=0, atol=1e-12)
        np.testing.assert_allclose(mine[4], theirs[4][order], rtol=0, atol=1e-12)

    def test_pairs_are_ases_in_skewed_and_tiny_cells(self):
        rng = np.random.default_rng(5)
        for k in range(60):
            self.assert_is_ases(random_structure(rng, k % 2 == 0), rng.uniform(0.5, 6))

    def test_a_cell_may_lack_the_vectors_that_nothing_repeats_along(self):
        atoms = Atoms("H2", [[0, 0, 0], [0.5, 3, 9]], cell=[[2, 0.3, 0], [0, 0, 0], [0, 0, 0]], pbc=[True, False, False])
        self.assert_is_ases(atoms, 5)
        self.assert_is_ases(Atoms("H2", [[0, 0, 0], [0, 0, 1]]), 5)

    def test_half_lists_hold_every_pair_once(self):
        rng = np.random.default_rng(7)
        for _ in range(20):
            atoms = random_structure(rng, True)
            i, j, s = coesite.neighbors("ijS", atoms, 4)
            a, b, t = coesite.neighbors("ijS", atoms, 4, full_list=False)
            both = np.concatenate([np.column_stack([a, b, t]), np.column_stack([b, a, -t])])
            np.testing.assert_array_equal(np.unique(both, axis=0), np.column_stack([i, j, s]))
            self.assertEqual(len(both), len(i))

    def test_arrays_are_the_librarys_memory_and_keep_it(self):
        atoms = bulk("Si", cubic=True)
        list_of_pairs = coesite.NeighborList(5.0)
        i, d = list_of_pairs.compute(atoms.positions, atoms.cell.array, True, "iD")
        self.assertIsNot(i.base, None)
        self.assertIs(i.base.owner, d.base.owner)
        struct = i.base.owner.struct
        self.assertEqual(i.ctypes.data, struct.i)
        self.assertEqual(d.ctypes.data, struct.vectors)
        # nothing else was made
        self.assertEqual((struct.shifts, struct.distances), (None, None))
        part = d[3:5, 1]
        expected = part.copy()
        released = []
        release = d.base.owner._release
        d.base.owner._release = lambda s: (released.append(True), release(s))
        del i, d, struct
        gc.collect()
        self.assertEqual(released, [])
        # other memory is taken and given back meanwhile
        for _ in range(20):
            list_of_pairs.compute(atoms.positions + 1, atoms.cell.array, True, "ijSDd")
        np.testing.assert_array_equal(part, expected)
        del part
        gc.collect()
        self.assertEqual(released, [True])

    def test_arrays_can_be_written_to_and_pickled(self):
        distances = coesite.neighbors("d", bulk("Si"), 3)
        distances *= 2
        np.testing.assert_array_equal(pickle.loads(pickle.dumps(distances)), distances)
        self.assertEqual((distances.dtype, distances.shape), (np.float64, (8,)))

    def test_no_pairs_are_empty_arrays(self):
        for structure in (([], []), ([1], [[0, 0, 0]])):
            i, s, d = coesite.neighbors("iSd", structure, 3)
            self.assertEqual((i.shape, s.shape, d.shape), ((0,), (0, 3), (0,)))
            self.assertEqual((i.dtype, s.dtype, d.dtype), (np.int32, np.int32, np.float64))

    def test_what_is_wrong_is_said(self):
        with self.assertRaisesRegex(ValueError, "letters of 'ijSDd', not 'ijk'"):
            coesite.neighbors("ijk", bulk("Si"), 3)
        with self.assertRaisesRegex(coesite.CoesiteError, "cutoff of -3.0"):
            coesite.neighbors("ij", bulk("Si"), -3)
        with self.assertRaisesRegex(coesite.CoesiteError, "no volume"):
            coesite.neighbors("ij", ([1], [[0, 0, 0]], np.zeros((3, 3)), True), 3)


if __name__ == "__main__":
    unittest.main()
