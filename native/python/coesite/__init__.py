"""Coesite's models in Python.

    import coesite

    with coesite.Model("silica") as model:
        prediction = model.evaluate(species, positions, cell)
        print(prediction.energy, "+-", prediction.uncertainty, "eV")

For ASE there is a calculator, coesite.ase.Coesite. Features and neighbour lists do without a model: Soap, neighbors.

Units are angstrom, eV, eV/angstrom, eV/angstrom^3, states/eV, ppm; species are atomic numbers; cell vectors are rows. The
models run in a Java machine inside this process, through libcoesite.so, which is looked for where COESITE_LIBRARY
points, in the lib/ of the environment that Python runs in, and where the system's loader looks. What coesite.h says of Java, signals and environment variables holds
here too. A process that was forked from one that has opened a model cannot use Coesite: give multiprocessing the
start method "spawn".
"""

from .library import CoesiteError, version
from .model import Dos, DosGrid, Model, Prediction, Tensors
from .neighbors import NeighborList, neighbors
from .soap import Soap

__all__ = [
    "CoesiteError",
    "Dos",
    "DosGrid",
    "Model",
    "NeighborList",
    "Prediction",
    "Soap",
    "Tensors",
    "neighbors",
    "version",
]
