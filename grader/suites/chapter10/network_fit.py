"""Checks, known bugs and variants of chapter10/network_fit."""

import itertools

import numpy as np

from mdl_grade.network import Dataset, iris
from mdl_grade.records.evidence import Unclean
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=40,
    requires=("chapter10/backprop_mlp", "chapter10/fully_connected_layer"),
    hints=(
        "Three parts: a way forward that keeps what goes into each layer, a way back that collects (dW, db), a loop.",
        "tanh′(z) = 1 − tanh²(z) = 1 − a²: what went into the next layer is all that you need.",
        "X[rows] and Y[rows] with the same rows, drawn anew for each minibatch, or inputs lose their targets.",
        "First finish the way back through all layers, with the weights that the way forward used. Then move them.",
    ),
    seconds=5.0,
)


NEVER_ONE = {"length of sizes": "there are inputs, and there are outputs"}


# --- what is learned ------------------------------------------------------------------------------------------------
def noisy_xor():
    """Return 80 points around the corners of a square; opposite corners are of one class."""
    rng = np.random.default_rng(10)
    corners = np.array([[1.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0]])
    X = np.repeat(corners, 20, axis=0) + rng.normal(scale=0.35, size=(80, 2))
    return Dataset(X, np.repeat(np.eye(2), 40, axis=0))


IRISES = {"data": iris(), "sizes": (4, 8, 3), "minibatches": 150, "lr": 1.0, "batch_size": 16}
XOR = {"data": noisy_xor(), "sizes": (2, 8, 2), "minibatches": 200, "lr": 0.5, "batch_size": 16}
SOUND_ORDERS = ("minibatches are drawn with replacement", "minibatches are cut from shuffled epochs")


def trained(m, task, seed):
    """Train on a task, and predict what was trained on."""
    data, sizes, minibatches, lr, batch_size = task.values()
    network = m.Network(sizes, np.random.default_rng([seed, 0]))
    network.fit(data.X, data.Y, minibatches, lr, batch_size, np.random.default_rng([seed, 1]))
    return network.predict(data.X)


def accuracy_on(task):
    """Return what scores predictions: the share of samples whose largest output is that of their class."""
    Y = task["data"].Y

    def accuracy(Y_hat):
        assert_shapes(Y_hat, Y, names=("predict(X)",))
        return np.mean(np.argmax(Y_hat, axis=1) == Y.argmax(axis=1))

    return accuracy


@floor(score=accuracy_on(IRISES), sound=SOUND_ORDERS)
def irises(m, seed):
    """accuracy on the irises"""
    return trained(m, IRISES, seed)


@floor(score=accuracy_on(XOR), sound=SOUND_ORDERS)
def xor(m, seed):
    """accuracy on XOR"""
    return trained(m, XOR, seed)


# --- cases ----------------------------------------------------------------------------------------------------------
@cases("widths", ((4, 5, 3),), ((3, 2),), ((2, 4, 4, 1),))
def fresh(rng, widths):
    return {"widths": widths, "seed": int(rng.integers(2**31))}


@cases("N widths", (7, (5, 4, 3)), (4, (3, 3)), (6, (2, 3, 4, 5)), (1, (4, 4, 4)))
def network(rng, N, widths):
    params = [(rng.normal(size=(i, o)) / i**0.5, rng.normal(size=o)) for i, o in itertools.pairwise(widths)]
    return {"params": params, "X": rng.normal(size=(N, widths[0])), "Y": rng.normal(size=(N, widths[-1])), "lr": 0.5}


@cases("N widths times", (5, (4, 3, 2), 1e-70), (5, (4, 3, 2), 1e70), (4, (3, 2), 1e-70), (4, (3, 2), 1e70))
def far(rng, N, widths, times):
    """Outputs and targets of any size; without a hidden layer, inputs, too."""
    inputs = network.draw(rng, N, widths)
    *hidden, (W, b) = inputs["params"]
    if hidden:
        return inputs | {"params": [*hidden, (times * W, times * b)], "Y": times * inputs["Y"]}
    return inputs | {"params": [(W, times * b)], "X": times * inputs["X"], "Y": times * inputs["Y"]}


