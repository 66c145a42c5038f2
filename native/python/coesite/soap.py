"""SOAP features."""

import ctypes
import json
from ctypes import byref, c_void_p
from dataclasses import dataclass

import numpy as np

from .library import Features, Options, call
from .memory import Owner
from .structures import Batch

PRECISIONS = {"f64": 0, "f32": 1}
_TYPES = {0: np.float64, 1: np.float32}
_SPECTRUM, _FULL_SPECTRUM, _EXPANSION = 0, 1, 2


@dataclass(frozen=True)
class Labels:
    """What the columns of features are, an array of [columns] each.

    names: of the arrays in values, in order: species_1, species_2, l, n_1, n_2 of a power spectrum; species, l, m, n
        of an expansion
    values: [columns, names]
    """

    names: tuple
    values: np.ndarray

    def __getattr__(self, name):
        if name in ("names", "values") or name not in self.names:
            raise AttributeError(name)
        return self.values[:, self.names.index(name)]


class Soap:
    """SOAP power spectra and spherical expansions, in featomic's conventions.

        with coesite.Soap(species=[8, 14], cutoff=5, max_radial=7, max_angular=6, density_width=0.3) as soap:
            features = soap.features(atoms)

    Calls from several threads are done one after the other.
    """

    def __init__(
        self,
        species,
        cutoff=None,
        max_radial=None,
        max_angular=None,
        density_width=None,
        *,
        smoothing=0.5,
        scaling=None,
        center_atom_weight=1.0,
        spline_accuracy=1e-8,
        hypers=None,
        device="auto",
        precision="f64",
        threads=0,
    ):
        """Prepares features; the first time in a process, starts Java.

        species: atomic numbers that neighbours may have; columns are of these, whatever a structure holds
        cutoff: radius of environments, angstrom
        max_radial: largest n; there are max_radial + 1 radial functions
        max_angular: largest l
        density_width: of the Gaussians that stand for atoms, angstrom
        smoothing: width of the shifted-cosine switch before the cutoff, angstrom; 0 is a step
        scaling: (rate, scale, exponent) of Willatt2018, how neighbours fade with distance; None: not at all
        center_atom_weight: what the centre counts in its own density
        spline_accuracy: largest error of the tabulated radial functions
        hypers: all of these but species, as featomic's dictionary or JSON, instead
        device: "auto", "cpu", "cuda" or "emulated"
        precision: "f64" or "f32": what kernels compute in, and features are
        threads: of the CPU, the caller's included; 0: all that the machine has
        """
        self._handle = None
        own = (cutoff, max_radial, max_angular, density_width)
        rest = (smoothing, scaling, center_atom_weight, spline_accuracy)
        wrong = None in own if hypers is None else own != (None,) * 4 or rest != (0.5, None, 1.0, 1e-8)
        if wrong:
            raise ValueError("cutoff, max_radial, max_angular and density_width are needed, or hypers instead of them")
        if precision not in PRECISIONS:
            raise ValueError(f"precision is f64 or f32, not {precision!r}")
        if hypers is None:
            hypers = _hypers(*own, smoothing, scaling, center_atom_weight, spline_accuracy)
        text = hypers if isinstance(hypers, str) else json.dumps(hypers)
        self.hypers = json.loads(text) if isinstance(hypers, str) else hypers
        self.species = np.unique(np.asarray(species, np.int32))
        options = Options(ctypes.sizeof(Options), str(device).encode(), PRECISIONS[precision], threads, 0, 0)
        handle = c_void_p()
        call(
            "coesite_soap_open",
            text.encode(),
            len(self.species),
            self.species.ctypes.data,
            byref(options),
            byref(handle),
        )
        self._handle = handle.value

    def close(self):
        """Gives the memory behind it back; once is enough. Features that were made remain."""
        handle, self._handle = self._handle, None
        if handle is not None:
            call("coesite_soap_close", handle)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def features(self, structures, *, full=False, normalised=False):
        """Power spectra of all atoms.

        structures: ASE's Atoms, a tuple (species, positions, cell, periodic), of which the last two may be left out,
            or a list of such: then the rows of all of them, one structure after the other
        full: whether all n and n' are wanted where both species are the same, as featomic has them; without it, each
            value comes once, times sqrt 2 where it stands for two: the same dot products
        normalised: whether rows are divided by their lengths

        Returns [atoms, columns], float64 or float32 as the precision is: the library's own memory, without a copy,
        which goes back when the last array that lies there is gone. labels() says what the columns are.

        Raises CoesiteError if an atom is of none of the species.
        """
        return self._compute(structures, _FULL_SPECTRUM if full else _SPECTRUM, normalised)[0]

    def expansion(self, structures, *, normalised=False):
        """Coefficients of the density of neighbours in radial functions and real spherical harmonics, of all atoms.
        Arguments and result as those of features; expansion_labels() says what the columns are.
        """
        return self._compute(structures, _EXPANSION, normalised)[0]

    def labels(self, *, full=False):
        """What the columns of features are: species_1 <= species_2, l, n_1, n_2."""
        names = ("species_1", "species_2", "l", "n_1", "n_2")
        return Labels(names, self._compute([], _FULL_SPECTRUM if full else _SPECTRUM, False)[1])

    def expansion_labels(self):
        """What the columns of an expansion are: species, l, m, n."""
        return Labels(("species", "l", "m", "n"), self._compute([], _EXPANSION, False)[1])

    def _compute(self, structures, kind, normalised):
        if self._handle is None:
            raise ValueError("the features are closed")
        single = isinstance(structures, tuple) or hasattr(structures, "get_positions")
        batch = Batch([structures] if single else structures)
        owner = Owner(Features, "coesite_features_free")
        call("coesite_soap_features", self._handle, kind, bool(normalised), *batch.arguments(), byref(owner.struct))
        found = owner.struct
        values = owner.array(found.values, (found.rows, found.columns), _TYPES[found.precision])
        return values, owner.array(found.labels, (found.columns, found.label_count), np.int32)


def _hypers(cutoff, max_radial, max_angular, density_width, smoothing, scaling, center_atom_weight, spline_accuracy):
    """In featomic's form."""
    density = dict(type="Gaussian", width=float(density_width), center_atom_weight=float(center_atom_weight))
    if scaling is not None:
        rate, scale, exponent = map(float, scaling)
        density["scaling"] = dict(type="Willatt2018", rate=rate, scale=scale, exponent=exponent)
    return dict(
        cutoff=dict(
            radius=float(cutoff),
            smoothing=dict(type="ShiftedCosine", width=float(smoothing)) if smoothing else dict(type="Step"),
        ),
        density=density,
        basis=dict(
            type="TensorProduct",
            max_angular=int(max_angular),
            radial=dict(type="Gto", max_radial=int(max_radial)),
            spline_accuracy=float(spline_accuracy),
        ),
    )
