"""ASE with Coesite's calculator, beside the command line, which COESITE_TEST_COMMAND holds as a list in JSON."""

import json
import math
import os
import subprocess
import tempfile
import unittest

import numpy as np
from ase import Atoms, units
from ase.build import bulk
from ase.calculators.calculator import PropertyNotImplementedError
from ase.calculators.socketio import SocketIOCalculator
from ase.constraints import ExpCellFilter
from ase.eos import EquationOfState
from ase.io import read, write
from ase.md.velocitydistribution import MaxwellBoltzmannDistribution
from ase.md.verlet import VelocityVerlet
from ase.optimize import LBFGS
from ase.phonons import Phonons

import coesite
from coesite.ase import Coesite

SAME = 1e-10
COMMAND = json.loads(os.environ.get("COESITE_TEST_COMMAND", "null"))
SILICA = os.path.join(os.path.dirname(__file__), "../../../java/models/src/data/sio2-dft.xyz.gz")


def bare(atoms):
    """Without what a file says of them."""
    return Atoms(atoms.numbers, atoms.positions, cell=atoms.cell, pbc=atoms.pbc)


class WithSilicon(unittest.TestCase):
    """Tests that share one model of silicon."""

    @classmethod
    def setUpClass(cls):
        cls.model = coesite.Model("silicon", device="cpu", threads=1)

    @classmethod
    def tearDownClass(cls):
        cls.model.close()

    def silicon(self, a=5.4, cubic=False):
        atoms = bulk("Si", "diamond", a=a, cubic=cubic)
        atoms.calc = Coesite(self.model)
        return atoms

    def folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return folder.name