@cases("N widths", (12, (3, 4, 2)), (11, (2, 3)))
def run(rng, N, widths):
    return {
        "widths": widths,
        "X": rng.normal(size=(N, widths[0])),
        "Y": rng.normal(size=(N, widths[-1])),
        "seed": int(rng.integers(2**31)),
    }


def new(m, case):
    """Return a network as large as the case's parameters."""
    widths = [len(case.params[0][0]), *(len(b) for _, b in case.params)]
    return m.Network(widths, np.random.default_rng(0))


def with_params(m, case):
    network = new(m, case)
    network.params = case.params
    return network


def start(m, case):
    """Return the parameters of a new network: the second one that a Generator makes."""
    rng = constant(m, np.random.default_rng(case.seed))
    m.Network(case.widths, rng)
    return m.Network(case.widths, rng).params


def prediction(m, case):
    return {"predict(X)": with_params(m, case).predict(case.X)}


def one_step(m, case):
    """Take one step on all samples at once, so that their order does not matter."""
    network = with_params(m, case)
    losses = network.fit(case.X, case.Y, 1, case.lr, len(case.X), np.random.default_rng(0))
    moved = {f"{name}{i + 1}": network.params[i][j] for i in range(len(case.params)) for j, name in enumerate("Wb")}
    return {"losses": losses, **moved}


def far_step(m, case):
    """Take one step, and return its loss as a number: a list of losses and an array of them are alike."""
    stepped = one_step(m, case)
    return {"loss": stepped.pop("losses")[0], **stepped}


def short_run(m, case, steps=5):
    network = m.Network(case.widths, np.random.default_rng(case.seed))
    return network.fit(case.X, case.Y, steps, 0.3, 4, np.random.default_rng(case.seed + 1))


def two_runs(m, case):
    """Call fit twice, with all samples in each minibatch; another network stands by and must not matter."""
    network = m.Network(case.widths, np.random.default_rng(case.seed))
    bystander = m.Network(case.widths, np.random.default_rng(case.seed + 1))
    network.fit(case.X, case.Y, 3, 0.3, len(case.X), np.random.default_rng(1))
    bystander.fit(case.X, case.Y, 1, 0.3, len(case.X), np.random.default_rng(1))
    return network.fit(case.X, case.Y, 2, 0.3, len(case.X), np.random.default_rng(2))


# --- checks ---------------------------------------------------------------------------------------------------------
@check(points=1, kind="shape")
def shapes(student, reference, network):
    """predict returns (N, K), and params holds a W (n_in, n_out) and a b (n_out,) for each layer."""

    def seen(m, case):
        network = new(m, case)
        return {"params": network.params, "predict(X)": network.predict(case.X)}

    for (case, got), (_, want) in zip(student.each(seen, network), reference.each(seen, network), strict=True):
        assert_shapes(got, want, where=case)


starts = agrees(
    "Weights are drawn from rng as agreed, layer by layer, and biases are zero.", fresh, of=start, kind="random"
)
predicts = agrees("predict goes through all layers: tanh inside, linear at the end.", network, of=prediction)


@check(points=1, needs=[predicts])
def notes(student, reference, network):
    """fit returns the loss of each minibatch, as it was before the step."""
    for (case, got), (_, want) in zip(student.each(one_step, network), reference.each(one_step, network), strict=True):
        check_curve(got["losses"], want["losses"], axis="minibatch", where=case)


steps = agrees(
    "One step on all samples moves every W and every b by −lr times its gradient.",
    network,
    of=one_step,
    points=2,
    kind="gradient",
    only=["W", "b"],
    needs=[predicts],
)


every_scale = agrees(
    "It is right for tiny numbers and for huge ones.",
    far,
    of=far_step,
    kind="gradient",
    by="entry",
    needs=[steps],
)


