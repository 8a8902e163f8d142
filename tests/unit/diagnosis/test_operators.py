"""Every operator makes the mistake that its name says, and tells it in words."""

import pytest

from mdl_grade.diagnosis.mutation import mutants
from mdl_grade.diagnosis.operators import OPERATORS

HEAD = "import numpy as np\nArray = np.ndarray\n\n"
FUNCTION = "def f(X: Array, Y: Array, W: Array, k: int, n: int, lr: float, rng: np.random.Generator) -> Array:\n"

EXAMPLES = {
    "drop transpose": [
        ("dX = Y @ W.T", "W", "`.T` is missing on `W` in `dX`"),
        ("return np.transpose(W)", "W", "the transpose of `W` is missing in what `f` returns"),
        ("return W.transpose(0, 2, 1)", "W", "the transpose of `W` is missing in what `f` returns"),
    ],
    "transpose product": [
        ("dW = X.T @ Y", "(X.T @ Y).T", "the product is transposed in `dW`"),
    ],
    "swap factors": [
        ("dW = X.T @ Y", "Y @ X.T", "`X.T` and `Y` change places in the product in `dW`"),
        ("dW = np.dot(X, Y)", "np.dot(Y, X)", "`X` and `Y` change places in the product in `dW`"),
    ],
    "swap sides": [
        ("e = X - Y", "Y - X", "the difference is taken the wrong way round in `e`"),
        ("e = X / Y", "Y / X", "the quotient is upside down in `e`"),
    ],
    "drop operand": [
        ("Z = X @ W + Y", "X @ W", "the term `Y` is missing in `Z`"),
        ("Z = lr * X", "X", "the factor `lr` is missing in `Z`"),
        ("Z = X / n", "X", "the division by `n` is missing in `Z`"),
        ("Z = X / n", "1 / n", "the factor `X` is missing in `Z`"),
        ("Z = X - Y", "-Y", "the term `X` is missing in `Z`"),
        ("Z = X ** 2", "X", "the exponent `2` is missing in `Z`"),
        ("Z = Y * (X > 0)", "Y", "the factor `X > 0` is missing in `Z`"),
        ("return (X > 0) & (Y > 0)", "X > 0", "the condition `Y > 0` is missing in what `f` returns"),
        ("return k > 0 and n > 0", "k > 0", "the condition `n > 0` is missing in what `f` returns"),
    ],
    "repeat operand": [
        ("Z = X * Y", "X * Y * Y", "the factor `Y` is there twice in `Z`"),
        ("Z = X / n", "X / n / n", "`n` divides twice in `Z`"),
        ("Z = X + Y", "X + Y + X", "the term `X` counts twice in `Z`"),
    ],
    "flip sign": [
        ("Z = X - lr * Y", "X + lr * Y", "the sign of `lr * Y` is flipped in `Z`"),
        ("Z = -X", "X", "the minus sign of `X` is missing in `Z`"),
        ("dX = X @ W", "-(X @ W)", "the sign of `dX` is flipped"),
    ],
    "swap operation": [
        ("Z = X @ W", "X * W", "`*` is used in place of `@` before `W` in `Z`"),
        ("Z = X * n", "X / n", "`/` is used in place of `*` before `n` in `Z`"),
    ],
    "overwrite": [
        ("X += Y", "X = Y", "`X` is set with `=` where `+=` belongs"),
        ("X -= Y", "X += Y", "`X` is changed with `+=` where `-=` belongs"),
        ("X[k] = Y", "X[k] += Y", "`X[k]` is changed with `+=` where `=` belongs"),
    ],
    "drop statement": [
        ("X.sort()", "pass", "`sort` is never called in `f`"),
        ("X /= n", "pass", "the division by `n` is missing in `X`"),
        ("X += Y", "pass", "nothing is added to `X`"),
        ("X = X - Y", "pass", "`X` is not set in `f`"),
        ("X, W = Y, Y", "X = Y", "`W` is not set in `f`"),
        ("for x in X:\n        break", "pass", "`break` is missing"),
    ],
    "change comparison": [
        ("Z = X > 0", "X >= 0", "`>=` is used in place of `>` between `X` and `0`"),
        ("Z = X > 0", "X < 0", "`<` is used in place of `>` between `X` and `0`"),
    ],
    "none by truth": [
        ("k is None", "not k", "`k` that is 0 or empty is taken for None"),
        ("k is not None", "bool(k)", "`k` that is 0 or empty is taken for None"),
    ],
    "force condition": [
        ("if k > 1:\n        raise ValueError", "False", "nothing is raised when `k > 1`"),
        ("if k > 1:\n        X = Y", "not k > 1", "the case `k > 1` and its opposite change places"),
        ("return X if k else Y", "X if True else Y", "every case is treated like `k`"),
        ("while k > 1:\n        k -= 1", "False", "the loop while `k > 1` never runs"),
        ("return [x for x in X if x > 0]", "True", "the condition `x > 0` is missing"),
        ("return k or n", "k and n", "`and` is used in place of `or` in what `f` returns"),
    ],
    "ignore condition": [
        ("Z = np.where(X > 0, X, Y)", "X", "the condition `X > 0` is ignored in `Z`"),
    ],
    "swap cases": [
        ("Z = np.where(X > 0, X, Y)", "np.where(X > 0, Y, X)", "the two cases of `X > 0` change places in `Z`"),
    ],
    "change axis": [
        ("b = X.sum(axis=0)", "X.sum(axis=1)", "axis 1 is used in place of axis 0 in `b`"),
        ("b = np.sum(X, 0)", "np.sum(X, 1)", "axis 1 is used in place of axis 0 in `b`"),
        ("b = X.sum(axis=0)", "X.sum(axis=None)", "`sum` runs over all axes, not over axis 0 alone in `b`"),
        ("b = X.sum()", "X.sum(axis=0)", "`sum` runs over axis 0 alone, not over all in `b`"),
        ("b = X.sum(axis=(0, 2))", "X.sum(axis=2)", "`sum` leaves out axis 0 in `b`"),
    ],
    "drop kept axis": [
        ("b = X.max(axis=1, keepdims=True)", "X.max(axis=1)", "`keepdims=True` is missing in `max` in `b`"),
    ],
    "change new axis": [
        ("b = X[:, None]", "X[None, :]", "the new axis of `X` stands on the wrong side in `b`"),
        ("b = X[:, None]", "X", "the new axis of `X` is missing in `b`"),
    ],
    "change reduction": [
        ("b = X.sum(axis=0)", "X.mean(axis=0)", "`mean` is used in place of `sum` in `b`"),
        ("b = X.sum(axis=0)", "X", "`sum` is missing in `b`"),
        ("b = X.sum(axis=1)", "X[:, 0]", "only the first entry along axis 1 counts in `b`"),
        ("b = np.std(X)", "np.var(X)", "`var` is used in place of `std` in `b`"),
    ],
    "shift index": [
        ("b = X[k]", "X[k - 1]", "`X[k - 1]` is used in place of `X[k]` in `b`"),
        ("b = X[0]", "X[-1]", "`X[-1]` is used in place of `X[0]` in `b`"),
        ("b = X[1:]", "X[:]", "`X[:]` is used in place of `X[1:]` in `b`"),
        ("b = X.shape[0]", "X.shape[1]", "`X.shape[1]` is used in place of `X.shape[0]` in `b`"),
    ],
    "change range": [
        ("for i in range(n):\n        X += i", "range(n - 1)", "the loop ends one step too early"),
        ("for i in reversed(range(n)):\n        X += i", "range(n)", "the loop runs the wrong way round"),
        ("for i in reversed(range(n)):\n        X += i", "range(1, n)", "the loop ends one step too early"),
        ("for i in range(n)[::-1]:\n        X += i", "range(n - 1)", "the loop begins one step too late"),
        ("for x in X:\n        Y += x", "X[1:]", "the first of `X` is left out"),
    ],
    "change constant": [
        ("Z = 2 * X", "1 * X", "1 is used in place of 2 in `Z`"),
        ("Z = 0.5 * X", "0.505 * X", "0.505 is used in place of 0.5 in `Z`"),
        ("Z = X + 1e-8", "X + 1e-05", "1e-05 is used in place of 1e-08 in `Z`"),
    ],
    "swap variable": [
        ("Z = Y.sum(axis=0)", "X.sum(axis=0)", "`X` is used in place of `Y` in `Z`"),
        ("Z = X / n", "X / k", "`k` is used in place of `n` in `Z`"),
    ],
    "swap arguments": [
        (
            "return f(X, Y, W, k, n, lr, rng)",
            "f(Y, X, W, k, n, lr, rng)",
            "`X` and `Y` change places in `f` in what `f` returns",
        ),
    ],
    "swap results": [
        ("return X, Y", "return (Y, X)", "`X` and `Y` change places in what is returned"),
    ],
    "unwrap": [
        ("Z = np.exp(X)", "X", "`exp` is not applied to `X` in `Z`"),
        ("Z = X.copy()", "X", "`X` is not copied in `Z`"),
        ("Z = np.maximum(0, X)", "X", "`maximum` is not applied to `X` in `Z`"),
    ],
    "swap function": [
        ("Z = np.maximum(X, 0)", "np.minimum(X, 0)", "`minimum` is used in place of `maximum` in `Z`"),
        ("Z = np.zeros(n)", "np.ones(n)", "`ones` is used in place of `zeros` in `Z`"),
    ],
    "ignore generator": [
        (
            "return rng.normal(size=n)",
            "np.random.default_rng(0).normal(size=n)",
            "`rng` is ignored: the numbers come from another Generator",
        ),
    ],
    "change in place": [
        ("X = X - Y", "X -= Y", "`X`, which belongs to the caller, is changed in place"),
    ],
}


