"""Real data, small enough to ship (see `data/README.md` for sources and licences)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

FOLDER = Path(__file__).with_name("data")


class Dataset(Struct, frozen=True):
    """Inputs X, one sample a row, and one-hot labels Y (N, K)."""

    X: Any
    Y: Any


@lru_cache(maxsize=1)
def iris() -> Dataset:
    """Return 150 irises: X (150, 4) with column mean 0 and deviation 1, Y (150, 3) one-hot."""
    data = iris_in_cm()
    return _frozen((data.X - data.X.mean(axis=0)) / data.X.std(axis=0), data.Y)


@lru_cache(maxsize=1)
def iris_in_cm() -> Dataset:
    """Return 150 irises as measured: X (150, 4) in cm, length and width of sepals, then of petals; Y one-hot."""
    table = np.loadtxt(FOLDER / "iris.csv", delimiter=",", skiprows=1)
    return _frozen(table[:, :4], np.eye(3)[table[:, 4].astype(int)])


@lru_cache(maxsize=1)
def digits() -> Dataset:
    """Return 1797 handwritten digits: X (1797, 1, 8, 8) with pixels from 0 to 1, Y (1797, 10) one-hot."""
    table = np.loadtxt(FOLDER / "digits.csv.gz", delimiter=",", dtype=int)
    return _frozen(table[:, :64].reshape(-1, 1, 8, 8) / 16.0, np.eye(10)[table[:, 64]])


@lru_cache(maxsize=1)
def nursery_rhymes() -> str:
    """Return ten English nursery rhymes, 3.5 kB of ASCII; more than a half is the first, The House That Jack Built."""
    return (FOLDER / "rhymes.txt").read_text(encoding="ascii")


def _frozen(X: Any, Y: Any) -> Dataset:
    X.setflags(write=False)
    Y.setflags(write=False)
    return Dataset(X, Y)
