"""chapter04/median against the statistics module and NumPy."""

import statistics

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

median = Suite.load(builtin_course(), "chapter04/median").namespace["median"]
NUMBERS = st.integers(-6, 6) | st.floats(-1e6, 1e6)


@settings(derandomize=True, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=12))
def test_python_and_numpy_agree(x: list[float]) -> None:
    """To the last bit: nothing is computed but half of a sum."""
    array = np.array(x)
    assert median(array) == statistics.median(array.tolist()) == np.median(array)
    assert isinstance(median(array), float)
