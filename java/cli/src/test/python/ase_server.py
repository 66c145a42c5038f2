"""ASE as a server of the i-PI protocol: ase_server.py KIND NAME START RUN STEPS OUT

KIND is unix or tcp, NAME the socket's name or port. RUN is relax (L-BFGS of atoms and cell), nve (velocity
Verlet, 1 fs, 600 K) or wait (one structure, then silence). OUT gets one line of JSON for each structure.
"""

import json
import sys
import time

import numpy as np
from ase import units
from ase.calculators.socketio import SocketIOCalculator
from ase.constraints import ExpCellFilter
from ase.io import read
from ase.md.velocitydistribution import MaxwellBoltzmannDistribution
from ase.md.verlet import VelocityVerlet
from ase.optimize import LBFGS


def record(atoms, out):
    results = atoms.calc.results
    stress = results.get("stress")
    line = dict(
        cell=np.array(atoms.cell).ravel().tolist(),
        positions=atoms.positions.ravel().tolist(),
        energy=results["energy"],
        forces=results["forces"].ravel().tolist(),
        stress=None if stress is None else stress.tolist(),
    )
    print(json.dumps(line), file=out, flush=True)


def main(kind, name, start, run, steps, out):
    atoms = read(start)
    where = dict(unixsocket=name) if kind == "unix" else dict(port=int(name))
    with SocketIOCalculator(timeout=60, **where) as calculator, open(out, "w") as lines:
        print("listening", flush=True)
        atoms.calc = calculator
        if run == "relax":
            optimiser = LBFGS(ExpCellFilter(atoms), logfile=None)
            optimiser.attach(record, 1, atoms, lines)
            optimiser.run(fmax=1e-4, steps=int(steps))
        elif run == "nve":
            MaxwellBoltzmannDistribution(atoms, temperature_K=600, rng=np.random.RandomState(1))
            dynamics = VelocityVerlet(atoms, 1 * units.fs)
            dynamics.attach(record, 1, atoms, lines)
            dynamics.run(int(steps))
        else:
            atoms.get_potential_energy()
            record(atoms, lines)
            time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
