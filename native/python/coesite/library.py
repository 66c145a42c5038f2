"""libcoesite.so, with the structs and functions of coesite.h that the package uses."""

import ctypes
import functools
import os
import sys
from ctypes import POINTER, byref, c_char_p, c_double, c_int32, c_int64, c_size_t, c_void_p

ABI = 1

STATUS = {
    1: "argument",
    2: "model",
    3: "structure",
    4: "device",
    5: "memory",
    6: "java",
    7: "internal",
}


class CoesiteError(RuntimeError):
    """What Coesite says is wrong.

    kind: "argument", "model", "structure", "device", "memory", "java" or "internal", as in coesite_status.
    """

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


class Options(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("device", c_char_p),
        ("precision", c_int32),
        ("threads", c_int32),
        ("property", c_int32),
        ("reserved", c_int32),
    ]


class Results(ctypes.Structure):
    _fields_ = [("size", c_size_t)] + [
        (name, c_void_p)
        for name in ("energies", "uncertainties", "committee", "atom_energies", "outside", "forces", "stresses")
    ]


class DosResults(ctypes.Structure):
    _fields_ = [("size", c_size_t)] + [
        (name, c_void_p)
        for name in (
            "curves",
            "uncertainties",
            "fermi_levels",
            "fermi_uncertainties",
            "data_levels",
            "electrons",
            "outside",
        )
    ]


class TensorResults(ctypes.Structure):
    _fields_ = [("size", c_size_t)] + [
        (name, c_void_p)
        for name in ("predicted", "tensors", "isotropic", "uncertainties", "committee", "outside")
    ]


class NeighbourOptions(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("cutoff", c_double),
        ("full", c_int32),
        ("shifts", c_int32),
        ("vectors", c_int32),
        ("distances", c_int32),
    ]


class NeighbourList(ctypes.Structure):
    _fields_ = [("size", c_size_t), ("count", c_int64)] + [
        (name, c_void_p) for name in ("i", "j", "shifts", "vectors", "distances", "memory")
    ]


class Features(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("rows", c_int64),
        ("columns", c_int64),
        ("precision", c_int32),
        ("label_count", c_int32),
        ("values", c_void_p),
        ("labels", c_void_p),
        ("memory", c_void_p),
    ]


_STRUCTURES = [c_int32] + 5 * [c_void_p]
_BATCH = [c_void_p] + _STRUCTURES

_FUNCTIONS = {
    "coesite_open": [c_char_p, POINTER(Options), POINTER(c_void_p)],
    "coesite_close": [c_void_p],
    "coesite_predicts": [c_void_p, c_int32, POINTER(c_int32)],
    "coesite_cutoff": [c_void_p, POINTER(c_double)],
    "coesite_species": [c_void_p, c_int32, c_void_p, POINTER(c_int32)],
    "coesite_members": [c_void_p, POINTER(c_int32)],
    "coesite_describe": [c_void_p, c_int32, c_char_p],
    "coesite_evaluate_batch": _BATCH + [POINTER(Results)],
    "coesite_dos_grid": [c_void_p, POINTER(c_double), POINTER(c_double), POINTER(c_int32), POINTER(c_int32)],
    "coesite_dos": _BATCH + [POINTER(DosResults)],
    "coesite_tensor_element": [c_void_p, POINTER(c_int32)],
    "coesite_tensor_unit": [c_void_p, c_int32, c_char_p],
    "coesite_tensors": _BATCH + [c_void_p, POINTER(TensorResults)],
    "coesite_neighbours": [c_int32, c_void_p, c_void_p, c_void_p, POINTER(NeighbourOptions), POINTER(NeighbourList)],
    "coesite_neighbour_list_free": [POINTER(NeighbourList)],
    "coesite_terms": [c_void_p, POINTER(c_int32)],
    "coesite_hypers": [c_void_p, c_int32, c_int32, c_char_p],
    "coesite_soap_open": [c_char_p, c_int32, c_void_p, POINTER(Options), POINTER(c_void_p)],
    "coesite_soap_close": [c_void_p],
    "coesite_soap_features": [c_void_p, c_int32, c_int32] + _STRUCTURES + [POINTER(Features)],
    "coesite_features_free": [POINTER(Features)],
}


def _place():
    """Where the library is to be loaded from: COESITE_LIBRARY, or the lib/ of the environment that Python runs in, or
    wherever the system's loader finds it.
    """
    told = os.environ.get("COESITE_LIBRARY")
    if told:
        return told
    own = os.path.join(sys.prefix, "lib", "libcoesite.so.1")
    return own if os.path.exists(own) else "libcoesite.so.1"


@functools.lru_cache(maxsize=None)
def library():
    """The library, loaded once.

    Raises CoesiteError if it is not found, or of another interface.
    """
    name = _place()
    try:
        loaded = ctypes.CDLL(name)
    except OSError as e:
        raise CoesiteError(
            "java",
            f"{e}: set COESITE_LIBRARY to the path of libcoesite.so.1, or link that into {sys.prefix}/lib",
        ) from None
    loaded.coesite_last_error.restype = c_char_p
    loaded.coesite_version.restype = c_char_p
    if loaded.coesite_abi() != ABI:
        raise CoesiteError(
            "java", f"{name} has interface {loaded.coesite_abi()}, this package is for {ABI}: they are of different versions"
        )
    for function, arguments in _FUNCTIONS.items():
        if not hasattr(loaded, function):
            raise CoesiteError("java", f"{name} has no {function}: it is of an older version than this package")
        getattr(loaded, function).argtypes = arguments
        if function.endswith("_free"):
            getattr(loaded, function).restype = None
    return loaded


def version():
    """Version of the library that is loaded, such as "0.1.0"."""
    return library().coesite_version().decode()


def call(function, *arguments):
    """Calls a function that gives a coesite_status.

    Raises CoesiteError where that is not COESITE_OK.
    """
    status = getattr(library(), function)(*arguments)
    if status:
        raise CoesiteError(STATUS.get(status, "internal"), library().coesite_last_error().decode(errors="replace"))


def read(kind, function, *arguments):
    """The value that a function leaves in its last argument."""
    value = kind()
    call(function, *arguments, byref(value))
    return value.value
