"""chapter23/graph_readout against scipy.ndimage, which measures labelled regions."""

import numpy as np
import pytest
from scipy import ndimage

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

graph_readout = Suite.load(builtin_course(), "chapter23/graph_readout").namespace["graph_readout"]


@pytest.mark.parametrize("how", ["sum", "mean", "max"])
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_labelled_regions(how: str, seed: int) -> None:
    """Column by column, for the graphs that have nodes; the others have zeros."""
    rng = np.random.default_rng(seed)
    ids, H = rng.choice([0, 1, 3, 5], size=15), rng.normal(size=(15, 4)) - 1.0
    filled = np.unique(ids)
    measure = {"sum": ndimage.sum_labels, "mean": ndimage.mean, "max": ndimage.maximum}[how]
    want = np.zeros((7, 4))
    for column in range(4):
        want[filled, column] = measure(H[:, column], labels=ids, index=filled)
    np.testing.assert_allclose(graph_readout(H, ids, 7, how), want, rtol=1e-12, atol=1e-14)
