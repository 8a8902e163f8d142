"""chapter01/one_hot against scikit-learn, and against what defines it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.preprocessing import OneHotEncoder

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

one_hot = Suite.load(builtin_course(), "chapter01/one_hot").namespace["one_hot"]


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 8), min_size=1, max_size=12), st.integers(0, 3) | st.none())
def test_agrees_with_scikit_learn(labels: list[int], more: int | None) -> None:
    """With the classes given, and with those up to the largest label."""
    y = np.array(labels)
    K = max(labels) + 1 + (more or 0)
    encoder = OneHotEncoder(categories=[np.arange(K)], sparse_output=False)
    np.testing.assert_array_equal(
        one_hot(y) if more is None else one_hot(y, K), encoder.fit_transform(y[:, None]), strict=True
    )


@pytest.mark.parametrize("labels", [[-1], [0, 3], [0, -3, 1]])
def test_refuses_what_is_no_class(labels: list[int]) -> None:
    """scikit-learn refuses it, too."""
    y = np.array(labels)
    with pytest.raises(ValueError, match="unknown categories"):
        OneHotEncoder(categories=[np.arange(3)]).fit_transform(y[:, None])
    with pytest.raises(ValueError, match="0 to 2"):
        one_hot(y, 3)
