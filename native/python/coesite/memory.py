"""Arrays in the library's memory."""

import ctypes

import numpy as np

from .library import library


class Owner:
    """A struct whose memory the library has taken, which goes back when the last array that lies there has gone."""

    _release = None

    def __init__(self, kind, release):
        self.struct = kind(size=ctypes.sizeof(kind))
        self._release = getattr(library(), release)

    def __del__(self):
        if self._release is not None:
            self._release(ctypes.byref(self.struct))

    def array(self, address, shape, kind):
        """The array at an address, without a copy. It keeps the owner alive, and so does whatever is a view of it."""
        if not address:
            return np.empty(shape, kind)
        return np.asarray(_Place(self, address, shape, kind))


class _Place:
    """Where an array lies: NumPy keeps it as the array's base."""

    def __init__(self, owner, address, shape, kind):
        self.owner = owner
        self.__array_interface__ = dict(
            data=(address, False), shape=tuple(shape), typestr=np.dtype(kind).str, version=3
        )
