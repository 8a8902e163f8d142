"""Arguments that one program after the other is lent: to make them anew for everybody takes longer than most calls.

Arrays are read-only, and views of what is kept; containers are made anew; a Generator is set back.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class _Kept:
    """A Generator, and what it is set back to."""

    rng: np.random.Generator
    state: Any
    spawned: int

    def lent(self) -> np.random.Generator:
        bits = self.rng.bit_generator
        if bits.seed_seq.n_children_spawned != self.spawned:  # type: ignore[attr-defined] # SeedSequence has it
            raise ValueError("A Generator that has children can't be set back: it is read-only.")
        bits.state = self.state
        return self.rng


def kept(value: Any) -> Any:
    """Return an argument to be kept and lent.

    Raises
    ------
    TypeError
        If it is of a kind that borrowers might change.
    """
    kind = type(value)
    if kind is np.ndarray:
        value.flags.writeable = False
        return value
    if kind is tuple or kind is list:
        return kind(map(kept, value))
    if kind is dict:
        return {key: kept(item) for key, item in value.items()}
    if kind is np.random.Generator and type(value.bit_generator.seed_seq) is np.random.SeedSequence:
        bits = value.bit_generator
        return _Kept(value, copy.deepcopy(bits.state), bits.seed_seq.n_children_spawned)
    if value is None or kind in (float, int, bool, str):
        return value
    raise TypeError(f"{kind.__name__} can't be lent.")


def lent(value: Any) -> Any:
    """Return what one borrower gets.

    Raises
    ------
    ValueError
        If an earlier one has done to it what can't be undone.
    """
    kind = type(value)
    if kind is np.ndarray:
        return value.view()  # whose shape may be set
    if kind is list or kind is tuple:
        return kind(map(lent, value))
    if kind is dict:
        return {key: lent(item) for key, item in value.items()}
    return value.lent() if kind is _Kept else value
