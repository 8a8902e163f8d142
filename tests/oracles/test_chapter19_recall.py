"""chapter19/recall against autograd, by a model that is written down in one function."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import value_and_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter19/recall").namespace
VOCAB, D = 5, 6


def loss(params, ids):
    """Mean cross-entropy of the token two steps back, by one layer of causal attention."""
    N, T = ids.shape
    pair = np.arange(D) // 2
    angle = np.arange(T)[:, None] / 10000.0 ** (2 * pair / D)
    positions = np.where(np.arange(D) % 2 == 0, np.sin(angle), np.cos(angle))
    X = anp.dot(np.eye(VOCAB)[ids], params["E"]) + positions
    Q, K, V = (anp.dot(X, params[name]) for name in ("Wq", "Wk", "Wv"))
    E = anp.exp(anp.einsum("nid,njd->nij", Q, K) / np.sqrt(D)) * np.tri(T)
    logits = anp.dot(anp.einsum("nij,njd->nid", E / anp.sum(E, axis=2, keepdims=True), V), params["Wo"])
    logs = logits - anp.log(anp.sum(anp.exp(logits), axis=2, keepdims=True))
    return -anp.sum(logs[:, 2:] * np.eye(VOCAB)[ids[:, :-2]]) / (N * (T - 2))


def test_gradients_are_those_of_the_loss() -> None:
    """The loss, and its gradient with respect to each of the five parameters."""
    model = PROGRAM["Recall"](VOCAB, D, np.random.default_rng(1))
    ids = np.random.default_rng(2).integers(VOCAB, size=(3, 7))
    value, wanted = value_and_grad(loss)(model.params, ids)
    got, gradients = model.gradients(ids)
    assert got == pytest.approx(value, rel=1e-12)
    assert model.perplexity(ids) == pytest.approx(np.exp(value), rel=1e-12)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, wanted[name], rtol=1e-9, atol=1e-13)


def test_recalls() -> None:
    """After 150 steps, sequences that were never seen have a perplexity of 1."""
    rng = np.random.default_rng(0)
    model = PROGRAM["Recall"](6, 16, rng)
    model.train(PROGRAM["batches"](6, 16, 8, 150, rng), 0.05)
    assert model.perplexity(rng.integers(6, size=(50, 8))) < 1.05
