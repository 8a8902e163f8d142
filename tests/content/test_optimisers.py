"""Wrong optimisers are rejected, however well they train; other people's conventions are accepted, or named.

The bank is made of changes in `network/optimisers.py`, whose functions are put behind the signatures of chapter 11.
"""

import inspect
import textwrap
from collections import Counter

import numpy as np

from mdl_grade.course import builtin_course
from mdl_grade.diagnosis.naming import names
from mdl_grade.network import optimisers
from mdl_grade.records.evidence import NotLoaded
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import judge
from mdl_grade.suite.runner import execute_source
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
HEAD = "from collections.abc import Callable\nfrom typing import Any\n\nimport numpy as np\n\nArray = Any\n\n\n"

ADAPTERS = {
    "sgd": (
        "gd_nd",
        """
        def gd_nd(grad, x0, lr, steps):
            path = [np.array(x0, dtype=float)]
            for _ in range(steps):
                path.append(sgd(path[-1], grad(path[-1].copy()), lr))
            return np.array(path)
        """,
    ),
    "momentum": ("momentum_step", "def momentum_step(W, V, dW, lr, mu):\n    return momentum(W, V, dW, lr, mu)"),
    "nesterov": ("nesterov_step", "def nesterov_step(W, V, grad, lr, mu):\n    return nesterov(W, V, grad, lr, mu)"),
    "adagrad": ("adagrad_step", "def adagrad_step(W, S, dW, lr, eps):\n    return adagrad(W, S, dW, lr, eps)"),
    "rmsprop": (
        "rmsprop_step",
        "def rmsprop_step(W, S, dW, lr, rho, eps):\n    return rmsprop(W, S, dW, lr, rho, eps)",
    ),
    "adadelta": (
        "adadelta_step",
        "def adadelta_step(W, S, D, dW, rho, eps):\n    return adadelta(W, S, D, dW, rho, eps)",
    ),
    "adam": (
        "adam_step",
        """
        def adam_step(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
            if t < 1:
                raise ValueError(t)
            return adam(W, M, V, dW, t, lr, beta1, beta2, eps)
        """,
    ),
}

SHARED = """

{name}_alone, last = {name}, {{}}
def {name}(W, {state}, *rest, **numbers):
    if np.any({state}):
        {state} = last.get(W.shape, {state})
    after = {name}_alone(W, {state}, *rest, **numbers)
    last[W.shape] = after[1]
    return after
"""
"""What a parameter of the same shape has left behind is taken for one's own."""

