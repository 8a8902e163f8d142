"""chapter17/pieces_by_depth against exact fractions, autograd and a fine grid."""

from fractions import Fraction
from itertools import pairwise

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

answer = Suite.load(builtin_course(), "chapter17/pieces_by_depth").namespace


def output(params, x):
    h = x[:, None]
    for W, b in params[:-1]:
        h = anp.maximum(anp.dot(h, W) + b, 0.0)
    return (anp.dot(h, params[-1][0]) + params[-1][1])[:, 0]


@pytest.mark.parametrize("depth", [1, 2, 5, 9])
def test_tents_are_those_of_fractions(depth: int) -> None:
    """T composed, in exact arithmetic, at fractions whose denominators are powers of 2; 2^depth pieces of slope ±2^depth."""
    places = [Fraction(k, 2 ** (depth + 2)) for k in range(2 ** (depth + 2) + 1)]
    wanted = places
    for _ in range(depth):
        wanted = [min(2 * t, 2 - 2 * t) for t in wanted]
    params = answer["tent_network"](depth)
    np.testing.assert_array_equal(output(params, np.array(places, dtype=float)), np.array(wanted, dtype=float))
    kinks, slopes = answer["linear_pieces"](params, 0.0, 1.0)
    np.testing.assert_array_equal(kinks, np.arange(1, 2**depth) / 2**depth)
    np.testing.assert_array_equal(slopes, np.resize([1.0, -1.0], 2**depth) * 2.0**depth)


@pytest.mark.parametrize("widths", [(6,), (4, 4), (3, 5, 4)])
@pytest.mark.parametrize("seed", range(5))
def test_pieces_put_together_are_the_network(widths: tuple[int, ...], seed: int) -> None:
    """Between kinks autograd gives the slopes; from low on, the pieces pass through the network on a fine grid."""
    rng = np.random.default_rng(seed)
    sizes = (1, *widths, 1)
    params = [(rng.normal(size=(a, b)), rng.normal(size=b)) for a, b in pairwise(sizes)]
    kinks, slopes = answer["linear_pieces"](params, -3.0, 2.0)
    ends = np.array([-3.0, *kinks, 2.0])
    gradient = elementwise_grad(lambda x: output(params, x))
    np.testing.assert_allclose(gradient((ends[:-1] + ends[1:]) / 2), slopes, rtol=1e-7, atol=1e-9)
    heights = output(params, ends[:1]) + np.append(0.0, np.cumsum(slopes * np.diff(ends)))
    grid = np.linspace(-3.0, 2.0, 5001)
    np.testing.assert_allclose(np.interp(grid, ends, heights), output(params, grid), atol=1e-9)