class CalculatorTest(WithSilicon):
    @unittest.skipUnless(COMMAND, "COESITE_TEST_COMMAND is not set")
    def test_numbers_are_the_command_lines(self):
        quartz = read(SILICA, 5)
        slab = quartz.copy()
        slab.pbc = [True, True, False]
        slab.center(10, axis=2)
        molecule = Atoms("SiO", [[0, 0.1, 0], [1.6, 0, 0.3]])
        folder = self.folder()
        start, predicted = os.path.join(folder, "in.xyz"), os.path.join(folder, "out.xyz")
        write(start, [bare(atoms) for atoms in (read(SILICA, 0), quartz, slab, molecule)], format="extxyz")
        run = subprocess.run(
            COMMAND + ["predict", "--device", "cpu", start, "--out", predicted], capture_output=True, text=True
        )
        self.assertEqual(run.returncode, 0, run.stderr)
        expected = read(predicted, ":")
        self.assertEqual(len(expected), 4)
        calculator = Coesite("silica", device="cpu", threads=1)
        self.addCleanup(calculator.close)
        for frame in expected:
            atoms = Atoms(frame.numbers, frame.positions, cell=frame.cell, pbc=frame.pbc, calculator=calculator)
            theirs = frame.calc.results
            self.assertAlmostEqual(atoms.get_potential_energy(), theirs["energy"], delta=SAME)
            self.assertAlmostEqual(atoms.get_potential_energies().sum(), theirs["energy"], delta=1e-9)
            np.testing.assert_allclose(atoms.get_forces(), theirs["forces"], rtol=0, atol=SAME)
            self.assertAlmostEqual(
                calculator.results["energy_uncertainty"], frame.info["energy_uncertainty"], delta=SAME
            )
            np.testing.assert_array_equal(calculator.results["outside"], frame.arrays["outside"])
            if frame.pbc.all():
                np.testing.assert_allclose(atoms.get_stress(), theirs["stress"], rtol=0, atol=SAME)
            else:
                with self.assertRaises(PropertyNotImplementedError):
                    atoms.get_stress()

    def test_equation_of_state_has_its_minimum_where_the_stress_vanishes(self):
        volumes, energies = [], []
        for a in np.linspace(5.3, 5.5, 9):
            atoms = self.silicon(a)
            volumes.append(atoms.get_volume())
            energies.append(atoms.get_potential_energy())
        v0, _, modulus = EquationOfState(volumes, energies, "birchmurnaghan").fit()
        at_minimum = self.silicon((4 * v0) ** (1 / 3))
        self.assertLess(abs(at_minimum.get_stress()[:3].mean()), 2e-4)
        # LDA: 95 to 97 GPa
        self.assertAlmostEqual(modulus / units.GPa, 96, delta=10)

    def test_lbfgs_relaxes_atoms_and_cell(self):
        atoms = self.silicon(cubic=True)
        atoms.set_cell(atoms.cell.array @ (np.eye(3) + [[0.02, 0.01, 0], [0.01, -0.01, 0], [0, 0, 0.01]]), True)
        atoms.rattle(0.05, seed=3)
        self.assertTrue(LBFGS(ExpCellFilter(atoms), logfile=None).run(fmax=0.005, steps=100))
        perfect = self.silicon(cubic=True)
        LBFGS(ExpCellFilter(perfect), logfile=None).run(fmax=0.0005, steps=100)
        self.assertAlmostEqual(atoms.get_potential_energy(), perfect.get_potential_energy(), delta=1e-4)
        np.testing.assert_allclose(atoms.cell.lengths(), perfect.cell.lengths(), atol=0.01)

    def test_dynamics_keep_the_energy(self):
        atoms = self.silicon(cubic=True)
        MaxwellBoltzmannDistribution(atoms, temperature_K=600, rng=np.random.RandomState(1))
        dynamics = VelocityVerlet(atoms, 1 * units.fs)
        total = []
        dynamics.attach(lambda: total.append(atoms.get_total_energy() / len(atoms)))
        dynamics.run(200)
        drift = np.polyfit(np.arange(len(total)), total, 1)[0] * len(total)
        self.assertLess(abs(drift), 1e-4)
        self.assertLess(np.std(total), 1e-3)

    def test_phonons_by_displacement_are_the_second_derivatives(self):
        atoms = self.silicon()
        phonons = Phonons(atoms, Coesite(self.model), supercell=(2, 2, 2), delta=0.01, name=os.path.join(self.folder(), "phonons"))
        phonons.run()
        phonons.read(acoustic=True)
        energies = phonons.band_structure([[0, 0, 0]])[0]
        np.testing.assert_allclose(energies[:3], 0, atol=1e-4)
        # the frozen phonon: both sublattices apart along x, reduced mass of half an atom
        d = 0.01
        curve = []
        for step in (-d, 0, d):
            moved = self.silicon()
            moved.positions[0, 0] += step / 2
            moved.positions[1, 0] -= step / 2
            curve.append(moved.get_potential_energy())
        stiffness = (curve[0] - 2 * curve[1] + curve[2]) / d**2
        frozen = units._hbar * math.sqrt(stiffness * units._e * 1e20 / (atoms.get_masses()[0] / 2 * units._amu))
        np.testing.assert_allclose(energies[3:], frozen / units._e, rtol=5e-3)

    def visited(self):
        """Structures that these workflows ask for."""
        frames = [self.silicon(a) for a in (5.3, 5.4, 5.5)]
        atoms = self.silicon(cubic=True)
        atoms.rattle(0.05, seed=3)
        optimiser = LBFGS(ExpCellFilter(atoms), logfile=None)
        optimiser.attach(lambda: frames.append(atoms.copy()))
        optimiser.run(fmax=0, steps=3)
        dynamics = VelocityVerlet(atoms, 1 * units.fs)
        MaxwellBoltzmannDistribution(atoms, temperature_K=600, rng=np.random.RandomState(1))
        dynamics.attach(lambda: frames.append(atoms.copy()), interval=5)
        dynamics.run(15)
        displaced = self.silicon().repeat(2)
        displaced.positions[0, 1] += 0.01
        return frames + [displaced]

    @unittest.skipUnless(COMMAND, "COESITE_TEST_COMMAND is not set")
    def test_what_workflows_ask_for_is_what_the_command_line_says(self):
        folder = self.folder()
        start, predicted = os.path.join(folder, "in.xyz"), os.path.join(folder, "out.xyz")
        frames = self.visited()
        write(start, [bare(atoms) for atoms in frames], format="extxyz")
        run = subprocess.run(
            COMMAND + ["predict", "--device", "cpu", "--model", "silicon", start, "--out", predicted],
            capture_output=True,
            text=True,
        )
        self.assertEqual(run.returncode, 0, run.stderr)
        expected = read(predicted, ":")
        self.assertEqual(len(expected), len(frames))
        for frame in expected:
            # the file has fewer digits of positions than atoms had
            atoms = bare(frame)
            atoms.calc = Coesite(self.model)
            theirs = frame.calc.results
            self.assertAlmostEqual(atoms.get_potential_energy(), theirs["energy"], delta=SAME)
            np.testing.assert_allclose(atoms.get_forces(), theirs["forces"], rtol=0, atol=SAME)
            np.testing.assert_allclose(atoms.get_stress(), theirs["stress"], rtol=0, atol=SAME)


