"""What people put into numerical code "to be safe" is seen, under every seed; where it does no harm it passes."""

import pytest

from mdl_grade.authoring.fates import Fate
from mdl_grade.authoring.guarding import hold_guards
from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.course import builtin_course
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
SEEDS = range(5)

WRONG = {
    "sigmoid, clipped at ±20": (
        "chapter09/sigmoid_stable",
        "def sigmoid(Z):\n    return 1.0 / (1.0 + np.exp(-np.clip(Z, -20, 20)))\n",
    ),
    "descent that stands still far out": (
        "chapter11/gd_1d",
        "def gd_1d(df, x0, lr, steps):\n"
        "    x = np.full(steps + 1, float(x0))\n"
        "    for t in range(steps):\n"
        "        new = x[t] - lr * df(x[t])\n"
        "        x[t + 1] = new if abs(new) < 1e4 else x[t]\n"
        "    return x\n",
    ),
    "descent that stops on flat ground": (
        "chapter11/gd_1d",
        "def gd_1d(df, x0, lr, steps):\n"
        "    x = np.full(steps + 1, float(x0))\n"
        "    for t in range(steps):\n"
        "        g = df(x[t])\n"
        "        x[t + 1] = x[t] if abs(g) < 1e-9 else x[t] - lr * g\n"
        "    return x\n",
    ),
    "descent in many dimensions that stops on flat ground": (
        "chapter11/gd_nd",
        "def gd_nd(grad, x0, lr, steps):\n"
        "    x = np.empty((steps + 1, len(x0)))\n"
        "    x[0] = x0\n"
        "    for t in range(steps):\n"
        "        g = grad(x[t])\n"
        "        x[t + 1] = x[t] if np.linalg.norm(g) < 1e-6 else x[t] - lr * g\n"
        "    return x\n",
    ),
    "stochastic descent that ends early": (
        "chapter11/sgd_linear_regression",
        "def sgd_linear_regression(X, y, lr, epochs, batch_size, rng):\n"
        "    N, D = X.shape\n"
        "    w, b = np.zeros(D), 0.0\n"
        "    for _ in range(epochs):\n"
        "        order, before = rng.permutation(N), w.copy()\n"
        "        for s in range(0, N, batch_size):\n"
        "            r = order[s : s + batch_size]\n"
        "            e = X[r] @ w + b - y[r]\n"
        "            w, b = w - lr * e @ X[r] / len(r), b - lr * e.mean()\n"
        "        if np.linalg.norm(w - before) < 1e-6:\n"
        "            break\n"
        "    return w, float(b)\n",
    ),
    "Adam with clipped gradients": (
        "chapter11/adam_step",
        "def adam_step(W, M, V, dW, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):\n"
        "    if t < 1:\n"
        "        raise ValueError('t')\n"
        "    dW = np.clip(dW, -10, 10)\n"
        "    M = beta1 * M + (1 - beta1) * dW\n"
        "    V = beta2 * V + (1 - beta2) * dW**2\n"
        "    return W - lr * (M / (1 - beta1**t)) / (np.sqrt(V / (1 - beta2**t)) + eps), M, V\n",
    ),
}
RIGHT = {
    "sigmoid, clipped at ±500": (
        "chapter09/sigmoid_stable",
        "def sigmoid(Z):\n    return 1.0 / (1.0 + np.exp(-np.clip(Z, -500, 500)))\n",
    ),
    "sigmoid, clipped where it has levelled off": (
        "chapter09/sigmoid_stable",
        "def sigmoid(Z):\n    return 1.0 / (1.0 + np.exp(-np.clip(Z, -37, 37)))\n",
    ),
}


@pytest.fixture(scope="module")
def wall():
    with Wall() as wall:
        yield wall


def lost(wall, exercise, answer):
    """Return the points that an answer loses, by seed."""
    suite = Suite.load(COURSE, exercise)
    found = {}
    for seed in SEEDS:
        verdicts = judge(suite, wall, f"import numpy as np\n{answer}", Seed.practice(seed).of(exercise, "")).verdicts
        found[seed] = sum(suite.checks[v.check].points for v in verdicts if v.status is not Status.PASSED)
    return found


@pytest.mark.parametrize("answer", WRONG)
def test_an_answer_that_is_guarded_where_it_counts_loses_points_under_every_seed(wall, answer):
    """Each of them once had full marks."""
    assert all(lost(wall, *WRONG[answer]).values())


@pytest.mark.parametrize("answer", RIGHT)
def test_a_guard_that_changes_nothing_costs_nothing(wall, answer):
    """Within 1e-15 of the function's largest value, it is right."""
    assert not any(lost(wall, *RIGHT[answer]).values())


@pytest.mark.parametrize(
    "exercise", ["chapter09/sigmoid_stable", "chapter11/gd_1d", "chapter11/gd_nd", "chapter11/momentum_step"]
)
def test_no_guard_that_makes_a_difference_is_missed(wall, exercise):
    """Of all guards at all sites, those that survive give the reference's results on every input."""
    findings = Findings(1)
    fates = hold_guards(Judge(Suite.load(COURSE, exercise), wall), (1, 2, 3), findings, share=0.5)
    assert findings.told == ()
    everything = sum(fates.kinds.values(), Fate())
    assert everything.rejected > everything.allowed / 4
    assert everything.tried == everything.rejected + everything.allowed
