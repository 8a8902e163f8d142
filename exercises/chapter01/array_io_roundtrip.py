"""Arrays as bytes, and back.

What a training has found, weights and means and labels, has to outlive the program: it is written as bytes, and read
back later, perhaps by somebody else. NumPy's own form for one array is *npy*: a short header that tells dtype, shape
and order in memory, and then the numbers, byte for byte. Several arrays with names are put into one *npz*: an ordinary
zip archive in which the array `W` is the file `W.npy`.

Write both directions, without a file, from memory to memory: `save_arrays` makes the bytes of an npz out of a dict of
arrays, `load_arrays` makes the dict out of the bytes.

* Names, shapes, dtypes and values survive, all of them exactly. So do arrays without entries, and those without axes
  (a single number is an array of shape ()). Whether an array lies in memory row by row or column by column may change.
* Names are letters, digits and underscores, and any such name is possible: also `file`, `args`, and `allow_pickle`.
* The archive is not compressed.
* What is read is plain numbers. An array of Python objects in the archive raises ValueError, and is not read: it is
  *pickled*, and reading a pickle runs whatever code its author has put into it.
* What is loaded belongs to the caller, who may write to it.

`io.BytesIO` is a file in memory.

References
----------
Kneusel, Math for Deep Learning, chapter 1. NumPy enhancement proposal 1: a simple file format for NumPy arrays.
"""

import io
import zipfile
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]


def save_arrays(arrays: Arrays) -> bytes:
    """Return an npz archive that holds the arrays.

    Parameters
    ----------
    arrays : dict of str to array
        Arrays of numbers or bools, of any shape.

    Returns
    -------
    data : bytes
        A zip archive with one file NAME.npy for each array, uncompressed.

    Examples
    --------
    >>> data = save_arrays({"W": np.array([[1.0, 2.0]])})
    >>> data[:2], b"W.npy" in data, np.array([[1.0, 2.0]]).tobytes() in data
    (b'PK', True, True)
    """
    raise NotImplementedError


def load_arrays(data: bytes) -> Arrays:
    """Return the arrays of an npz archive.

    Parameters
    ----------
    data : bytes
        The archive.

    Returns
    -------
    arrays : dict of str to array

    Raises
    ------
    ValueError
        If an array holds Python objects.

    Examples
    --------
    >>> arrays = load_arrays(save_arrays({"W": np.array([[1.0, 2.0]]), "n": np.array(7)}))
    >>> arrays["W"].tolist(), arrays["n"].shape, arrays["n"].tolist()
    ([[1.0, 2.0]], (), 7)
    """
    raise NotImplementedError
