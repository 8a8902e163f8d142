"""Checks, known bugs and variants of chapter10/backprop_mlp."""

import itertools

import numpy as np

from mdl_grade.network import Optimiser, initial, iris, loss_curve
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=35,
    returns=("loss", "grads"),
    requires=("chapter10/dense_backward", "chapter10/activation_backward", "chapter10/mse_with_grad"),
    hints=(
        "On the way forward, keep what went into each layer, and each Z. The way back needs them.",
        "The sweep begins with dZ_M = (Ŷ − Y) / (N K): the derivative of the loss with respect to a linear output.",
        "At a layer: dW = Aᵀ dZ and db = Σ dZ over the batch, with the A that went in. dA = dZ Wᵀ goes further back.",
        "dA becomes the next dZ by the entrywise product with f′ at the Z of the layer before.",
    ),
)
ACTIVATIONS = ("relu", "tanh", "sigmoid")


def drawn(rng, N, widths, activation):
    layers = itertools.pairwise(widths)
    params = [
        (rng.normal(scale=n_in**-0.5, size=(n_in, n_out)), rng.normal(scale=0.5, size=n_out)) for n_in, n_out in layers
    ]
    X, Y = rng.normal(size=(N, widths[0])), rng.normal(size=(N, widths[-1]))
    return {"params": params, "X": X, "Y": Y, "activation": activation}


def outputs(params, X, activation):
    """Return Ŷ, and the Z of the hidden layers."""
    f = {"relu": lambda Z: np.where(Z > 0, Z, 0), "tanh": np.tanh, "sigmoid": lambda Z: 0.5 + 0.5 * np.tanh(Z / 2)}
    A, hidden = X, []
    for W, b in params[:-1]:
        hidden.append(A @ W + b)
        A = f[activation](hidden[-1])
    W, b = params[-1]
    return A @ W + b, hidden


def smooth_here(case):
    """Away from ReLU's kinks, with some units on and some off in every hidden layer."""
    if case.activation != "relu":
        return True
    hidden = outputs(case.params, case.X, case.activation)[1]
    return all(np.abs(Z).min() > 0.01 and 0.1 < np.mean(Z > 0) < 0.9 for Z in hidden)


@cases("N widths activation", (7, (5, 3), "tanh"), (4, (4, 4), "relu"), (1, (5, 2), "sigmoid"), (4, (1, 1), "tanh"))
def linear(rng, N, widths, activation):
    return drawn(rng, N, widths, activation)


@cases(
    "N widths activation",
    (7, (5, 4, 3), "relu"),
    (5, (2, 3, 4, 7), "tanh"),
    (3, (4, 2, 5, 3, 6), "sigmoid"),
    (4, (4, 4, 4, 4), "tanh"),
    (1, (5, 6, 2), "relu"),
    fit=smooth_here,
)
def deep(rng, N, widths, activation):
    return drawn(rng, N, widths, activation)


@cases("N widths activation", (3, (4, 5, 2), "relu"))
def kink(rng, N, widths, activation):
    inputs = drawn(rng, N, widths, activation)
    inputs["X"][0] = 0.0
    inputs["params"][0][1][::2] = 0.0
    return inputs


def apart(case):
    """Away from ReLU's kinks, at any scale, with some units on and some off."""
    (Z,) = outputs(case.params, case.X, "relu")[1]
    return np.abs(Z).min() > 0.01 * np.abs(Z).max() and 0.1 < np.mean(Z > 0) < 0.9


@cases("N widths times", (3, (4, 5, 2), 1e-70), (3, (4, 5, 2), 1e70), fit=apart)
def far(rng, N, widths, times):
    """With ReLU, Ŷ grows as X and the biases do, and the gradients with that."""
    inputs = drawn(rng, N, widths, "relu")
    params = [(W, times * b) for W, b in inputs["params"]]
    return inputs | {"params": params, "X": times * inputs["X"], "Y": times * inputs["Y"]}


def named(result, params):
    """Return the gradients of a result by name, dW1, db1, …"""
    return named_gradients(result[1], params)


