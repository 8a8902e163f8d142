"""Fingerprints of a text: hashes of a few of its k-grams, picked so that any long enough shared passage shares one.

Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003. Names within a
k-gram count by where they occur in it, as in Baker, "Parameterized pattern matching", JCSS 52 (1996): ``x * x`` and
``y * y`` are one, ``x * y`` is another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from hashlib import blake2b

from mdl_grade.gradebook.similar.tokens import Token

GRAM = 10
"""Tokens in a k-gram: a shared passage that is shorter is taken for chance."""
WINDOW = 4
"""Of every so many neighbouring k-grams one is kept: a shared passage of GRAM + WINDOW − 1 tokens is always seen."""


def grams_of(tokens: Sequence[Token], k: int = GRAM) -> list[int]:
    """Return the hash of each k-gram; entry i is that of tokens i to i + k − 1."""
    words = [token.word for token in tokens]
    back = _distances(tokens)
    return [_hashed(words, back, i, k) for i in range(len(words) - k + 1)]


def _distances(tokens: Sequence[Token]) -> list[int]:
    """Return for each token how far back the same name stands; 0 if nowhere, or if it is no name."""
    last: dict[str, int] = {}
    distances = []
    for i, token in enumerate(tokens):
        distances.append(i - last[token.name] if token.name in last else 0)
        if token.name:
            last[token.name] = i
    return distances


def _hashed(words: list[str], back: list[int], start: int, k: int) -> int:
    parts = [
        words[i] or (f"\0{back[i]}" if 0 < back[i] <= i - start else "\0")  # what lies before the k-gram is unknown
        for i in range(start, start + k)
    ]
    return int.from_bytes(blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def winnowed(grams: Iterable[int], discounted: Collection[int] = (), window: int = WINDOW) -> frozenset[int]:
    """Return the fingerprints: the smallest hash of each window of neighbours, without those that are discounted.

    What is discounted is left out before the windows are laid, so that what is left keeps the guarantee.
    """
    own = [gram for gram in grams if gram not in discounted]
    if len(own) <= window:
        return frozenset(own)
    return frozenset(min(own[i : i + window]) for i in range(len(own) - window + 1))