def made(operator, body, head=HEAD + FUNCTION):
    return {m.key: m.label for m in mutants(f"{head}    {body}\n", only=[operator])}


@pytest.mark.parametrize(
    ("operator", "body", "becomes", "label"),
    [(operator, *example) for operator, examples in EXAMPLES.items() for example in examples],
)
def test_operator(operator, body, becomes, label):
    """An operator makes this change, and says so."""
    assert label in [its for key, its in made(operator, body).items() if key.endswith(f" → {becomes}")]


def test_all_operators_have_an_example():
    """No operator goes unproved."""
    assert {operator.name for operator in OPERATORS} == {*EXAMPLES, "share state"}


def test_share_state():
    """State of an object can be put into its class."""
    source = "class Layer:\n    def forget(self):\n        self._dW, self._n = 0.0, 0\n"
    (mutant,) = mutants(source, only=["share state"])
    assert mutant.label == "`self.dW` belongs to the class, so all objects share it"
    assert "type(self)._dW, type(self)._n = (0.0, 0)" in mutant.source


@pytest.mark.parametrize(
    ("body", "swaps"),
    [
        ("return X.T", {"Y.T", "W.T"}),
        ("return n", {"k"}),
        ("return X.astype(np.float32)", {"Y.astype(np.float32)", "W.astype(np.float32)"}),
        ("return rng.normal()", set()),
        ("return len(X)", set()),
        ("return np.zeros_like(X)", set()),
        ("return X.shape", set()),
        ("return lr\n    rate = 2.0 * lr", set()),
    ],
)
def test_rivals(body, swaps):
    """A name is taken for another of its kind, and only for one that is known there; metadata is left alone."""
    found = mutants(f"{HEAD}{FUNCTION}    {body}\n", only=["swap variable"])
    assert {m.source.partition("return ")[2].partition("\n")[0] for m in found} == swaps


