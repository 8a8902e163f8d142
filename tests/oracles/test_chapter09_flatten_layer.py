"""chapter09/flatten_layer against itertools, struct and SciPy's convolution."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator

import numpy as np
import pytest
from scipy.signal import correlate

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

namespace = Suite.load(builtin_course(), "chapter09/flatten_layer").namespace
flatten, unflatten = namespace["flatten"], namespace["unflatten"]
SIZES = [(7, 2, 3, 5), (3, 3, 3, 3), (1, 2, 4, 3)]


def numbers(nested: object) -> Iterator[float]:
    """Walk through nested lists from left to right."""
    if isinstance(nested, list):
        for item in nested:
            yield from numbers(item)
    else:
        assert isinstance(nested, float)
        yield nested


@pytest.mark.parametrize("shape", SIZES)
def test_rows_are_read_as_nested_lists_are(shape: tuple[int, ...]) -> None:
    """A row is a sample's nested lists from left to right, in whatever layout the array lies in memory."""
    X = np.random.default_rng(0).normal(size=shape)
    want = [list(numbers(sample)) for sample in X.tolist()]
    assert flatten(X).tolist() == want
    assert flatten(np.asfortranarray(X)).tolist() == want


@pytest.mark.parametrize("shape", SIZES)
def test_unflatten_reads_the_bytes_in_order(shape: tuple[int, ...]) -> None:
    """The images hold the numbers of the rows in the order in which C would write them."""
    N, C, H, W = shape
    Y = np.random.default_rng(1).normal(size=(N, C * H * W))
    written = struct.iter_unpack("d", Y.tobytes())
    for index in itertools.product(range(N), range(C), range(H), range(W)):
        assert unflatten(Y, (C, H, W))[index] == next(written)[0]


@pytest.mark.parametrize("shape", SIZES)
def test_a_filter_as_large_as_the_image_is_a_row_of_weights(shape: tuple[int, ...]) -> None:
    """Where a filter fits in one place only, SciPy's correlation is an inner product of rows."""
    rng = np.random.default_rng(2)
    X, K = rng.normal(size=shape), rng.normal(size=(1, *shape[1:]))
    correlated = [correlate(x, K[0], mode="valid").item() for x in X]
    np.testing.assert_allclose(flatten(X) @ flatten(K)[0], correlated, rtol=1e-10)
