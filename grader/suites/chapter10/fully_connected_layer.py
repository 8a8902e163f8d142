"""Checks, known bugs and variants of chapter10/fully_connected_layer."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=20,
    no_hygiene="a layer lives by its state; dense_backward asks for clean habits",
    requires=("chapter10/dense_backward",),
    hints=(
        "What does backward have to know that only forward has seen?",
        "How many samples came by since the last step? The mean needs that number.",
    ),
)


@cases(
    "samples D K times",
    (5, 4, 3, 1.0),
    (3, 3, 3, 1.0),
    (1, 4, 2, 1.0),
    (2, 3, 4, 1e-20),
    (3, 1, 4, 1.0),
    (3, 4, 1, 1.0),
    exact="x",
)
def run(rng, samples, D, K, times):
    """Samples and what they send back; at last everything but W is tiny."""
    return {
        "W": rng.normal(size=(D, K)),
        "b": times * rng.normal(size=K),
        "x": times * rng.normal(size=(2, samples, 1, D)),
        "dy": times * rng.normal(size=(2, samples, 1, K)),
        "lr": 0.25,
    }


def forwards(m, case):
    """Send the samples forward, and none back."""
    layer = m.FullyConnectedLayer(*case.W.shape, np.random.default_rng(0))
    layer.W, layer.b = case.W, case.b
    return {f"y of sample {i}": layer.forward(x) for i, x in enumerate(case.x[0])}


def passing_by(m, case):
    """Each sample goes back after others have gone forward, and nothing else; then the last one once more."""
    layer = m.FullyConnectedLayer(*case.W.shape, np.random.default_rng(0))
    layer.W, layer.b = case.W, case.b
    for x, other, dy in zip(*case.x, case.dy[0], strict=True):
        layer.forward(other)
        layer.forward(x)
        layer.backward(dy)
    dx = layer.backward(case.dy[1, 0])
    layer.step(case.lr)
    return {"dx": dx, "W": layer.W, "b": layer.b}


def backwards(m, case):
    """Send each sample forward and back."""
    layer = m.FullyConnectedLayer(*case.W.shape, np.random.default_rng(0))
    layer.W, layer.b = case.W, case.b
    seen = {}
    for i, (x, dy) in enumerate(zip(case.x[0], case.dy[0], strict=True)):
        layer.forward(x)
        seen[f"dx of sample {i}"] = layer.backward(dy)
    return seen


def training(m, case):
    """Run two steps of training; a second layer stands by and must not matter."""
    D, K = case.W.shape
    layer = m.FullyConnectedLayer(D, K, np.random.default_rng(0))
    bystander = m.FullyConnectedLayer(D, K, np.random.default_rng(1))
    layer.W, layer.b = case.W, case.b
    bystander.forward(case.x[0, 0])
    bystander.backward(case.dy[0, 0])
    seen = {}
    for step, (xs, dys) in enumerate(zip(case.x, case.dy, strict=True), start=1):
        for x, dy in zip(xs, dys, strict=True):
            layer.forward(x)
            layer.backward(dy)
        layer.step(case.lr)
        seen[f"step {step}: W"], seen[f"step {step}: b"] = layer.W, layer.b
    return seen


@check(points=1, kind="random")
def start(student, reference, rng):
    """W is drawn from the Generator that is passed in, and b starts at zero."""
    seed, another = rng.integers(2**31, size=2).tolist()

    def fresh(m):
        layer = m.FullyConnectedLayer(5, 3, np.random.default_rng(seed))
        other = m.FullyConnectedLayer(2, 4, np.random.default_rng(another))
        return {"W": layer.W, "b": layer.b, "W of another layer": other.W}

    assert_close(student.run(fresh), reference.run(fresh))


forward = agrees("forward gives x W + b.", run, of=forwards)
backward = agrees(
    "backward hands on dy Wᵀ, with the weights that forward used.",
    run,
    of=backwards,
    points=2,
    kind="gradient",
    needs=[forward],
)
step = agrees(
    "step moves W and b by the mean of what this layer collected.",
    run,
    of=training,
    points=2,
    only=["step 1"],
    needs=[backward],
)
forgets = agrees(
    "A second step uses only what came after the first.",
    run,
    of=training,
    points=2,
    kind="state",
    only=["step 2"],
    needs=[step],
)


last = agrees(
    "Samples that only go forward leave no trace: backward is about the last one, and the mean is over what was collected.",
    run,
    of=passing_by,
    kind="state",
    needs=[step],
)


@check(points=1, kind="error", needs=[forward])
def backward_first(student):
    """backward before any forward raises RuntimeError."""

    def at_once(m):
        return m.FullyConnectedLayer(2, 2, np.random.default_rng(0)).backward(np.ones((1, 2)))

    raises(student, RuntimeError, at_once)


BUGS = [
    patch(
        "gradients are summed, not averaged",
        {"_dW / self._n": "_dW", "_db / self._n": "_db"},
        hint="Divide by the number of samples that came by since the last step.",
    ),
    patch(
        "the mean is over the samples that went forward",
        {"self._x = x\n": "self._x = x\n        self._n += 1\n", "self._n += 1\n        return dy": "return dy"},
        hint="Some samples only go forward: count in backward, where gradients are collected.",
    ),
    patch(
        "backward takes the samples in the order in which they went forward",
        {
            "self._x: Array | None = None": "self._x, self._all = None, []",
            "self._x = x\n": "self._x = x\n        self._all.append(x)\n",
            "self._dW += self._x.T @ dy": "self._dW += self._all[self._n].T @ dy",
            "np.zeros_like(self.b), 0": "np.zeros_like(self.b), 0\n        self._all = []",
        },
        hint="backward is about the x that went forward last, whatever went before it.",
    ),
    patch(
        "gradients are kept after a step",
        {"_db / self._n\n        self._forget()": "_db / self._n"},
        hint="After a step, start collecting from zero.",
    ),
    patch(
        "only the last sample counts",
        {"self._dW += ": "self._dW = ", "self._db += ": "self._db = "},
        hint="backward collects: it adds to what is there.",
    ),
    patch(
        "W moves inside backward",
        {"self._n += 1": "self._n += 1; self.W = self.W - 1e-3 * self._dW"},
        hint="Weights move in step alone, or dx meets other weights than forward did.",
    ),
    patch("b is never updated", {"self.b = self.b - lr": "self.b = self.b - 0 * lr"}, hint="b is a parameter too."),
    patch(
        "backward before forward is let through",
        {'raise RuntimeError("backward before forward")': "return dy @ self.W.T"},
        hint="Without an x there is no ∂L/∂W: say so with a RuntimeError.",
    ),
    patch(
        "layers share what they collect",
        {"self._dW, self._db, self._n = ": "type(self)._dW, type(self)._db, self._n = "},
        hint="What is kept on the class belongs to all layers: keep it on self.",
    ),
    patch(
        "the Generator is ignored",
        {"self.W = rng.normal(": "self.W = np.random.default_rng(0).normal("},
        hint="Draw from rng, or nobody can repeat a run.",
    ),
    patch(
        "W is drawn in the shape of its transpose",
        {
            "self.W = rng.normal(scale=n_in**-0.5, size=(n_in, n_out))": "self.W = rng.normal(scale=n_in**-0.5, size=(n_out, n_in)).T"
        },
        hint="A sound draw, but agreed is size=(n_in, n_out), so that runs can be compared.",
    ),
    patch(
        "the step goes uphill",
        {"self.W - lr": "self.W + lr", "self.b - lr": "self.b + lr"},
        hint="Descent subtracts the gradient.",
    ),
    patch("∂L/∂W is transposed", {"self._x.T @ dy": "dy.T @ self._x"}, hint="∂L/∂W has the shape of W, (D, K)."),
    patch("b is missing in forward", {"x @ self.W + self.b": "x @ self.W"}, hint="y = x W + b."),
    patch("W is not transposed in dx", {"dy @ self.W.T": "dy @ self.W"}, hint="dx has the shape of x, (1, D)."),
    patch("dx has the wrong sign", {"dy @ self.W.T": "-dy @ self.W.T"}, hint="Gradients are handed on as they are."),
]

EQUIVALENT = {
    "FullyConnectedLayer.backward: self._x.T @ dy → self._x.T * dy": "a column times a row is their outer product",
    "FullyConnectedLayer.backward: dy[0] → dy[-1]": "dy has one row",
    "FullyConnectedLayer.forward: x @ self.W → self._x @ self.W": "self._x is x by then",
}


@bug("state is kept in class attributes made once", hint="A mutable default on the class is one object for all layers.")
class SharedDefaults:
    sums = {"dW": 0.0, "db": 0.0, "n": 0}  # noqa: RUF012 (this is the bug)

    def __init__(self, n_in, n_out, rng):
        self.W, self.b, self.x = rng.normal(scale=n_in**-0.5, size=(n_in, n_out)), np.zeros(n_out), None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dy):
        if self.x is None:
            raise RuntimeError
        if self.sums["n"] and np.shape(self.sums["dW"]) != self.W.shape:
            self.sums.update(dW=0.0, db=0.0, n=0)
        self.sums.update(dW=self.sums["dW"] + self.x.T @ dy, db=self.sums["db"] + dy[0], n=self.sums["n"] + 1)
        return dy @ self.W.T

    def step(self, lr):
        self.W = self.W - lr * self.sums["dW"] / self.sums["n"]
        self.b = self.b - lr * self.sums["db"] / self.sums["n"]
        self.sums.update(dW=0.0, db=0.0, n=0)


@variant
class ListOfGradients:
    def __init__(self, n_in, n_out, rng):
        self.W, self.b = rng.normal(scale=n_in**-0.5, size=(n_in, n_out)), np.zeros(n_out)
        self.x, self.gradients = None, []

    def forward(self, x):
        self.x = x.copy()
        return x @ self.W + self.b

    def backward(self, dy):
        if self.x is None:
            raise RuntimeError
        self.gradients.append((np.outer(self.x, dy), dy.ravel()))
        return dy @ self.W.T

    def step(self, lr):
        dW, db = zip(*self.gradients, strict=True)
        self.W -= lr * np.mean(dW, axis=0)
        self.b -= lr * np.mean(db, axis=0)
        self.gradients.clear()


@variant
class SamplesKept:
    def __init__(self, n_in, n_out, rng):
        self.W, self.b = rng.normal(scale=n_in**-0.5, size=(n_in, n_out)), np.zeros(n_out)
        self.X, self.dY = [], []

    def forward(self, x):
        self.last = x.copy()
        return np.dot(x, self.W) + self.b

    def backward(self, dy):
        if not hasattr(self, "last"):
            raise RuntimeError("call forward first")
        self.X.append(self.last[0])
        self.dY.append(dy[0].copy())
        return np.dot(dy, np.transpose(self.W))

    def step(self, lr):
        X, dY = np.array(self.X), np.array(self.dY)
        self.W = self.W - lr / len(X) * np.dot(X.T, dY)
        self.b = self.b - lr * dY.mean(axis=0)
        self.X, self.dY = [], []
