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
    ### BEGIN SOLUTION
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            part = io.BytesIO()
            np.save(part, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), part.getvalue())
    return buffer.getvalue()
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What has to be kept.** Bytes alone say nothing: eight of them are one float64, two float32, or eight grey levels.
   npy writes down how to read them, in a header that one can read oneself.

>>> part = io.BytesIO()
>>> np.save(part, np.array([[1, 2, 3]], dtype=np.uint8))
>>> b"'descr': '|u1', 'fortran_order': False, 'shape': (1, 3)" in part.getvalue()
True
>>> list(part.getvalue()[-3:])
[1, 2, 3]

2. **Why no text.** Text is for people: 0.1 + 0.2 printed with 6 digits comes back as 0.3, another number; dtype and
   shape are lost besides. Bytes are exact, and for large arrays a third of the size.

>>> text = io.StringIO()
>>> np.savetxt(text, np.array([0.1 + 0.2]), fmt="%.6f")
>>> float(text.getvalue()) == 0.1 + 0.2
False

3. **np.savez, and names.** `np.savez(buffer, **arrays)` is the usual way, and fails for one name: its own first
   parameter is called `file`. `allow_pickle`, too, is a parameter of newer versions, which swallows an array of that
   name. Names that others choose should be data, not keywords. So put the files into the zip archive yourself: each one
   is what `np.save` writes. With a name alone, `writestr` notes the time as well; with a `zipfile.ZipInfo` it does not,
   and equal arrays make equal bytes.

>>> try:
...     np.savez(io.BytesIO(), **{"file": np.zeros(2)})
... except TypeError:
...     print("TypeError")
TypeError

4. **Reading.** `np.load` recognises a zip archive by its first bytes. It reads an array when that is asked for, so
   everything has to be fetched before the archive is closed. Each array is new memory, and may be written to;
   `np.frombuffer` would be a window on the bytes, which can't change.

5. **Pickles.** Python objects have no bytes of their own; NumPy would pickle them. A pickle is a program: what it
   contains is run while it is read. `allow_pickle=False`, nowadays what holds if nothing is said, refuses that.

>>> buffer = io.BytesIO()
>>> np.savez(buffer, words=np.array([None, "two"], dtype=object))
>>> try:
...     load_arrays(buffer.getvalue())
... except ValueError:
...     print("ValueError")
ValueError
"""
### END EXPLANATION
