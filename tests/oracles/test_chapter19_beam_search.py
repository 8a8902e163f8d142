"""chapter19/beam_search against the enumeration of all sentences."""

import itertools
from collections.abc import Callable

import numpy as np
import pytest
from scipy.special import log_softmax

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

beam_search = Suite.load(builtin_course(), "chapter19/beam_search").namespace["beam_search"]
Step = Callable[[tuple[int, ...]], np.ndarray]


def model(seed: int, vocab: int, steps: int) -> Step:
    """Return a model with another table at each step."""
    tables = log_softmax(np.random.default_rng(seed).normal(scale=1.5, size=(steps, vocab, vocab)), axis=2)
    return lambda prefix: tables[len(prefix) - 1][prefix[-1]]


def every_sentence(step: Step, bos: int, eos: int, vocab: int, max_len: int) -> dict[tuple[int, ...], float]:
    """Return the log-probabilities of all sentences that end, or have max_len tokens."""
    found = {}
    for tokens in itertools.product(range(vocab), repeat=max_len):
        end = tokens.index(eos) + 1 if eos in tokens else max_len
        sentence = (bos, *tokens[:end])
        found[sentence] = float(sum(step(sentence[:i])[sentence[i]] for i in range(1, end + 1)))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_a_beam_that_drops_nothing_finds_the_best(seed: int) -> None:
    """vocab^(max_len − 1) hypotheses are enough, and no beam finds more than there is."""
    step = model(seed, 3, 4)
    sentences = every_sentence(step, 0, 2, 3, 4)
    assert sum(np.exp(list(sentences.values()))) == pytest.approx(1.0, rel=1e-12)
    best = max(sentences, key=lambda sentence: sentences[sentence])
    sequence, logprob = beam_search(step, 0, 2, 27, 4)
    assert sequence == best
    assert logprob == pytest.approx(sentences[best], rel=1e-12)
    for beam in (1, 2, 3):
        sequence, logprob = beam_search(step, 0, 2, beam, 4)
        assert logprob == pytest.approx(sentences[sequence], rel=1e-12)
        assert logprob <= sentences[best] + 1e-12


def test_a_larger_beam_may_be_worse() -> None:
    """So no law says that scores grow with the beam."""
    scores = np.array([[beam_search(model(s, 4, 5), 0, 3, beam, 5)[1] for beam in (1, 2, 3)] for s in range(150)])
    assert np.any(np.diff(scores, axis=1) < 0.0)
