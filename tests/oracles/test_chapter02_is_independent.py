"""chapter02/is_independent against exact fractions, SciPy's expected frequencies, and the rank."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import contingency

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

is_independent = Suite.load(builtin_course(), "chapter02/is_independent").namespace["is_independent"]
COUNTS = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=4)


@settings(derandomize=True, deadline=None)
@given(COUNTS.filter(lambda counts: sum(map(sum, counts)) > 0))
def test_agrees_with_fractions(counts: list[list[int]]) -> None:
    """Of such small counts no table is within 1e-4 of its product without being one; the rank says the same."""
    table = np.array(counts)
    n = int(table.sum())
    off = max(
        abs(Fraction(int(table[i, j]), n) - Fraction(int(table[i].sum()), n) * Fraction(int(table[:, j].sum()), n))
        for i in range(len(table))
        for j in range(3)
    )
    assert is_independent(table / n, 1e-12) == (off == 0) == (np.linalg.matrix_rank(table) == 1)
    assert is_independent(table / n, float(off) * 1.01 + 1e-15)


@pytest.mark.parametrize("tol", [1e-3, 1e-2, 1e-1])
def test_agrees_with_scipys_expected_frequencies(tol: float) -> None:
    """Which χ² tests are made of."""
    rng = np.random.default_rng(0)
    answers = set()
    for _ in range(50):
        J = rng.dirichlet(np.full(12, 4.0)).reshape(3, 4)
        off = np.max(np.abs(J - contingency.expected_freq(J)))
        answers.add(is_independent(J, tol))
        assert is_independent(J, tol) == (off <= tol)
    assert len(answers) == {1e-3: 1, 1e-2: 1, 1e-1: 1}.get(tol, 2) or len(answers) == 2