@check(points=2, kind="training", needs=[starts, steps])
def curve(student, reference, rng):
    """With the same Generators, training on the irises follows the reference's loss curve, minibatch by minibatch."""
    data, (seed, another) = iris(), rng.integers(2**31, size=2).tolist()

    def losses(m, before=0):
        """Train a network; the Generator of its minibatches may have served another one before."""
        rng = constant(m, np.random.default_rng(another))
        if before:
            m.Network((4, 5, 3), np.random.default_rng(seed)).fit(data.X, data.Y, before, 0.5, 16, rng)
        return m.Network((4, 5, 3), np.random.default_rng(seed)).fit(data.X, data.Y, 60 - before, 0.5, 16, rng)

    where = "150 irises, 16 at a time"
    seen = check_curve(student.run(losses), reference.run(losses), axis="minibatch", where=where)
    after = f"{where}; the Generator has served another network for 40"
    check_curve(student.run(losses, 40), reference.run(losses, 40), axis="minibatch", where=after)
    return seen


@check(points=1, kind="state", needs=[starts, steps])
def goes_on(student, reference, run):
    """A second call of fit goes on from where the first stopped, whatever other networks do."""
    for (case, got), (_, want) in zip(student.each(two_runs, run), reference.each(two_runs, run), strict=True):
        check_curve(got, want, axis="minibatch", where=case)


@check(points=1, kind="training", needs=[steps])
def learns_irises(student, rng):
    """150 minibatches are enough to tell the irises apart, in whichever order they are drawn."""
    irises.hold(student, rng, where="150 irises")


@check(points=1, kind="training", needs=[steps])
def learns_xor(student, rng):
    """With a hidden layer, the network learns XOR."""
    xor.hold(student, rng, where="XOR")


