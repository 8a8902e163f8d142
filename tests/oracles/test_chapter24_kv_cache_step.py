"""chapter24/kv_cache_step against chapter 19's attention with a causal mask over the whole text."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

step = Suite.load(builtin_course(), "chapter24/kv_cache_step").namespace["kv_cache_step"]
attention = Suite.load(builtin_course(), "chapter19/scaled_dot_attention").namespace["scaled_dot_attention"]


@pytest.mark.parametrize("sizes", [(7,), (1,) * 7, (3, 1, 2, 1), (2, 5)])
def test_equals_the_whole_causal_pass(sizes: tuple[int, ...]) -> None:
    """However the text is cut into pieces; behind its end the cache is NaN, which would show."""
    rng = np.random.default_rng(len(sizes))
    Q, K, V = rng.normal(size=(3, 2, 7, 4))
    keys, values = np.full((2, 2, 9, 4), np.nan)
    want, _ = attention(Q, K, V, np.tri(7, dtype=bool))
    length = 0
    for c in sizes:
        new = slice(length, length + c)
        Y, keys, values = step(Q[:, new], K[:, new], V[:, new], keys, values, length)
        np.testing.assert_allclose(Y, want[:, new], rtol=1e-12, atol=1e-14)
        length += c
    np.testing.assert_array_equal(keys[:, :7], K)
    assert np.isnan(values[:, 7:]).all()
