"""Normal forms of answers that are unique only up to something: a sign, a phase, a scale, an order, a basis, names.

A normal form is the same for all answers that count as one. What decides (which entry fixes a sign, which row comes
first) is chosen so that rounding does not turn it. By their normal forms two answers are compared, a bug's numbers are
recognised, and draws are separated. What is no array of finite numbers is returned as it is, for the comparison to see.

Examples
--------
>>> vectors = np.array([[0.6, -0.8], [0.8, 0.6]])
>>> up_to_sign(axis=0)(-vectors).tolist()
[[0.6, 0.8], [0.8, -0.6]]
>>> up_to_labels()(np.array([2, 2, 0, 1])).tolist()
[0, 0, 1, 2]
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Form: TypeAlias = Callable[[Any], Any]

NEARLY_LARGEST = 0.6180339887
"""The first entry that is at least so large, relative to the largest, fixes a sign. No simple ratio comes near it."""
DIGITS = 1e8
"""Rows are put in order by their entries to eight digits of the largest: by rounding alone, no row goes before another.
"""


def up_to_sign(axis: int | None = None) -> Form:
    """Vectors v and −v count as one: eigenvectors, singular vectors, principal components.

    Parameters
    ----------
    axis : int, optional
        Along which a vector lies: 0 if the columns are vectors. By default the whole array is one vector.

    Returns
    -------
    form : callable
        Takes an array of real numbers, and returns one of the same shape.

    Notes
    -----
    v is divided by the sign of its first entry that is at least 0.618 of the largest: no rounding turns that. Vectors
    of close eigenvalues are not their own, but a basis: see `up_to_basis`.

    References
    ----------
    Bro, Acar, Kolda, Resolving the sign ambiguity in the singular value decomposition, J. Chemometrics 22 (2008).
    """
    return _form(
        "up to sign", "fiu", lambda x: _times(x, lambda pivot: np.where(pivot < 0, -1, 1).astype(x.dtype), axis)
    )


def up_to_phase(axis: int | None = None) -> Form:
    """Vectors v and e^{iφ} v count as one: complex eigenvectors.

    Parameters
    ----------
    axis : int, optional
        As in `up_to_sign`.

    Returns
    -------
    form : callable
        Takes an array of real or complex numbers, and returns one of the same shape.

    Notes
    -----
    v is multiplied by p̄/|p|, for its first entry p that is at least 0.618 of the largest.

    References
    ----------
    Golub, Van Loan, Matrix Computations, 4th ed. (2013), §7.1: eigenvectors of complex matrices.
    """
    return _form("up to phase", "fc", lambda x: _times(x, lambda pivot: np.conj(pivot) / np.abs(pivot), axis))


def up_to_scale(axis: int | None = None) -> Form:
    """Vectors v and c v count as one, whatever c ≠ 0 is: null vectors, eigenvectors that need no norm.

    Parameters
    ----------
    axis : int, optional
        As in `up_to_sign`.

    Returns
    -------
    form : callable
        Takes an array of real or complex numbers, and returns one of the same shape.

    Notes
    -----
    v is divided by its first entry that is at least 0.618 of the largest; zeros stay zeros, and are no multiple of
    others.

    References
    ----------
    Golub, Van Loan, Matrix Computations, 4th ed. (2013), §7.1: eigenvectors.
    """
    return _form("up to scale", "fc", lambda x: _times(x, lambda pivot: 1 / pivot, axis))


def up_to_order(axis: int = 0) -> Form:
    """The slices along `axis` count in any order: roots, eigenvalues, the rows of a set of points.

    Parameters
    ----------
    axis : int
        Along which slices are put in order.

    Returns
    -------
    form : callable
        Takes an array of integers, real or complex numbers, and returns one of the same shape.

    Notes
    -----
    Slices are sorted by their first entry, then by their second, and so on, each to eight digits of the largest, so
    that two that differ by rounding alone keep their order.

    References
    ----------
    Knuth, The Art of Computer Programming 3, 2nd ed. (1998), §5: sorting by several keys.
    """
    return _form("in order", "fiuc", lambda x: np.take(x, _order(x, axis), axis) if x.ndim else x)


def up_to_rotation() -> Form:
    """Points Y and Y Q count as one, for orthogonal Q: an embedding.

    Returns
    -------
    form : callable
        Takes an array Y (N, d) of real or complex numbers, and returns the Gram matrix Y Yᴴ (N, N).

    Notes
    -----
    Y Q (Y Q)ᴴ = Y Yᴴ, and the Gram matrix determines Y up to Q. Errors of small coordinates are seen relative to the
    largest squared length: half of the digits.

    References
    ----------
    Young, Householder, Discussion of a set of points in terms of their mutual distances, Psychometrika 3 (1938).
    """
    return _form("times its transpose", "fc", lambda Y: Y @ Y.conj().T if Y.ndim == 2 else Y)


def up_to_basis() -> Form:
    """Bases of one subspace count as one: the columns of V.

    Returns
    -------
    form : callable
        Takes an array V (N, k) of real or complex numbers, and returns the orthogonal projector V V⁺ (N, N) on the span
        of its columns.

    Notes
    -----
    Subspaces are equal if and only if their projectors are. Columns that are nearly dependent lose as many digits as
    the condition number of V has.

    References
    ----------
    Golub, Van Loan, Matrix Computations, 4th ed. (2013), §2.5: projectors, and distances between subspaces.
    """
    return _form("as a projector", "fc", lambda V: V @ np.linalg.pinv(V) if V.ndim == 2 else V)


def up_to_labels() -> Form:
    """Labels count up to a permutation: of clusters.

    Returns
    -------
    form : callable
        Takes an array (N,) of integers, and returns one of the same shape, numbered 0, 1, … as clusters appear.

    Notes
    -----
    Two labellings have one form if and only if they make the same partition. Exact.

    References
    ----------
    Hubert, Arabie, Comparing partitions, J. Classification 2 (1985). Knuth, The Art of Computer Programming 4A (2011),
    §7.2.1.5: restricted growth strings.
    """
    return _form(
        "numbered as they appear",
        "iu",
        lambda labels: numbered_as_they_appear(labels)[0] if labels.ndim == 1 else labels,
    )


def numbered_as_they_appear(labels: Array, *tables: Array) -> tuple[Any, ...]:
    """Number clusters as they appear among the labels, and put the rows of tables in the same order.

    A form of several results together: ``canonical=lambda result: numbered_as_they_appear(*result)``.

    Parameters
    ----------
    labels : (N,) array of ints
        The cluster of each point.
    tables : (K, …) arrays
        What belongs to the clusters, row by row: their centres (K, D).

    Returns
    -------
    numbered : tuple of arrays
        The labels (N,), and each table (K, …).

    Notes
    -----
    Clusters that no point belongs to come last, in the order of `up_to_order`. Exact.

    References
    ----------
    Knuth, The Art of Computer Programming 4A (2011), §7.2.1.5: restricted growth strings.
    """
    appeared, first, where = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first))
    found = appeared[np.argsort(first)]
    numbered = rank[where].reshape(np.shape(labels)).astype(np.asarray(labels).dtype)
    return (numbered, *(_in_order_of(found, table) for table in tables))


def _in_order_of(found: Array, table: Array) -> Any:
    used = found[(found >= 0) & (found < len(table))]
    rest = np.setdiff1d(np.arange(len(table)), used)
    return np.concatenate([table[used], table[rest][_order(table[rest], 0)]])


# --- how --------------------------------------------------------------------------------------------------------------
def _form(says: str, kinds: str, of: Callable[[Array], Any]) -> Form:
    """Make a form; `says` is what a report calls what is in it, behind its name."""

    def form(value: Any) -> Any:
        plain = isinstance(value, np.ndarray) and value.dtype.kind in kinds and value.size and np.isfinite(value).all()
        with np.errstate(all="ignore"):
            return of(value) if plain else value

    form.__name__ = says
    return form


def _times(x: Array, factor: Callable[[Array], Any], axis: int | None) -> Any:
    """Multiply each vector by a factor that its pivot gives; a vector of zeros stays."""
    if axis is not None and not -x.ndim <= axis < x.ndim:
        return x
    size = np.abs(x)
    nearly = size >= NEARLY_LARGEST * np.max(size, axis=axis, keepdims=True)
    if axis is None:
        pivot = x.ravel()[np.argmax(nearly)]
    else:
        pivot = np.take_along_axis(x, np.argmax(nearly, axis=axis, keepdims=True), axis)
    return x * np.where(pivot == 0, 1, factor(np.where(pivot == 0, 1, pivot)))


def _order(x: Array, axis: int) -> Any:
    """Return the order of slices by their entries, the first entry first."""
    if not -x.ndim <= axis < x.ndim or not x.size:
        return np.arange(x.shape[axis] if -x.ndim <= axis < x.ndim else 0)
    rows = np.moveaxis(x, axis, 0).reshape(x.shape[axis], -1)
    parts = np.stack([rows.real, rows.imag], axis=-1).reshape(len(rows), -1) if rows.dtype.kind == "c" else rows
    if parts.dtype.kind == "f":
        largest = np.max(np.abs(parts), initial=0.0) or 1.0
        parts = np.floor(parts / largest * DIGITS + NEARLY_LARGEST)
    return np.lexsort(parts.T[::-1])
