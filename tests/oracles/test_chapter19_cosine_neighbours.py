"""chapter19/cosine_neighbours against SciPy's distances and scikit-learn's neighbours."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

cosine_neighbours = Suite.load(builtin_course(), "chapter19/cosine_neighbours").namespace["cosine_neighbours"]


@pytest.mark.parametrize("seed", range(5))
def test_are_the_nearest_by_cosine_distance(seed: int) -> None:
    """SciPy's cosine distance is 1 − cos."""
    E = np.random.default_rng(seed).normal(size=(30, 6)) * np.logspace(-2, 2, 30)[:, None]
    for i in range(30):
        order = [int(j) for j in np.argsort(cdist(E[i : i + 1], E, "cosine")[0]) if j != i]
        assert cosine_neighbours(E, i, 29).tolist() == order
        assert cosine_neighbours(E, i, 3).tolist() == order[:3]


def test_agrees_with_scikit_learn() -> None:
    """Its neighbours of a fitted sample leave the sample out."""
    neighbors = pytest.importorskip("sklearn.neighbors")
    E = np.random.default_rng(9).normal(size=(40, 5))
    found = neighbors.NearestNeighbors(n_neighbors=7, metric="cosine").fit(E).kneighbors(return_distance=False)
    for i in range(40):
        assert cosine_neighbours(E, i, 7).tolist() == found[i].tolist()
