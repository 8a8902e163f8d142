"""Generators for cases: one whose numbers a suite chooses."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mdl_grade.errors import CourseError

WORDS = 624
"""Of 32 bits, that a Mersenne Twister holds; two of them make a number."""


def generator_with(values: Sequence[float]) -> np.random.Generator:
    """Return a Generator whose `random()` gives these numbers, in order.

    It is NumPy's own, in a state that was found backwards from the numbers: all its methods work. `uniform` stretches
    the same numbers; `integers`, `normal` and others make of their bits what they do. After the last of them come
    arbitrary numbers, always the same.

    Parameters
    ----------
    values : sequence of float
        At most 312 numbers in [0, 1). Each is rounded down to a multiple of 2⁻⁵³, as all that `random` gives are.

    Returns
    -------
    rng : numpy.random.Generator

    Raises
    ------
    CourseError
        If there are more, or one lies outside.

    Examples
    --------
    >>> generator_with([0.25, 0.5]).random(2).tolist()
    [0.25, 0.5]
    """
    if len(values) > WORDS // 2 or not all(0 <= value < 1 for value in values):
        raise CourseError("A Generator can be made with at most 312 numbers, from 0 to below 1.", "Use fewer.")
    bits = np.random.MT19937(0)
    state = bits.state
    for i, value in enumerate(values):
        upper, lower = divmod(int(value * 2**53), 2**26)
        state["state"]["key"][2 * i : 2 * i + 2] = _untempered(upper << 5), _untempered(lower << 6)
    state["state"]["pos"] = 0
    bits.state = state
    return np.random.Generator(bits)


def _untempered(word: int) -> int:
    """Return the word of the state that the Mersenne Twister gives as `word`: each of its four steps, undone."""
    word ^= word >> 18
    word ^= (word << 15) & 0xEFC60000
    undone = word
    for _ in range(4):  # seven more bits are right each time
        undone = word ^ ((undone << 7) & 0x9D2C5680)
    word = undone & 0xFFFFFFFF
    for _ in range(2):  # eleven more bits
        undone = word ^ (undone >> 11)
    return undone & 0xFFFFFFFF
