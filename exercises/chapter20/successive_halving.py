"""Successive halving.

Most sets of hyperparameters show early that they are no good. So don't train all of them to the end: give each a little
budget, drop the worse ones, give what is left more, and so on.

A configuration is any value, of which `evaluate(config, budget)` knows the loss after training with a budget; smaller
is better. Round r = 0, 1, 2, … has the budget b = min_budget · eta^r:

1. Evaluate each configuration that is left, once, with the budget b: n of them, in their order in `configs`.
2. If it was one alone, it is the best, and that is all.
3. Otherwise keep the max(1, ⌊n/eta⌋) with the smallest losses of this round.

Return the best, and what was done: a list with one tuple (b, indices, losses) a round, where `indices` is the list of
the positions in `configs` of those that were evaluated, in increasing order, and `losses` the list of their losses.

* b is what a configuration is trained with from the start: budgets of earlier rounds are not added.
* Of equal losses, the first in `configs` is the better one.
* eta is an integer, at least 2, and there is at least one configuration; otherwise raise ValueError.

What it promises: if n is a power of eta, each round costs n · min_budget. And if the order of the losses is the same
for all budgets, the best of all is found, for a fraction of what it costs to train all to the end. If the order
changes, the best may be dropped early.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, tricks of the trade. Jamieson, Talwalkar,
Non-stochastic Best Arm Identification and Hyperparameter Optimization (2016). Li et al., Hyperband (2018).
"""

from collections.abc import Callable
from typing import Any

Round = tuple[int, list[int], list[float]]


def successive_halving(
    configs: list[Any], evaluate: Callable[[Any, int], float], eta: int, min_budget: int
) -> tuple[Any, list[Round]]:
    """Return the best configuration that is found by dropping the worse ones early.

    Parameters
    ----------
    configs : list
        Configurations, of any kind.
    evaluate : callable
        ``evaluate(config, budget)`` returns a loss, a float.
    eta : int
        The share 1/eta is kept, and the budget grows by eta, ≥ 2.
    min_budget : int
        Budget of the first round.

    Returns
    -------
    best : one of configs
    rounds : list of (int, list of int, list of float)
        Budget, indices and losses of each round.

    Raises
    ------
    ValueError
        If eta is below 2, or there are no configurations.

    Examples
    --------
    Configurations are numbers, and losses fall towards them. With eta = 2, three configurations become one:

    >>> best, rounds = successive_halving([3.0, 1.0, 2.0], lambda c, budget: c + 1 / budget, 2, 1)
    >>> float(best), rounds
    (1.0, [(1, [0, 1, 2], [4.0, 2.0, 3.0]), (2, [1], [1.5])])
    """
    raise NotImplementedError
