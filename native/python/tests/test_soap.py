"""SOAP features beside the command line's and featomic's, and what must not change them."""

import gc
import gzip
import json
import os
import subprocess
import tempfile
import unittest

import numpy as np
from ase import Atoms
from ase.build import bulk
from ase.io import read, write

import coesite

COMMAND = json.loads(os.environ.get("COESITE_TEST_COMMAND", "null"))
HERE = os.path.dirname(os.path.abspath(__file__))
SILICA = os.path.join(HERE, "../../../java/models/src/data/sio2-dft.xyz.gz")
SHARED = os.environ.get("COESITE_SHARED", os.path.join(HERE, "../../../../shared"))
FEATOMIC = os.path.join(SHARED, "reference/featomic/soap-power-spectrum-values")
ON_CPU = dict(device="cpu", threads=1)


class SoapTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.quartz = read(SILICA, 5)
        cls.soap = coesite.Soap(
            [14, 8], cutoff=4.5, max_radial=3, max_angular=4, density_width=0.4, scaling=(1, 2, 4), **ON_CPU
        )

    @classmethod
    def tearDownClass(cls):
        cls.soap.close()

    @unittest.skipUnless(os.path.exists(FEATOMIC + "-input.json"), "there is no folder shared/ beside the checkout")
    def test_features_are_featomics(self):
        with open(FEATOMIC + "-input.json", encoding="utf-8") as file:
            reference = json.load(file)
        with gzip.open(FEATOMIC + ".npy.gz") as file:
            expected = np.load(file)
        system = reference["systems"][0]
        with coesite.Soap(system["types"], hypers=reference["hyperparameters"], **ON_CPU) as soap:
            found = soap.features((system["types"], system["positions"]), full=True)
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-8)

    @unittest.skipUnless(COMMAND, "COESITE_TEST_COMMAND is not set")
    def test_features_have_the_bits_of_the_command_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            start, hypers, out = (os.path.join(folder, name) for name in ("in.xyz", "hypers.json", "out.npy"))
            write(start, [Atoms(a.numbers, a.positions, cell=a.cell, pbc=a.pbc) for a in (self.quartz, read(SILICA, 0))])
            with open(hypers, "w", encoding="utf-8") as file:
                json.dump(self.soap.hypers, file)
            subprocess.run(COMMAND + ["soap", "--device", "cpu", "--hypers", hypers, start, "--out", out], check=True)
            np.testing.assert_array_equal(self.soap.features(read(start, ":"), full=True), np.load(out))

    def test_features_do_not_turn_with_the_structure(self):
        atoms = self.quartz.copy()
        atoms.rattle(0.1, seed=1)
        turned = atoms.copy()
        turned.rotate(71, (1, 2, 3), rotate_cell=True)
        turned.translate([1, -7, 3])
        expected = self.soap.features(atoms)
        np.testing.assert_allclose(self.soap.features(turned), expected, rtol=0, atol=1e-12 * expected.max())
        order = np.random.default_rng(2).permutation(len(atoms))
        np.testing.assert_allclose(self.soap.features(atoms[order]), expected[order], rtol=0, atol=1e-12 * expected.max())
        self.assertGreater(np.abs(self.soap.expansion(turned) - self.soap.expansion(atoms)).max(), 0.01)

    def test_the_spectrum_is_that_of_the_expansion_by_the_labels(self):
        c, labels = self.soap.expansion(self.quartz), self.soap.expansion_labels()
        columns = {key: k for k, key in enumerate(map(tuple, labels.values))}
        for full in (False, True):
            p, names = self.soap.features(self.quartz, full=full), self.soap.labels(full=full)
            self.assertEqual(p.shape, (len(self.quartz), len(names.values)))
            for k in np.random.default_rng(3).choice(p.shape[1], 60, replace=False):
                a, b, l, n, other = names.values[k]
                products = sum(
                    c[:, columns[a, l, m, n]] * c[:, columns[b, l, m, other]] for m in range(-l, l + 1)
                )
                twice = a != b or (n != other and not full)
                expected = (-1) ** int(l) / np.sqrt(2 * l + 1) * products * np.sqrt(2 if twice else 1)
                np.testing.assert_allclose(p[:, k], expected, rtol=0, atol=1e-13)
        np.testing.assert_array_equal(np.unique(names.species_1), [8, 14])
        self.assertEqual((names.l.max(), names.n_2.max(), labels.m.min()), (4, 3, -4))
        with self.assertRaises(AttributeError):
            names.m

    def test_full_columns_have_the_same_dot_products(self):
        folded, full = (self.soap.features(self.quartz, full=f) for f in (False, True))
        np.testing.assert_allclose(folded @ folded.T, full @ full.T, rtol=1e-12)
        self.assertLess(folded.shape[1], full.shape[1])

    def test_normalised_rows_have_unit_length(self):
        plain, unit = (self.soap.features(self.quartz, normalised=n) for n in (False, True))
        np.testing.assert_allclose(unit, plain / np.linalg.norm(plain, axis=1)[:, None], rtol=1e-14, atol=0)

    def test_single_precision_is_float32(self):
        with coesite.Soap([8, 14], hypers=self.soap.hypers, precision="f32", **ON_CPU) as soap:
            for name in ("features", "expansion"):
                found, expected = getattr(soap, name)(self.quartz), getattr(self.soap, name)(self.quartz)
                self.assertEqual(found.dtype, np.float32)
                np.testing.assert_allclose(found, expected, rtol=0, atol=3e-6 * np.abs(expected).max())

    def test_rows_have_the_bits_of_single_structures(self):
        molecule = ([14, 8], [[0, 0, 0], [1.6, 0, 0]])
        together = self.soap.features([self.quartz, molecule, ([], [])])
        np.testing.assert_array_equal(together[: len(self.quartz)], self.soap.features(self.quartz))
        np.testing.assert_array_equal(together[len(self.quartz) :], self.soap.features(molecule))
        self.assertEqual(self.soap.features([]).shape, (0, together.shape[1]))

    def test_a_models_own_hyperparameters_can_be_opened(self):
        with coesite.Model("silicon", **ON_CPU) as model:
            hypers = model.hypers
            self.assertGreater(len(hypers), 0)
            for own in hypers:
                self.assertEqual(json.loads(json.dumps(own)), own)
                with coesite.Soap(model.species, hypers=own, **ON_CPU) as soap:
                    self.assertEqual(soap.features(bulk("Si")).shape[0], 2)
                self.assertLessEqual(own["cutoff"]["radius"], model.cutoff)

    def test_features_are_the_librarys_memory_and_outlive_it(self):
        soap = coesite.Soap([14], cutoff=4, max_radial=2, max_angular=2, density_width=0.4, **ON_CPU)
        features = soap.features(bulk("Si"))
        self.assertEqual(features.ctypes.data, features.base.owner.struct.values)
        self.assertTrue(features.flags.c_contiguous and features.flags.writeable)
        expected = features.copy()
        for _ in range(10):
            soap.features(bulk("Si", a=5))
        soap.close()
        gc.collect()
        np.testing.assert_array_equal(features, expected)
        with self.assertRaisesRegex(ValueError, "closed"):
            soap.features(bulk("Si"))
        soap.close()

    def test_what_is_wrong_is_said(self):
        with self.assertRaisesRegex(ValueError, "cutoff, max_radial"):
            coesite.Soap([14], cutoff=4)
        with self.assertRaisesRegex(ValueError, "instead of them"):
            coesite.Soap([14], 4, 2, 2, 0.4, hypers={})
        with self.assertRaisesRegex(coesite.CoesiteError, "hypers: maxRadial is from 0 to 20"):
            coesite.Soap([14], 4, 99, 2, 0.4)
        with self.assertRaisesRegex(coesite.CoesiteError, "hypers: hyperparameters.density is missing"):
            coesite.Soap([14], hypers={"cutoff": {"radius": 3, "smoothing": {"type": "Step"}}})
        with self.assertRaisesRegex(coesite.CoesiteError, "H") as caught:
            self.soap.features(Atoms("H"))
        self.assertEqual(caught.exception.kind, "structure")


if __name__ == "__main__":
    unittest.main()
