"""chapter20/grid_and_random_search against scikit-learn's ParameterGrid and SciPy's laws."""

import numpy as np
from scipy import stats
from sklearn.model_selection import ParameterGrid

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

answer = Suite.load(builtin_course(), "chapter20/grid_and_random_search").namespace


def test_a_grid_is_scikit_learns() -> None:
    """With names in alphabetical order, as scikit-learn sorts them, configurations come in the same order."""
    grid = {"decay": [0.1, 0.01], "lr": [3.0, 1.0, 2.0], "mu": [0.9, 0.0]}
    best, history = answer["grid_search"](grid, lambda c: c["lr"] - c["mu"] + c["decay"])
    assert [config for config, _ in history] == list(ParameterGrid(grid))
    assert best == {"decay": 0.01, "lr": 1.0, "mu": 0.9}


def test_values_follow_scipys_laws() -> None:
    """loguniform and uniform, by Kolmogorov and Smirnov, over 4000 draws."""
    space = {"lr": (1e-4, 1.0, "log"), "mu": (-1.0, 3.0, "linear")}
    _, history = answer["random_search"](space, lambda c: c["lr"], 4000, np.random.default_rng(0))
    lr, mu = (np.array([config[name] for config, _ in history]) for name in space)
    assert stats.kstest(lr, stats.loguniform(1e-4, 1.0).cdf).pvalue > 1e-3
    assert stats.kstest(mu, stats.uniform(-1.0, 4.0).cdf).pvalue > 1e-3
    assert abs(stats.spearmanr(lr, mu).statistic) < 0.06
