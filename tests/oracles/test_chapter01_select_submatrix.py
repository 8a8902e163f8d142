"""chapter01/select_submatrix against products with selection matrices, and against its definition in plain Python."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

select_submatrix = Suite.load(builtin_course(), "chapter01/select_submatrix").namespace["select_submatrix"]


@settings(derandomize=True, deadline=None)
@given(st.data())
def test_is_the_definition(data: st.DataObject) -> None:
    """S[i, j] = X[rows[i], cols[j]] in lists, and P X Q with matrices of zeros and ones."""
    N, D = data.draw(array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=6))
    X = data.draw(arrays(np.int64, (N, D), elements=st.integers(-9, 9)))
    mask = data.draw(arrays(bool, N))
    cols = np.array(data.draw(st.lists(st.integers(-D, D - 1), max_size=7)), int)
    S = select_submatrix(X, mask, cols)
    kept = [row for row, keep in zip(X.tolist(), mask, strict=True) if keep]
    assert S.shape == (len(kept), len(cols))
    assert S.tolist() == [[row[c] for c in cols] for row in kept]
    P, Q = np.eye(N, dtype=int)[mask], np.eye(D, dtype=int)[:, cols]
    np.testing.assert_array_equal(S, P @ X @ Q, strict=True)
    assert not np.shares_memory(S, X)
