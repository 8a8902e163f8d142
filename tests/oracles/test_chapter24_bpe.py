"""chapter24/bpe against a training on text, by str.replace, and on any bytes."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

namespace = Suite.load(builtin_course(), "chapter24/bpe").namespace
bpe_train, bpe_encode, bpe_decode = (namespace[f"bpe_{name}"] for name in ("train", "encode", "decode"))


@pytest.mark.parametrize("seed", range(10))
def test_str_replace_merges_the_same(seed: int) -> None:
    """With a character for each token, str.replace goes from left to right and does not overlap."""
    data = bytes(np.random.default_rng(seed).integers(97, 100, size=60).tolist())
    text, pairs = data.decode("latin-1"), []
    for i in range(8):
        places = [text[j : j + 2] for j in range(len(text) - 1)]
        most = max(map(places.count, places))
        if most < 2:
            break
        pair = min(p for p in places if places.count(p) == most)
        pairs.append((ord(pair[0]), ord(pair[1])))
        text = text.replace(pair, chr(256 + i))
    assert bpe_train(data, 8) == pairs
    assert bpe_encode(data, pairs) == [ord(c) for c in text]


@pytest.mark.parametrize("seed", range(10))
def test_any_bytes_come_back(seed: int) -> None:
    """decode ∘ encode is the identity."""
    rng = np.random.default_rng(seed)
    pairs = bpe_train(b"the cat sat on the mat, and that was that" * 2, 30)
    data = rng.integers(256, size=int(rng.integers(0, 80)), dtype=np.uint8).tobytes() + b"the hat"
    assert bpe_decode(bpe_encode(data, pairs), pairs) == data