def named_gradients(grads, params):
    return {f"d{name}{i + 1}": grads[i][j] for i in range(len(params)) for j, name in enumerate("Wb")}


def flat(layers):
    """Return all parameters in one vector."""
    return np.concatenate([np.ravel(tensor) for layer in layers for tensor in layer])


def unflattened(vector, shapes_of):
    """Return the parameters that `flat` has put into a vector."""
    sizes = [int(np.prod(shape)) for pair in shapes_of for shape in pair]
    parts = iter(np.split(vector, np.cumsum(sizes)[:-1]))
    return [tuple(next(parts).reshape(shape) for shape in pair) for pair in shapes_of]


def loss_alone(m, case):
    return m.backprop_mlp(*case.values())[0]


def everything(m, case):
    result = m.backprop_mlp(*case.values())
    return {"loss": result[0], **named(result, case.params)}


def gradients(m, case):
    return named(m.backprop_mlp(*case.values()), case.params)


shapes = shaped("The loss is a number, and the gradients are built like the parameters.", deep)
loss = agrees("The loss is the mean of ½ (Ŷ − Y)² over all N K entries.", deep, of=loss_alone)
one_layer = agrees(
    "With one layer, the gradients are those of linear regression.", linear, of=gradients, kind="gradient"
)
layers = agrees(
    "With hidden layers, every gradient is right, back to the first layer.",
    deep,
    of=gradients,
    points=2,
    kind="gradient",
)
every_scale = agrees(
    "It is right for tiny numbers and for huge ones.",
    far,
    of=everything,
    kind="gradient",
    by="entry",
    needs=[loss, layers],
)
at_the_kink = agrees("A ReLU whose Z is exactly 0 lets nothing through.", kink, of=gradients, kind="gradient")


@check(points=2, kind="gradient")
def finite_differences(student, deep, rng):
    """The gradients of all layers agree with finite differences of the loss."""
    for case, found in student.each(lambda m, case: m.backprop_mlp(*case.values())[1], deep):
        grads = named_gradients(found, case.params)
        at = {name[1:]: np.asarray(case.params[int(name[2:]) - 1][name[1] == "b"]) for name in grads}

        def mse(case=case, **tensors):
            params = [(tensors[f"W{i + 1}"], tensors[f"b{i + 1}"]) for i in range(len(case.params))]
            return 0.5 * np.mean((outputs(params, case.X, case.activation)[0] - case.Y) ** 2)

        check_grads(mse, at, {name[1:]: grad for name, grad in grads.items()}, rng=rng, where=case)


@check(points=1, kind="convergence")
def taylor(student, deep, rng):
    """The gradient is that of your own loss: along random directions, what it does not explain shrinks like h³."""
    for case, result in student.backprop_mlp.on([case for case in deep if case.activation != "relu"]):
        shapes_of = [(W.shape, b.shape) for W, b in case.params]

        def own_loss(params, case=case, shapes_of=shapes_of):
            return student.run(loss_alone, case.replaced(params=unflattened(params, shapes_of)))

        check_taylor(own_loss, {"params": flat(case.params)}, {"params": flat(result[1])}, rng=rng, where=case)


@check(points=1, kind="property", needs=[loss])
def doubled_batch(student, deep):
    """Seeing every sample twice changes neither the loss nor the gradients: both are means."""

    def once_and_twice(m, case):
        params, X, Y, activation = case.values()
        twice = m.backprop_mlp(params, np.concatenate([X, X]), np.concatenate([Y, Y]), activation)
        once = m.backprop_mlp(params, X, Y, activation)
        return [{"loss": result[0], **named(result, params)} for result in (once, twice)]

    for case, (once, twice) in student.each(once_and_twice, deep):
        for name in once:
            assert_law("the batch twice = the batch once", twice[name], once[name], what=name, where=case)