BANK = {
    "sgd": {
        "sign": {"W - lr": "W + lr"},
        "learning rate twice": {"lr * dW": "lr * lr * dW"},
        "learning rate missing": {"lr * dW": "dW"},
        "only the sign of the gradient": {"lr * dW": "lr * np.sign(dW)"},
        "gradient clipped": {"lr * dW": "lr * np.clip(dW, -1, 1)"},
        "gradient averaged over entries": {"lr * dW": "lr * dW.mean()"},
        "weight decay mixed in": {"lr * dW": "lr * (dW + 1e-3 * W)"},
        "weight decay of the wrong sign": {"lr * dW": "lr * (dW - 1e-3 * W)"},
        "W moved in place": {"return W - lr * dW": "W -= lr * dW\n    return W"},
    },
    "momentum": {
        "sign of the push": {"- lr": "+ lr"},
        "sign of the velocity": {"mu * v": "-mu * v"},
        "sign of the move": {"W + v": "W - v"},
        "velocity forgotten": {"mu * v - ": "-"},
        "velocity never damped": {"mu * v": "v"},
        "stale velocity moves W": {"v = mu": "old, v = v, mu", "W + v, v": "W + old, v"},
        "stale velocity returned": {"v = mu": "old, v = v, mu", "W + v, v": "W + v, old"},
        "push averaged in": {"lr * dW": "(1 - mu) * lr * dW"},
        "mu and 1 − mu swapped": {"mu * v": "(1 - mu) * v"},
        "mu damps the push as well": {"mu * v - lr * dW": "mu * (v - lr * dW)"},
        "learning rate twice": {"W + v, v": "W + lr * v, v"},
        "Nesterov's step": {"W + v, v": "W + mu * v - lr * dW, v"},
        "weight decay in the velocity": {"lr * dW": "lr * (dW + 1e-3 * W)"},
        "state shared between parameters": SHARED.format(name="momentum", state="v"),
    },
    "nesterov": {
        "gradient at W": {"grad(W + mu * v)": "grad(W)"},
        "looks back": {"grad(W + mu * v)": "grad(W - mu * v)"},
        "looks ahead by the whole velocity": {"grad(W + mu * v)": "grad(W + v)"},
        "looks ahead by lr": {"grad(W + mu * v)": "grad(W + lr * v)"},
        "gradient at the moved point": {
            "v = mu * v - lr * grad(W + mu * v)": "g = grad(W); v = mu * v - lr * grad(W + mu * v - lr * g)"
        },
        "W starts from ahead": {"v = mu * v": "W = W + mu * v\n    v = mu * v", "grad(W + mu * v)": "grad(W)"},
        "sign": {"- lr": "+ lr"},
        "learning rate twice": {"W + v, v": "W + lr * v, v"},
        "stale velocity moves W": {"v = mu": "old, v = v, mu", "W + v, v": "W + old, v"},
    },
    "adagrad": {
        "nothing accumulated": {"s + dW**2": "dW**2"},
        "accumulated without square": {"s + dW**2": "s + np.abs(dW)"},
        "missing root": {"np.sqrt(s)": "s"},
        "eps inside the root": {"np.sqrt(s) + eps": "np.sqrt(s + eps)"},
        "decaying average": {"s + dW**2": "0.9 * s + 0.1 * dW**2"},
        "one rate for all entries": {"dW**2": "np.mean(dW**2)"},
        "stale sum": {"s = s": "old, s = s, s", "np.sqrt(s)": "np.sqrt(np.where(old > 0, old, s))"},
        "sum of scaled gradients": {"dW**2": "(lr * dW) ** 2"},
        "sign": {"W - lr": "W + lr"},
    },
    "rmsprop": {
        "rho and 1 − rho swapped": {"rho * s + (1 - rho) * dW": "(1 - rho) * s + rho * dW"},
        "accumulated, not averaged": {"rho * s + (1 - rho) * dW": "s + dW"},
        "missing root": {"np.sqrt(s)": "s"},
        "without square": {"dW**2": "np.abs(dW)"},
        "eps inside the root": {"np.sqrt(s) + eps": "np.sqrt(s + eps)"},
        "stale average": {"s = rho": "old, s = s, rho", "np.sqrt(s)": "np.sqrt(np.where(old > 0, old, s))"},
        "centred by the gradient's mean": {"dW**2": "(dW - 0.1 * dW.mean()) ** 2"},
        "bias corrected": {"np.sqrt(s)": "np.sqrt(s / (1 - rho))"},
        "learning rate twice": {"lr * dW": "lr * lr * dW"},
        "state shared between parameters": SHARED.format(name="rmsprop", state="s"),
    },
    "adadelta": {
        "steps averaged before they are known": {
            "d = -np": "u = rho * u + (1 - rho) * dW**2\n    d = -np",
            "rho * u + (1 - rho) * d**2": "u",
        },
        "decay of the wrong moment": {"rho * u + (1 - rho) * d**2": "rho * s + (1 - rho) * d**2"},
        "eps outside the roots": {"np.sqrt(u + eps) / np.sqrt(s + eps)": "(np.sqrt(u) + eps) / (np.sqrt(s) + eps)"},
        "eps missing above": {"np.sqrt(u + eps)": "np.sqrt(u)"},
        "missing roots": {"-np.sqrt(u + eps) / np.sqrt(s + eps)": "-(u + eps) / (s + eps)"},
        "steps averaged without square": {"d**2": "np.abs(d)"},
        "stale average of gradients": {"s = rho": "old, s = s, rho", "np.sqrt(s + eps)": "np.sqrt(old + eps)"},
        "sign": {"W + d": "W - d"},
    },
    "adam": {
        "no bias correction": {"(m / (1 - beta1**t))": "m", "v / (1 - beta2**t)": "v"},
        "bias correction of m alone": {"v / (1 - beta2**t)": "v"},
        "bias correction of v alone": {"(m / (1 - beta1**t))": "m"},
        "bias correction one step late": {"beta1**t": "beta1**(t + 1)", "beta2**t": "beta2**(t + 1)"},
        "bias correction one step early": {
            "beta1**t": "beta1**max(t - 1, 1)",
            "beta2**t": "beta2**max(t - 1, 1)",
        },
        "bias correction without the power": {"beta1**t": "beta1", "beta2**t": "beta2"},
        "bias corrections swapped": {"beta1**t": "beta2**t", "np.sqrt(v / (1 - beta2**t": "np.sqrt(v / (1 - beta1**t"},
        "betas swapped": {
            "beta1 * m + (1 - beta1)": "beta2 * m + (1 - beta2)",
            "beta2 * v + (1 - beta2)": "beta1 * v + (1 - beta1)",
            "beta1**t": "beta2**t",
            "np.sqrt(v / (1 - beta2**t": "np.sqrt(v / (1 - beta1**t",
        },
        "decay of the wrong moment": {"beta2 * v + (1 - beta2) * dW**2": "beta2 * v + (1 - beta2) * m**2"},
        "accumulated without square": {"dW**2": "np.abs(dW)"},
        "missing root": {"np.sqrt(v / (1 - beta2**t))": "v / (1 - beta2**t)"},
        "eps inside the root": {"np.sqrt(v / (1 - beta2**t)) + eps": "np.sqrt(v / (1 - beta2**t) + eps)"},
        "eps before the correction": {
            "np.sqrt(v / (1 - beta2**t)) + eps": "(np.sqrt(v) + eps) / np.sqrt(1 - beta2**t)"
        },
        "corrected moments returned": {"+ eps), m, v": "+ eps), m / (1 - beta1**t), v / (1 - beta2**t)"},
        "stale moment": {"m = beta1": "old, m = m, beta1", "(m / (1": "((old if t > 1 else m) / (1"},
        "gradient instead of its mean": {"(m / (1 - beta1**t))": "dW"},
        "sign": {"W - lr": "W + lr"},
        "learning rate twice": {"lr * (m": "lr * lr * (m"},
        "weight decay in the gradient": {"m = beta1": "dW = dW + 1e-3 * W\n    m = beta1"},
        "weight decay beside it": {"W - lr *": "W - lr * 1e-3 * W - lr *"},
        "AMSGrad": {"v = beta2 * v + (1 - beta2) * dW**2": "v = np.maximum(v, beta2 * v + (1 - beta2) * dW**2)"},
        "state shared between parameters": SHARED.format(name="adam", state="m"),
    },
}
BUGS = [(optimiser, name) for optimiser, bugs in BANK.items() for name in bugs]


