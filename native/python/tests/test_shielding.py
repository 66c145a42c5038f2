"""Shieldings beside the command line's."""

import json
import os
import subprocess
import tempfile
import unittest

import numpy as np
from ase import Atoms
from ase.build import bulk
from ase.calculators.calculator import PropertyNotImplementedError
from ase.io import read, write

import coesite
from coesite.ase import Shielding

COMMAND = json.loads(os.environ.get("COESITE_TEST_COMMAND", "null"))
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../java/models/src")
FILE = os.path.join(DATA, "main/resources/org/coesite/nmr/silicon-29.safetensors")
SILICA = os.path.join(DATA, "data/sio2-dft.xyz.gz")


class ShieldingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = coesite.Model("silicon-29", device="cpu", threads=1)
        crystal = read(SILICA, 5)
        cls.quartz = Atoms(crystal.numbers, crystal.positions, cell=crystal.cell, pbc=True)

    @classmethod
    def tearDownClass(cls):
        cls.model.close()

    @unittest.skipUnless(COMMAND, "COESITE_TEST_COMMAND is not set")
    def test_tensors_are_the_command_lines(self):
        molecule = Atoms("SiO", [[0, 0.1, 0], [1.6, 0, 0.3]])
        with tempfile.TemporaryDirectory() as folder:
            start = os.path.join(folder, "in.xyz")
            write(start, [self.quartz, molecule], format="extxyz")
            run = subprocess.run(
                COMMAND + ["nmr", "predict", "--device", "cpu", start, "--out", folder], capture_output=True, text=True
            )
            self.assertEqual(run.returncode, 0, run.stderr)
            expected = read(os.path.join(folder, "nmr.xyz"), ":")
        self.assertEqual(len(expected), 2)
        for frame in expected:
            found = self.model.shielding(frame)
            known = frame.arrays["ms_known"] == 1
            np.testing.assert_array_equal(found.atoms, np.flatnonzero(known))
            tensors = frame.arrays["ms"].reshape(-1, 3, 3)[known]
            np.testing.assert_allclose(found.tensors, tensors, rtol=0, atol=1e-10)
            np.testing.assert_allclose(found.isotropic, np.trace(tensors, axis1=1, axis2=2) / 3, rtol=0, atol=1e-10)
            np.testing.assert_allclose(found.uncertainty, frame.arrays["ms_uncertainty"][known], rtol=0, atol=1e-10)
            np.testing.assert_array_equal(found.outside, frame.arrays["ms_outside"][known])

    def test_the_committee_gives_the_uncertainty(self):
        found = self.model.shielding(self.quartz)
        traces = np.trace(found.committee, axis1=2, axis2=3) / 3
        self.assertEqual(traces.shape, (len(found.atoms), self.model.members))
        deviation = np.sqrt(np.mean((traces - found.isotropic[:, None]) ** 2, axis=1))
        np.testing.assert_allclose(found.uncertainty, deviation, rtol=1e-10)

    def test_chosen_atoms_have_the_same_bits(self):
        everything = self.model.shielding(self.quartz)
        last = everything.atoms[-1]
        oxygen = np.flatnonzero(self.quartz.numbers == 8)[0]
        for indices in ([oxygen, last], np.arange(len(self.quartz)) == last):
            found = self.model.shielding(self.quartz, indices)
            np.testing.assert_array_equal(found.atoms, [last])
            np.testing.assert_array_equal(found.tensors[0], everything.tensors[-1])
        self.assertEqual(self.model.shielding(self.quartz, [oxygen]).tensors.shape, (0, 3, 3))

    def test_ase_has_them_as_properties(self):
        atoms = self.quartz.copy()
        calculator = Shielding(self.model)
        atoms.calc = calculator
        found = self.model.shielding(atoms)
        sigma = calculator.get_property("shielding", atoms)
        np.testing.assert_array_equal(sigma[found.atoms], found.tensors)
        self.assertTrue(np.isnan(sigma[atoms.numbers == 8]).all())
        np.testing.assert_array_equal(calculator.results["uncertainty"][found.atoms], found.uncertainty)
        self.assertEqual(calculator.results["outside"].dtype, bool)
        # turned, tensors turn
        axis, angle = (0, 0, 1), 90
        turn = np.array([[0, -1, 0], [1, 0, 0], [0, 0, 1]])
        atoms.rotate(angle, axis, rotate_cell=True)
        turned = calculator.get_property("shielding", atoms)
        np.testing.assert_allclose(turned[found.atoms], turn @ found.tensors @ turn.T, rtol=0, atol=1e-6)
        with self.assertRaises(PropertyNotImplementedError):
            atoms.get_potential_energy()

    def test_what_a_model_is(self):
        self.assertEqual((self.model.element, self.model.unit), (14, "ppm"))
        self.assertTrue(self.model.predicts("shielding"))
        self.assertEqual([self.model.predicts(p) for p in ("energy", "dos", "efg", "tensor")], 4 * [False])
        with self.assertRaisesRegex(coesite.CoesiteError, "does not predict efg"):
            self.model.efg(self.quartz)
        with coesite.Model(FILE, device="cpu", threads=1) as of_file:
            self.assertTrue(of_file.predicts("shielding"))
            self.assertEqual(len(of_file.hypers), 1)
        with self.assertRaisesRegex(coesite.CoesiteError, "predicts shielding tensors, not energies"):
            coesite.Model(FILE, property="energy", device="cpu")
        with coesite.Model("silicon", device="cpu", threads=1) as energies:
            for call in (energies.shielding, energies.tensors):
                with self.assertRaises(coesite.CoesiteError) as caught:
                    call(bulk("Si"))
                self.assertEqual(caught.exception.kind, "model")


if __name__ == "__main__":
    unittest.main()