@check(points=1, kind="training")
def trains(student, rng):
    """Descending your gradients, a network learns the irises along the reference's loss curve."""
    start, data, lr = initial(4, 5, 3, rng), iris(), 1.0

    def losses(m):
        params, curve = [(start.W1, start.b1), (start.W2, start.b2)], []
        for _ in range(60):
            result = m.backprop_mlp(params, data.X, data.Y, "tanh")
            curve.append(result[0])
            params = [(W - lr * result[1][i][0], b - lr * result[1][i][1]) for i, (W, b) in enumerate(params)]
        return curve

    return check_curve(
        student.run(losses), loss_curve(data, start, steps=60, optimiser=Optimiser.descent(lr)), where="150 irises"
    )


hygiene = hygiene_of(deep, needs=[layers])

# --- known bugs and variants ----------------------------------------------------------------------------------------
VARYING = {"taylor": "The order of a remainder tells what it shows: at some points a wrong gradient keeps it."}
BUGS = [
    patch(
        "the derivative of the activation is missing",
        {"(dZ @ W.T) * slope": "dZ @ W.T"},
        hint="A = f(Z), so dZ = dA ∘ f′(Z): without f′ you differentiate a network without activations.",
    ),
    patch(
        "the activation is also applied to the output",
        {"error = inputs[-1] @ W + b - Y": "error = _activate(inputs[-1] @ W + b, activation)[0] - Y"},
        hint="The output layer is linear: Ŷ = Z_M.",
    ),
    patch(
        "the derivative of the activation is taken at the output, too",
        {"dZ = error / error.size": "dZ = error / error.size * _activate(inputs[-1] @ W + b, activation)[1]"},
        hint="The output layer is linear: its derivative is 1.",
    ),
    patch(
        "the gradients are those of the sum",
        {"dZ = error / error.size": "dZ = error"},
        hint="The loss is a mean over N K entries; its derivative has the same 1/(N K).",
    ),
    patch(
        "the gradients are averaged over the batch alone",
        {"dZ = error / error.size": "dZ = error / len(error)"},
        hint="The mean is over all N K entries, not over N samples.",
    ),
    patch(
        "loss and gradients are averaged over the batch alone",
        {"dZ = error / error.size": "dZ = error / len(error)", "np.mean(error**2)": "np.sum(error**2) / len(error)"},
        hint="The mean is over all N K entries, not over N samples.",
    ),
    patch(
        "the loss lacks the ½",
        {"0.5 * np.mean(error**2)": "np.mean(error**2)"},
        hint="The loss is the mean of ½ (Ŷ − Y)².",
    ),
    patch(
        "loss and gradients lack the ½",
        {"0.5 * np.mean(error**2)": "np.mean(error**2)", "dZ = error / error.size": "dZ = 2.0 * error / error.size"},
        hint="The loss is the mean of ½ (Ŷ − Y)².",
    ),
    patch(
        "the error has the wrong sign",
        {"inputs[-1] @ W + b - Y": "Y - inputs[-1] @ W - b"},
        hint="∂L/∂Ŷ points from Y to Ŷ.",
    ),
    patch(
        "db is averaged over the batch",
        {"dZ.sum(axis=0)": "dZ.mean(axis=0)"},
        hint="The mean is already inside dZ; over the batch, db is a sum.",
    ),
    patch(
        "the gradients come out last layer first",
        {"grads[::-1]": "grads"},
        hint="The sweep goes backwards, the list goes forwards: turn it round.",
    ),
    patch(
        "the derivative of tanh is 1 − tanh",
        {"1 - A**2": "1 - A"},
        hint="tanh′(z) = 1 − tanh²(z).",
    ),
    patch(
        "the derivative of sigmoid is missing a factor",
        {"return A, A * (1 - A)": "return A, 1 - A"},
        hint="σ′(z) = σ(z) (1 − σ(z)).",
    ),
    patch("ReLU′(0) is 1", {"(Z > 0)": "(Z >= 0)"}, hint="ReLU′(0) = 0, so that a unit at rest learns nothing."),
    patch(
        "f′ is taken at A, not at Z",
        {"1 - A**2": "1 - np.tanh(A)**2"},
        hint="f′ belongs where f was computed, at Z. With A = tanh(Z) in hand, it is 1 − A².",
    ),
    patch(
        "each layer uses the slope of the layer behind it",
        {
            "slopes = [X], [np.ones_like(X)]": "slopes = [X], []",
            "    W, b = params[-1]\n": "    W, b = params[-1]\n    slopes.append(np.ones_like(X))\n",
        },
        hint="Number the layers: dZ_l needs f′(Z_l), and comes from dZ_{l+1} through W_{l+1}.",
    ),
    patch(
        "every activation is taken for tanh",
        {'if activation == "relu":': 'if activation == "":', 'if activation == "tanh":': "if True:"},
        hint="Ask the argument `activation` which f is meant.",
    ),
    patch(
        "the parameters move on the way back",
        {"        grads.append(": "        W -= 0.01 * A.T @ dZ\n        grads.append("},
        hint="Gradients first, steps later: here nothing moves, or dA meets other weights than the way forward did.",
    ),
    patch(
        "the error is written into Y",
        {"error = inputs[-1] @ W + b - Y": "error = np.subtract(inputs[-1] @ W + b, Y, out=Y)"},
        hint="Y belongs to the caller: compute the error into a new array.",
    ),
]