def changed(text, edits):
    """Return a function's source with a bug put in: replacements in its body, or an addition at its end."""
    if isinstance(edits, str):
        return text + edits
    head, quotes, body = text.rpartition('"""')
    for old, new in edits.items():
        assert body.count(old) >= 1, old
        body = body.replace(old, new, 1)
    return head + quotes + body


def answer(optimiser, name=None):
    """Return the file of an answer: the optimiser, with a bug or without, behind the exercise's signature."""
    text = inspect.getsource(getattr(optimisers, optimiser))
    if name is not None:
        text = changed(text, BANK[optimiser][name])
    return HEAD + text + "\n\n" + textwrap.dedent(ADAPTERS[optimiser][1]).strip() + "\n"


def exercise_of(optimiser):
    return f"chapter11/{ADAPTERS[optimiser][0]}"


def judged(answers, seeds=(0,), named=False):
    """Judge files, {key: (exercise, source)}, behind the wall; return what does not pass: {key: verdicts, or labels}."""
    found = {}
    suites = {exercise: Suite.load(COURSE, exercise) for exercise, _ in answers.values()}
    with Wall() as wall:
        for name, (exercise, source) in answers.items():
            suite = suites[exercise]
            for seed in seeds:
                key = Seed.practice(seed).of(exercise, "")
                verdicts = judge(suite, wall, source, key).verdicts
                failed = [v for v in verdicts if v.status is not Status.PASSED]
                assert not any(isinstance(v.evidence, NotLoaded) for v in failed), name
                assert all(v.status is not Status.GRADER_ERROR for v in failed), name
                found[name, seed] = (
                    labels(names(suite, wall, source, key, verdicts)) if named else [v.check for v in failed]
                )
    return found


def labels(found):
    return [label for diagnosis in found.values() for label in diagnosis.labels]


def test_the_network_s_own_optimisers_get_full_marks():
    """Without a bug, every function of `network/optimisers.py` passes all checks of its exercise."""
    found = judged({name: (exercise_of(name), answer(name)) for name in ADAPTERS}, seeds=(0, 1, 2))
    assert {key: failed for key, failed in found.items() if failed} == {}