@check(points=1, kind="hygiene", needs=[steps])
def hygiene(student, run):
    """fit leaves X and Y alone, uses no randomness but rng, and the same run gives the same losses again."""
    twice = [*run, *run]
    results, facts = student.watch(short_run, twice)
    for fact in facts:
        if fact.kind != "aliased":
            what = {"0": "X", "1": "Y"}.get(fact.argument, "Network")
            raise CheckFailed(Unclean(fact=fact.kind, what=what), str(twice[fact.call // 2]))
    for case, first, second in zip(run, results, results[len(run) :], strict=False):
        try:
            assert_close(second, first)
        except CheckFailed:
            raise CheckFailed(Unclean(fact="unrepeatable", what="fit"), str(case)) from None


# --- known bugs and variants ----------------------------------------------------------------------------------------
DRAW = "            rows = rng.choice(len(X), size=batch_size, replace=False)\n"

VARYING = {
    "learns_irises": "A network that starts badly may learn all the same: other checks see that it starts so.",
    "learns_xor": "A network that starts badly may learn all the same: other checks see that it starts so.",
}
BUGS = [
    patch(
        "gradients beyond 1000 are clipped",
        {"A.T @ dZ, dZ.sum(axis=0)": "np.clip(A.T @ dZ, -1e3, 1e3), np.clip(dZ.sum(axis=0), -1e3, 1e3)"},
        hint="The step goes as far as the gradient says. Who wants smaller steps takes a smaller lr.",
    ),
    patch(
        "labels are drawn apart from their inputs",
        {"Y[rows])\n": "Y[rng.choice(len(X), size=batch_size, replace=False)])\n"},
        hint="Draw the rows once, and use them for X and for Y: a sample and its target belong together.",
    ),
    patch(
        "every minibatch is the first rows of X",
        {DRAW: "            rows = np.arange(batch_size)\n"},
        hint="Draw a new minibatch for each step, or the network sees a few samples only.",
    ),
    patch(
        "one minibatch is drawn and used for all steps",
        {
            f"        for _ in range(minibatches):\n{DRAW}": (
                "        rows = rng.choice(len(X), size=batch_size, replace=False)\n"
                "        for _ in range(minibatches):\n"
            )
        },
        hint="Draw inside the loop.",
    ),
    patch(
        "all of X is used at every step",
        {DRAW: "            rows = np.arange(len(X))\n"},
        hint="A minibatch has batch_size samples.",
    ),
    patch(
        "minibatches are drawn with replacement",
        {DRAW: DRAW.replace("False", "True")},
        hint="Draw with replace=False, as agreed: yours learns, too, but runs can't be compared.",
    ),
    patch(
        "minibatches are cut from shuffled epochs",
        {
            "        losses = []\n": "        losses, deck = [], np.arange(0)\n",
            DRAW: (
                "            deck = deck if len(deck) >= batch_size else rng.permutation(len(X))\n"
                "            rows, deck = deck[:batch_size], deck[batch_size:]\n"
            ),
        },
        hint="A sound way to train, but agreed is rng.choice from all of X for each minibatch, so that runs compare.",
    ),
    patch(
        "the Generator is ignored when minibatches are drawn",
        {DRAW: DRAW.replace("rng", "np.random.default_rng(len(losses))")},
        hint="Draw from the rng that is passed in, or nobody can repeat a run.",
    ),
    patch(
        "the Generator is ignored when weights are drawn",
        {"(rng.normal(": "(np.random.default_rng(0).normal("},
        hint="Draw from the rng that is passed in, or nobody can repeat a run.",
    ),
    patch(
        "weights start at zero",
        {"(rng.normal(scale=n_in**-0.5, size=(n_in, n_out))": "(np.zeros((n_in, n_out))"},
        hint="Hidden units that start equal get equal gradients and stay equal: draw the weights.",
    ),
    patch(
        "weights start too wide",
        {"(rng.normal(scale=n_in**-0.5": "(rng.normal(scale=1.0"},
        hint="The standard deviation is 1/√n_in.",
    ),
    patch(
        "the weights' variance and deviation are confused",
        {"(rng.normal(scale=n_in**-0.5": "(rng.normal(scale=1 / n_in"},
        hint="N(0, 1/n_in) has the variance 1/n_in: NumPy's scale is its square root.",
    ),
    patch(
        "b is a row of a matrix",
        {"np.zeros(n_out)": "np.zeros((1, n_out))"},
        hint="b has shape (n_out,); NumPy adds it to every row by itself.",
    ),
    patch("biases stay at zero", {"b - lr * db": "b"}, hint="b is a parameter too, and learns in the same way."),
    patch(
        "gradients are summed over the minibatch",
        {"(Y_hat - Y) / Y.size": "Y_hat - Y"},
        hint="The loss is a mean over all entries; its gradient has the same 1/(N K).",
    ),
    patch(
        "gradients are averaged over the samples alone",
        {"(Y_hat - Y) / Y.size": "(Y_hat - Y) / len(Y)"},
        hint="The mean is over all N K entries, not over N samples.",
    ),
    patch(
        "the steps go uphill",
        {"W - lr * dW, b - lr * db": "W + lr * dW, b + lr * db"},
        hint="Descent subtracts the gradient.",
    ),
    patch(
        "the derivative of tanh is missing",
        {"(dZ @ W.T) * (1 - A**2)": "dZ @ W.T"},
        hint="dZ = dA ∘ (1 − A²): the way back goes through the activation, too.",
    ),
    patch(
        "the way back meets weights that have already moved",
        {
            "(W - lr * dW, b": "(W, b",
            "self._loss_and_grads(X[rows], Y[rows])": "self._loss_and_grads(X[rows], Y[rows], lr)",
            "_loss_and_grads(self, X: Array, Y: Array)": "_loss_and_grads(self, X, Y, lr)",
            "dZ.sum(axis=0)))\n": "dZ.sum(axis=0)))\n            W -= lr * grads[-1][0]\n",
        },
        hint="Finish the way back through all layers before anything moves.",
    ),
    patch(
        "tanh is also applied to the output",
        {"[*layers, layers[-1] @ W + b]": "[*layers, np.tanh(layers[-1] @ W + b)]"},
        hint="The output is linear.",
    ),
    patch(
        "the loss is noted after the step",
        {"losses.append(loss)": "losses.append(self._loss_and_grads(X[rows], Y[rows])[0])"},
        hint="Note the loss that the gradient belongs to: before anything moves.",
    ),
    patch(
        "the loss lacks the ½",
        {"0.5 * np.mean": "np.mean"},
        hint="The loss is the mean of ½ (Ŷ − Y)².",
    ),
    patch(
        "fit starts over each time",
        {
            "        losses = []\n": (
                "        losses = []\n"
                "        self._start = getattr(self, '_start', self.params)\n"
                "        self.params = self._start\n"
            )
        },
        hint="Weights are drawn once, in __init__; fit goes on with what is there.",
    ),
    patch(
        "minibatches are drawn from NumPy's global random state",
        {DRAW: "            np.random.seed(rng.integers(2**31))\n" + DRAW.replace("rng", "np.random")},
        hint="Whoever calls fit may be using np.random, too: leave its state alone, and draw from rng.",
    ),
    patch(
        "networks share their parameters",
        {"        self.params = [\n": "        type(self).params = [\n"},
        hint="What is kept on the class belongs to all networks: keep it on self.",
    ),
    patch(
        "a new network draws a number more than its weights",
        {
            "n_in, n_out in pairwise(sizes)\n        ]\n": "n_in, n_out in pairwise(sizes)\n        ]\n        rng.normal()\n"
        },
        hint="The Generator is the caller's, who goes on with it: draw the weights, and nothing else.",
    ),
    patch(
        "fit draws an order that it does not need",
        {
            "        return losses\n\n    def _forward": "        rng.permutation(len(X))\n        return losses\n\n    def _forward"
        },
        hint="The Generator is the caller's, who goes on with it: one call of choice for each minibatch, and nothing else.",
    ),
]


EQUIVALENT = {
    "Network._loss_and_grads: Y_hat - Y → Y - Y_hat (2)": "Its square is the same.",
}


@variant
class SampleBySample:
    def __init__(self, sizes, rng):
        self.params = []
        for i in range(1, len(sizes)):
            W = rng.normal(0.0, sizes[i - 1] ** -0.5, (sizes[i - 1], sizes[i]))
            self.params.append((W, np.zeros(sizes[i])))

    def predict(self, X):
        return np.array([self._run(x)[-1] for x in X])

    def _run(self, x):
        outputs = [x]
        for i, (W, b) in enumerate(self.params):
            z = outputs[-1] @ W + b
            outputs.append(z if i == len(self.params) - 1 else np.tanh(z))
        return outputs

    def fit(self, X, Y, minibatches, lr, batch_size, rng):
        losses = []
        for _ in range(minibatches):
            rows = rng.choice(len(X), size=batch_size, replace=False)
            loss, sums = 0.0, [[0.0, 0.0] for _ in self.params]
            for x, y in zip(X[rows], Y[rows], strict=True):
                outputs = self._run(x)
                delta = outputs[-1] - y
                loss += 0.5 * np.mean(delta**2) / batch_size
                for i in reversed(range(len(self.params))):
                    sums[i][0] = sums[i][0] + np.outer(outputs[i], delta)
                    sums[i][1] = sums[i][1] + delta
                    delta = self.params[i][0] @ delta * (1 - outputs[i] ** 2)
            for i, (dW, db) in enumerate(sums):
                W, b = self.params[i]
                self.params[i] = (W - lr * dW / Y[rows].size, b - lr * db / Y[rows].size)
            losses.append(loss)
        return np.array(losses)


@variant
class Recursive:
    def __init__(self, sizes, rng):
        shapes = [(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)]
        self.params = [(rng.normal(scale=1 / np.sqrt(s[0]), size=s), np.zeros(s[1])) for s in shapes]

    def predict(self, X):
        for W, b in self.params[:-1]:
            X = np.tanh(X @ W + b)
        return X @ self.params[-1][0] + self.params[-1][1]

    def fit(self, X, Y, minibatches, lr, batch_size, rng):
        return [self._step(X, Y, lr, rng.choice(len(X), size=batch_size, replace=False)) for _ in range(minibatches)]

    def _step(self, X, Y, lr, rows):
        loss, moved, _ = self._sweep(self.params, X[rows], Y[rows], lr)
        self.params = moved
        return loss

    def _sweep(self, params, A, Y, lr):
        (W, b), rest = params[0], params[1:]
        Z = A @ W + b
        if rest:
            H = np.tanh(Z)
            loss, moved, dH = self._sweep(rest, H, Y, lr)
            dZ = dH / np.cosh(Z) ** 2
        else:
            loss, moved, dZ = 0.5 * ((Z - Y) ** 2).mean(), [], (Z - Y) / Y.size
        return loss, [(W - lr * (A.T @ dZ), b - lr * dZ.sum(axis=0)), *moved], dZ @ W.T


VARIANTS = [
    patch(
        "losses come as an array",
        {"        return losses\n\n    def _forward": "        return np.array(losses)\n\n    def _forward"},
    )
]
