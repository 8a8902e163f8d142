"""chapter20/successive_halving against a definition by ranks, round by round."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

halving = Suite.load(builtin_course(), "chapter20/successive_halving").namespace["successive_halving"]


@pytest.mark.parametrize(("n", "eta", "min_budget"), [(20, 3, 1), (27, 3, 2), (7, 2, 5), (1, 4, 1), (3, 8, 1)])
def test_what_is_left_has_the_smallest_ranks(n: int, eta: int, min_budget: int) -> None:
    """Of a table of losses with ties, each round is a row, and what is left has SciPy's ordinal ranks up to ⌊n/eta⌋."""
    table = np.random.default_rng(n).integers(10, size=(8, n)).astype(float)
    budgets = min_budget * eta ** np.arange(8)

    def evaluate(k: int, budget: int) -> float:
        return table[int(np.searchsorted(budgets, budget)), k]

    best, rounds = halving(list(range(n)), evaluate, eta, min_budget)
    left = np.arange(n)
    for r, (budget, indices, losses) in enumerate(rounds):
        assert (budget, indices) == (budgets[r], left.tolist())
        assert losses == table[r, left].tolist()
        left = left[stats.rankdata(table[r, left], method="ordinal") <= max(1, len(left) // eta)]
    assert left.tolist() == [best]
    assert len(rounds[-1][1]) == 1


@pytest.mark.parametrize(("k", "eta"), [(3, 2), (4, 3), (2, 5)])
def test_every_round_of_a_power_costs_the_same(k: int, eta: int) -> None:
    """eta^k configurations are k + 1 rounds, each of the cost eta^k."""
    _, rounds = halving(list(range(eta**k)), lambda c, b: -c / b, eta, 1)
    assert [budget * len(indices) for budget, indices, _ in rounds] == [eta**k] * (k + 1)