EQUIVALENT = {
    "backprop_mlp: np.ones_like(X) → np.zeros_like(X)": "The slope of the input only enters dX, which nobody asks for.",
}


@bug("the gradient stops at the last layer", hint="Carry dZ back through W and f′, layer by layer, to the first.")
def last_layer_only(params, X, Y, activation):
    f = {"relu": lambda Z: np.maximum(Z, 0), "tanh": np.tanh, "sigmoid": lambda Z: 1 / (1 + np.exp(-Z))}[activation]
    A = X
    for W, b in params[:-1]:
        A = f(A @ W + b)
    error = A @ params[-1][0] + params[-1][1] - Y
    grads = [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    grads[-1] = (A.T @ error / error.size, error.sum(axis=0) / error.size)
    return 0.5 * np.mean(error**2), grads


@variant
def recursive(params, X, Y, activation):
    def sweep(layers, A):
        (W, b), rest = layers[0], layers[1:]
        Z = A @ W + b
        if not rest:
            error = Z - Y
            loss, grads, dZ = np.sum(error * error) / 2 / Y.size, [], error / Y.size
        else:
            if activation == "relu":
                loss, grads, dA = sweep(rest, Z * (Z > 0))
                dZ = np.where(Z > 0, dA, 0)
            elif activation == "tanh":
                loss, grads, dA = sweep(rest, np.tanh(Z))
                dZ = dA / np.cosh(Z) ** 2
            else:
                S = np.exp(Z) / (1 + np.exp(Z))
                loss, grads, dA = sweep(rest, S)
                dZ = dA * np.exp(-Z) * S**2
        return loss, [[A.T @ dZ, dZ.sum(axis=0)], *grads], dZ @ W.T

    loss, grads, _ = sweep(list(params), X)
    return [loss, grads]


@variant
def sample_by_sample(params, X, Y, activation):
    f = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}[activation]
    df = {
        "relu": lambda z: np.where(z > 0, 1.0, 0.0),
        "tanh": lambda z: 1 - np.tanh(z) ** 2,
        "sigmoid": lambda z: f(z) * f(-z),
    }[activation]
    loss, grads = 0.0, [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
    for x, y in zip(X, Y, strict=True):
        zs, xs = [], [x]
        for W, b in params:
            zs.append(xs[-1] @ W + b)
            xs.append(f(zs[-1]))
        loss += 0.5 * np.sum((zs[-1] - y) ** 2) / Y.size
        dz = (zs[-1] - y) / Y.size
        for i in range(len(params) - 1, -1, -1):
            grads[i][0][...] += np.outer(xs[i], dz)
            grads[i][1][...] += dz
            if i:
                dz = params[i][0] @ dz * df(zs[i - 1])
    return loss, grads
