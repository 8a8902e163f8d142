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
    ### BEGIN SOLUTION
    configs = [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]
    history = [(config, objective(config)) for config in configs]
    return min(history, key=lambda tried: tried[1])[0], history
    ### END SOLUTION


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
    ### BEGIN SOLUTION
    if any(scale not in ("linear", "log") for _, _, scale in space.values()):
        raise ValueError('a scale is "linear" or "log"')
    history: History = []
    for _ in range(n):
        config: Config = {}
        for name, (low, high, scale) in space.items():
            value = math.exp(rng.uniform(math.log(low), math.log(high))) if scale == "log" else rng.uniform(low, high)
            config[name] = value
        history.append((config, objective(config)))
    return min(history, key=lambda tried: tried[1])[0], history
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **All combinations.** With k names and m values each there are m^k of them: itertools.product, or k nested loops,
   gives them in order. zip would give m alone, the diagonal.

2. **Why a logarithm.** Between 0.0001 and 1, nine in ten uniform numbers are above 0.1: of a learning rate, nearly all
   tries would go to where training explodes. If log lr is uniform, each power of ten gets the same share. The density
   of lr is then 1/(lr · log(high/low)).

3. **Any base.** 10 to a number that is uniform between log10 low and log10 high has the same law, and for the same
   number of the Generator it is the same value. What doesn't fit is log10 with e: the base of the logarithm and of the
   power must be the same.

>>> u = 0.637
>>> low, high = 0.01, 100.0
>>> by_e = math.exp(math.log(low) + u * (math.log(high) - math.log(low)))
>>> by_ten = 10 ** (math.log10(low) + u * (math.log10(high) - math.log10(low)))
>>> math.isclose(by_e, by_ten, rel_tol=1e-12), round(by_e, 2)
(True, 3.53)

4. **Which is better?** If one of two names hardly matters, a grid of 9 tries only 3 values of the one that does; 9
   random configurations try 9. That is why drawing at random often wins, with the same number of trainings.

>>> _, tried = grid_search({"lr": [0.1, 0.2, 0.3], "seed": [1.0, 2.0, 3.0]}, lambda c: c["lr"])
>>> len(tried), len({config["lr"] for config, _ in tried})
(9, 3)

5. **How many.** The best of n drawn configurations is among the best 5 % with the probability 1 − 0.95^n, whatever the
   loss looks like: 60 tries are enough for 95 %.

>>> round(1 - 0.95**60, 3)
0.954

6. **A new dict each time.** If the same dict is changed and appended again, all entries of the history are the last
   one.
"""
### END EXPLANATION