def test_no_wrong_optimiser_is_accepted():
    """None of 81 wrong optimisers passes its suite, at two seeds."""
    assert len(BUGS) == 81
    bank = {(o, n): (exercise_of(o), answer(o, n)) for o, n in BUGS}
    assert [key for key, failed in judged(bank, seeds=(0, 77)).items() if not failed] == []


# --- what less careful checks would accept --------------------------------------------------------------------------
A, START, STEPS = np.diag([0.5, 1.0, 2.0]) + 0.25, np.array([1.5, -2.0, 1.0]), 400
SETTINGS = {
    "sgd": {"lr": 0.1},
    "momentum": {"lr": 0.05, "mu": 0.8},
    "nesterov": {"lr": 0.05, "mu": 0.8},
    "adagrad": {"lr": 0.5, "eps": 1e-8},
    "rmsprop": {"lr": 0.02, "rho": 0.9, "eps": 1e-8},
    "adadelta": {"rho": 0.9, "eps": 1e-2},
    "adam": {"lr": 0.05, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
}


def grad(x):
    return A @ x


def descent(optimiser, name=None):
    """Return the iterates on ½ xᵀ A x, from zero averages and velocities."""
    step = execute_source(answer(optimiser, name), name or "right")[optimiser]
    x, memory = START.copy(), [np.zeros(3) for _ in range({"sgd": 0, "adadelta": 2, "adam": 2}.get(optimiser, 1))]
    path = [x.copy()]
    for t in range(1, STEPS + 1):
        slope = grad if optimiser == "nesterov" else grad(x)
        after = step(x, *memory, slope, *([t] if optimiser == "adam" else []), **SETTINGS[optimiser])
        x, *memory = after if isinstance(after, tuple) else (after,)
        path.append(x.copy())
    return np.array(path)


def test_a_falling_loss_would_accept_most_of_them():
    """Of the 81, "the loss fell in five steps" accepts 69, "it is small after 400" 61, "ten steps by np.allclose" 10.

    Two steps to 1e-10 accept five: three take another parameter's state, one changes the caller's array, and one waits
    for gradients to fall. The suites ask for that as well.
    """
    accepted, right = Counter(), {optimiser: descent(optimiser) for optimiser in ADAPTERS}
    with np.errstate(all="ignore"):
        for optimiser, name in BUGS:
            path, exact = descent(optimiser, name), right[optimiser]
            loss = np.einsum("ti,ij,tj->t", path, A, path) / 2
            accepted["the loss fell"] += bool(loss[5] < loss[0])
            accepted["the loss is small"] += bool(loss[-1] < 0.05 * loss[0])
            accepted["ten steps, np.allclose"] += bool(np.allclose(path[:11], exact[:11]))
            accepted["two steps, 1e-10"] += bool(np.abs(path[:3] - exact[:3]).max() <= 1e-10 * np.abs(exact[:3]).max())
    assert accepted == {
        "the loss fell": 69,
        "the loss is small": 61,
        "ten steps, np.allclose": 10,
        "two steps, 1e-10": 5,
    }


# --- conventions ------------------------------------------------------------------------------------------------------
ACCEPTED = {
    "momentum, Polyak's heavy ball": (
        "momentum_step",
        "def momentum_step(W, V, dW, lr, mu):\n    W_new = W - lr * dW + mu * V\n    return W_new, W_new - W",
    ),
    "momentum, PyTorch's velocity converted back": (
        "momentum_step",
        """
        def momentum_step(W, V, dW, lr, mu):
            buffer = mu * (-V / lr) + dW
            return W - lr * buffer, -lr * buffer
        """,
    ),
    "Nesterov's own form": (
        "nesterov_step",
        """
        def nesterov_step(W, V, grad, lr, mu):
            ahead = W + mu * V
            W_new = ahead - lr * grad(ahead)
            return W_new, W_new - W
        """,
    ),
    "Nesterov, Bengio's form converted back": (
        "nesterov_step",
        """
        def nesterov_step(W, V, grad, lr, mu):
            ahead = W + mu * V
            V_new = mu * V - lr * grad(ahead)
            ahead = ahead - mu * V + V_new + mu * V_new
            return ahead - mu * V_new, V_new
        """,
    ),
    "Adam as PyTorch writes it": (
        "adam_step",
        """
        def adam_step(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
            if t < 1:
                raise ValueError(t)
            M = M + (dW - M) * (1 - beta1)
            V = V * beta2 + (1 - beta2) * dW * dW
            denominator = np.sqrt(V) / (1 - beta2**t) ** 0.5 + eps
            return W - (lr / (1 - beta1**t)) * (M / denominator), M, V
        """,
    ),
    "Adam in the short form, eps scaled": (
        "adam_step",
        """
        def adam_step(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
            if t < 1:
                raise ValueError(t)
            M, V = beta1 * M + (1 - beta1) * dW, beta2 * V + (1 - beta2) * dW**2
            root = np.sqrt(1 - beta2**t)
            return W - lr * root / (1 - beta1**t) * M / (np.sqrt(V) + eps * root), M, V
        """,
    ),
    "Adagrad as PyTorch writes it": (
        "adagrad_step",
        "def adagrad_step(W, S, dW, lr, eps):\n    S = S + dW * dW\n    return W + -lr * (dW / (S**0.5 + eps)), S",
    ),
    "RMSprop, weights moved towards the square": (
        "rmsprop_step",
        """
        def rmsprop_step(W, S, dW, lr, rho, eps):
            S = S + (1 - rho) * (dW * dW - S)
            return W - lr / (eps + np.sqrt(S)) * dW, S
        """,
    ),
    "Adadelta as PyTorch writes it": (
        "adadelta_step",
        """
        def adadelta_step(W, S, D, dW, rho, eps):
            S = S * rho + (1 - rho) * dW * dW
            delta = np.sqrt(D + eps) / np.sqrt(S + eps) * dW
            return W - delta, S, D * rho + (1 - rho) * delta * delta
        """,
    ),
}

NAMED = {
    "momentum, PyTorch's velocity": (
        "momentum_step",
        "def momentum_step(W, V, dW, lr, mu):\n    V = mu * V + dW\n    return W - lr * V, V",
    ),
    "momentum, Sutskever's velocity uphill": (
        "momentum_step",
        "def momentum_step(W, V, dW, lr, mu):\n    V = mu * V + lr * dW\n    return W - V, V",
    ),
    "momentum as a moving average": (
        "momentum_step",
        "def momentum_step(W, V, dW, lr, mu):\n    V = mu * V - lr * (1 - mu) * dW\n    return W + V, V",
    ),
    "Nesterov, Bengio's form": (
        "nesterov_step",
        """
        def nesterov_step(W, V, grad, lr, mu):
            g = grad(W)
            V = mu * V - lr * g
            return W + mu * V - lr * g, V
        """,
    ),
    "RMSprop, Keras's eps": (
        "rmsprop_step",
        "def rmsprop_step(W, S, dW, lr, rho, eps):\n"
        "    S = rho * S + (1 - rho) * dW**2\n"
        "    return W - lr * dW / np.sqrt(S + eps), S",
    ),
    "Adagrad, Keras's eps": (
        "adagrad_step",
        "def adagrad_step(W, S, dW, lr, eps):\n    S = S + dW**2\n    return W - lr * dW / np.sqrt(S + eps), S",
    ),
    "Adam in the short form, eps as it is": (
        "adam_step",
        """
        def adam_step(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
            if t < 1:
                raise ValueError(t)
            M, V = beta1 * M + (1 - beta1) * dW, beta2 * V + (1 - beta2) * dW**2
            return W - lr * np.sqrt(1 - beta2**t) / (1 - beta1**t) * M / (np.sqrt(V) + eps), M, V
        """,
    ),
    "Adam, Keras's default for eps": (
        "adam_step",
        """
        def adam_step(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-7):
            if t < 1:
                raise ValueError(t)
            M, V = beta1 * M + (1 - beta1) * dW, beta2 * V + (1 - beta2) * dW**2
            return W - lr * (M / (1 - beta1**t)) / (np.sqrt(V / (1 - beta2**t)) + eps), M, V
        """,
    ),
}


def files(table):
    return {
        name: (f"chapter11/{exercise}", f"import numpy as np\n\n\n{textwrap.dedent(source).strip()}\n")
        for name, (exercise, source) in table.items()
    }


def test_the_agreed_convention_is_accepted_in_every_form():
    """What computes the agreed step gets full marks, however other libraries write it."""
    found = judged(files(ACCEPTED), seeds=(0, 1, 2))
    assert {key: failed for key, failed in found.items() if failed} == {}


def test_another_convention_is_named():
    """What computes another convention's step is told which: the report speaks of another convention."""
    found = judged(files(NAMED), named=True)
    assert {name: found[name, 0] for name in NAMED if not any("another convention" in x for x in found[name, 0])} == {}