@unittest.skipUnless(COMMAND, "COESITE_TEST_COMMAND is not set")
class SocketTest(WithSilicon):
    """coesite ipi, beside the calculator in this process."""

    def assert_same_path(self, run):
        atoms = self.silicon(cubic=True)
        atoms.rattle(0.05, seed=3)
        here = run(atoms)
        folder = self.folder()
        start = os.path.join(folder, "start.xyz")
        write(start, bare(atoms), format="extxyz")
        atoms = self.silicon(cubic=True)
        atoms.rattle(0.05, seed=3)
        name = "coesite-" + os.path.basename(folder)
        with SocketIOCalculator(unixsocket=name, timeout=60) as calculator:
            atoms.calc = calculator
            driver = subprocess.Popen(
                COMMAND + ["ipi", "--device", "cpu", "--unix", name, "--structure", start, "--model", "silicon"],
                stderr=subprocess.PIPE,
                text=True,
            )
            self.addCleanup(driver.kill)
            there = run(atoms)
        _, said = driver.communicate(timeout=60)
        self.assertEqual(driver.returncode, 0, said)
        self.assertEqual(len(there), len(here))
        for a, b in zip(here, there):
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-9)

    @staticmethod
    def state(atoms):
        return np.concatenate([atoms.positions.ravel(), atoms.cell.array.ravel(), [atoms.get_potential_energy()]])

    def test_optimisation_is_the_same(self):
        def run(atoms):
            path = []
            optimiser = LBFGS(ExpCellFilter(atoms), logfile=None)
            optimiser.attach(lambda: path.append(self.state(atoms)))
            optimiser.run(fmax=0.001, steps=15)
            return path

        self.assert_same_path(run)

    def test_dynamics_are_the_same(self):
        def run(atoms):
            path = []
            MaxwellBoltzmannDistribution(atoms, temperature_K=600, rng=np.random.RandomState(1))
            dynamics = VelocityVerlet(atoms, 1 * units.fs)
            dynamics.attach(lambda: path.append(self.state(atoms)))
            dynamics.run(40)
            return path

        self.assert_same_path(run)


class ModelTest(WithSilicon):
    def test_batches_have_the_bits_of_single_structures(self):
        crystal, molecule = self.silicon(), Atoms("Si2", [[0, 0, 0], [0, 0, 2.3]])
        structures = [
            (crystal.numbers, crystal.positions, crystal.cell.array),
            (molecule.numbers, molecule.positions),
            ([], []),
        ]
        together = self.model.evaluate_batch(structures)
        for structure, p in zip(structures, together):
            alone = self.model.evaluate(*structure)
            self.assertEqual(p.energy, alone.energy)
            np.testing.assert_array_equal(p.forces, alone.forces)
            np.testing.assert_array_equal(p.stress, alone.stress)
            np.testing.assert_array_equal(p.committee, alone.committee)
        self.assertTrue(np.isnan(together[1].stress).all())
        self.assertEqual(self.model.evaluate_batch([]), [])

    def test_forces_are_derivatives_of_arrays_of_any_kind(self):
        atoms = self.silicon(cubic=True)
        atoms.rattle(0.1, seed=5)
        # neither contiguous nor of the right type
        strided = np.asfortranarray(np.repeat(atoms.positions, 2, axis=1)[:, ::2])
        cell = atoms.cell.array.astype(int) + 0.4
        p = self.model.evaluate(list(atoms.numbers), strided, cell.tolist(), True)
        for axis in range(3):
            energies = []
            for step in (-1e-4, 1e-4):
                moved = atoms.positions.copy()
                moved[2, axis] += step
                energies.append(
                    self.model.evaluate(atoms.numbers, moved, cell, derivatives=False).energy
                )
            self.assertAlmostEqual(p.forces[2, axis], -(energies[1] - energies[0]) / 2e-4, delta=1e-5)

    def test_what_a_model_is(self):
        np.testing.assert_array_equal(self.model.species, [14])
        self.assertTrue(self.model.predicts("energy"))
        self.assertFalse(self.model.predicts("dos"))
        self.assertIn("silicon (bundled)", self.model.description)
        self.assertEqual(len(self.model.evaluate([14], [[0, 0, 0]]).committee), self.model.members)
        self.assertGreater(self.model.cutoff, 3)

    def test_curves_hold_the_valence_electrons(self):
        with coesite.Model("silicon", property="dos", device="cpu", threads=1) as model:
            atoms = self.silicon()
            dos = model.dos([(atoms.numbers, atoms.positions, atoms.cell.array)])[0]
            grid = model.dos_grid()
            self.assertEqual(grid.zero, "fermi")
            self.assertEqual(dos.electrons, 8)
            below = grid.energies <= dos.fermi_level
            self.assertAlmostEqual(np.trapz(dos.curve[below], grid.energies[below]), 8, delta=0.2)

    def test_what_is_wrong_is_said(self):
        def kind(call, *arguments, **named):
            with self.assertRaises(coesite.CoesiteError) as caught:
                call(*arguments, **named)
            self.assertTrue(str(caught.exception))
            return caught.exception.kind

        self.assertEqual(kind(coesite.Model, "no such model"), "model")
        self.assertEqual(kind(coesite.Model, "silicon", device="abacus"), "device")
        self.assertEqual(kind(self.model.evaluate, [8], [[0, 0, 0]]), "structure")
        self.assertEqual(kind(self.model.evaluate, [14], [[0, 0, float("nan")]]), "argument")
        self.assertEqual(kind(self.model.dos_grid), "model")
        with self.assertRaisesRegex(ValueError, "2 species with positions of 1 atoms"):
            self.model.evaluate([14, 14], [[0, 0, 0]])
        closed = coesite.Model("silicon", device="cpu")
        closed.close()
        closed.close()
        with self.assertRaisesRegex(ValueError, "the model is closed"):
            closed.evaluate([14], [[0, 0, 0]])


if __name__ == "__main__":
    unittest.main()
