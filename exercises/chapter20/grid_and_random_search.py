"""Searching for hyperparameters: a grid, or at random.

Learning rate, width, weight decay: nobody can differentiate by them, so some values are tried. A configuration is a
dict, name → value; `objective(config)` returns its loss, and smaller is better.

`grid_search` has a list of values for each name, and tries all combinations: name → [values]. The last name changes
fastest, as in nested loops over the names in their order.

`random_search` has a range for each name: name → (low, high, scale), and tries n configurations that are drawn:

* scale "linear": the value is uniform between low and high.
* scale "log": its logarithm is uniform between log low and log high, so that 0.001 to 0.01 is as likely as 0.01 to 0.1.
  There 0 < low.
* So that two right answers draw alike, the draws are settled: for each configuration in turn, name by name in the order
  of the dict, one rng.uniform, from low to high or from log low to log high. Nothing else is drawn.
* Any other scale raises ValueError.

Both return the best configuration and the history: a list of (config, loss), in the order in which they were tried.
Each configuration is evaluated once. Of equal losses, the first is the best, also if all are infinite, as they are
where every training diverges. n ≥ 1, and lists are not empty.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, tricks of the trade. Bergstra, Bengio, Random Search
for Hyper-Parameter Optimization (2012).
"""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

Config = dict[str, float]
History = list[tuple[Config, float]]


def grid_search(grid: Mapping[str, Sequence[float]], objective: Callable[[Config], float]) -> tuple[Config, History]:
    """Try all combinations of values.

    Parameters
    ----------
    grid : dict of str to list of float
        The values of each name.
    objective : callable
        Takes a configuration, a dict of str to float, and returns its loss.

    Returns
    -------
    best : dict of str to float
        The configuration with the smallest loss.
    history : list of (dict, float)
        All configurations and their losses, in the order in which they were tried.

    Examples
    --------
    >>> best, history = grid_search({"lr": [0.1, 1.0], "mu": [0.0, 0.9]}, lambda c: c["lr"] + c["mu"])
    >>> [list(config.values()) for config, _ in history]
    [[0.1, 0.0], [0.1, 0.9], [1.0, 0.0], [1.0, 0.9]]
    >>> {name: float(value) for name, value in best.items()}
    {'lr': 0.1, 'mu': 0.0}
    """
    raise NotImplementedError


def random_search(
    space: Mapping[str, tuple[float, float, str]],
    objective: Callable[[Config], float],
    n: int,
    rng: np.random.Generator,
) -> tuple[Config, History]:
    """Try configurations that are drawn at random.

    Parameters
    ----------
    space : dict of str to (float, float, str)
        Of each name, the lowest and the highest value, and the scale: "linear" or "log".
    objective : callable
        Takes a configuration, a dict of str to float, and returns its loss.
    n : int
        How many are tried, ≥ 1.
    rng : numpy.random.Generator

    Returns
    -------
    best : dict of str to float
        The configuration with the smallest loss.
    history : list of (dict, float)
        All configurations and their losses, in the order in which they were tried.

    Raises
    ------
    ValueError
        If a scale is none of the two.

    Examples
    --------
    This Generator gives 0.637 and 0.270 of the way from low to high, and then 0.041 and 0.017. From 0.01 to 100 there
    are four powers of ten: 0.637 of the way is 10 to the power of −2 + 4 · 0.637.

    >>> space = {"lr": (0.01, 100.0, "log"), "mu": (0.0, 1.0, "linear")}
    >>> best, history = random_search(space, lambda c: c["lr"] + c["mu"], 2, np.random.default_rng(0))
    >>> [[round(float(value), 3) for value in config.values()] for config, _ in history]
    [[3.531, 0.27], [0.015, 0.017]]
    >>> best == history[1][0]
    True
    """
    raise NotImplementedError