def test_entries_of_a_dictionary_are_mixed_up():
    """Entries of one dictionary are as good as names, and two of them can be taken for each other throughout."""
    found = made("swap variable", "return net['a'] - net['b']", HEAD + "def f(net: dict[str, Array]) -> Array:\n")
    assert found == {
        "f: net['a'] - net['b'] → net['b'] - net['b']": "`net['b']` is used in place of `net['a']` in what `f` returns",
        "f: net['a'] - net['b'] → net['a'] - net['a']": "`net['a']` is used in place of `net['b']` in what `f` returns",
        "f: net['a'] - net['b'] → net['b'] - net['b'], and alike": "`net['a']` and `net['b']` are mixed up",
    }


@pytest.mark.parametrize(
    ("operator", "one", "other", "label"),
    [
        ("drop operand", "W = W - lr * X / n", "X = X - lr * Y / n", "the division by `n` is missing"),
        ("overwrite", "W += X", "Y += X", "`=` is used in place of `+=`"),
        ("flip sign", "W = W - X", "Y = Y - X", "`+` is used in place of `-`"),
        ("change reduction", "W = X.sum(axis=0)", "Y = W.sum(axis=0)", "`mean` is used in place of `sum`"),
        ("unwrap", "W = np.tanh(X)", "Y = np.tanh(W)", "`tanh` is not applied"),
    ],
)
def test_habits(operator, one, other, label):
    """Who makes a mistake for W makes it for b: one mutant makes it in both places."""
    source = f"{HEAD}{FUNCTION}    {one}\n    {other}\n    return W\n"
    (mutant,) = (m for m in mutants(source, only=[operator]) if m.label == label)
    assert mutant.key.endswith(", and alike")
    assert one not in mutant.source
    assert other not in mutant.source


@pytest.mark.parametrize(
    "body",
    [
        'raise ValueError(f"{k - 1} of {n} is too small")',
        'assert k > 0, "k + 1"',
        '"""Return X + Y, 2 times."""',
        "import math",
        "Z: Array",
    ],
)
def test_what_does_not_compute_is_left_alone(body):
    """Messages, texts, imports and annotations are not changed."""
    assert mutants(f"{HEAD}{FUNCTION}    {body}\n") == []


@pytest.mark.parametrize("body", ["return X + eps", "return X / (Y + 1e-8)"])
def test_what_keeps_from_zero_is_not_repeated(body):
    """Twice 1e-8 does the same as 1e-8: no test could tell."""
    head = HEAD + "def f(X: Array, Y: Array, eps: float = 1e-8) -> Array:\n"
    keys = [*made("repeat operand", body, head), *made("flip sign", body, head)]
    assert not any(key.endswith(("+ eps + eps", "1e-08 + 1e-08)", "- eps", "- 1e-08)")) for key in keys)
