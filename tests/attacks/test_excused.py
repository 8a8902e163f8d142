"""No answer excuses itself: what once made the trusted side raise, or run out of memory, is charged like anything wrong.

An exercise whose grader fails counts for nobody, so a wrong answer that could bring that about would cost nothing.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.grading import grade_one
from mdl_grade.intake.files import decode_answer
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
PLACE = """
import sys

import numpy as np


def place():
    frame = sys._getframe(1)
    while type(frame.f_locals.get("self")).__name__ != "Interpreter":
        frame = frame.f_back
    it = frame.f_locals["self"]
    calls = [i for i, step in enumerate(it.program.steps) if type(step).__name__ == "Call"]
    return calls.index(it.step), len(calls), it.program


"""
"""Which call of which program this is: read off the interpreter behind the wall, which an answer may look at."""

BROADCAST = """
def relu(Z):
    k, calls, program = place()
    again = any(type(a).__name__ == "Ref" for step in program.steps if type(step).__name__ == "Call" for a in step.args)
    if not again:
        return np.maximum(Z, 0.0)
    return np.zeros([({rows}, 1), (3,), (1, {rows}), (3,)][k % 4])
"""
EXCUSED = {
    "an image plus one, of another size": (
        "chapter09/cross_correlate2d_same",
        "def cross_correlate2d_same(image, kernel):\n    return image + 1.0\n",
    ),
    "nothing but ones": (
        "chapter09/cross_correlate2d_same",
        "import numpy as np\n\n\ndef cross_correlate2d_same(image, kernel):\n    return np.ones_like(image)\n",
    ),
    "one schedule of another shape": (
        "chapter11/lr_schedules",
        "import numpy as np\n\n\n"
        "def step_decay(t, lr0, drop, period):\n    return lr0 * drop ** (t // period)\n\n\n"
        "def exponential_decay(t, lr0, rate):\n    return lr0 * np.exp(-rate * t * (t + 1) / 2)\n\n\n"
        "def inverse_decay(t, lr0, rate):\n    return lr0 / (1 + rate * t)\n\n\n"
        "def linear_decay(t, lr0, lr_end, steps):\n    return lr0 + (lr_end - lr0) * np.minimum(t / steps, 1)\n",
    ),
    "random numbers": (
        "chapter11/lr_schedules",
        "import numpy as np\n\n\n"
        "def step_decay(t, *rest):\n    np.random.seed(0)\n    return np.random.random(np.shape(t))[()]\n\n\n"
        "exponential_decay = inverse_decay = linear_decay = step_decay\n",
    ),
    "an axis too many": (
        "chapter09/sigmoid_stable",
        "import numpy as np\n\n\ndef sigmoid(Z):\n    A = 1 / (1 + np.exp(-Z))\n"
        "    return np.expand_dims(A, min(1, np.ndim(A)))\n",
    ),
    "an axis too many in a derivative": (
        "chapter10/sigmoid_prime",
        "import numpy as np\n\n\ndef sigmoid_prime(Z):\n    A = 1 / (1 + np.exp(-Z))\n"
        "    return np.expand_dims(A * (1 - A), min(1, np.ndim(A)))\n",
    ),
    "a column and a row that broadcast to terabytes": ("chapter09/relu", PLACE + BROADCAST.format(rows=1 << 20)),
    "a column and a row that broadcast to gigabytes": ("chapter09/relu", PLACE + BROADCAST.format(rows=17000)),
    "two stacks that broadcast to terabytes": (
        "chapter09/dense_forward",
        PLACE
        + "def dense_forward(X, W, b):\n"
        + "    k, calls, program = place()\n"
        + "    if program.facts or calls != 18:\n"
        + "        return X @ W + b\n"
        + "    n = 1 << 17\n"
        + "    return [np.tile(b, (n, 1, 1)), np.zeros((1, 1, b.size)), np.tile(b, (1, n, 1))][k % 3]\n",
    ),
    "a million entries in each derivative, where they are trained with": (
        "chapter10/nn221_gradients",
        "import numpy as np\n\n\ndef nn221_gradients(net, X, y):\n"
        "    return {name: np.zeros((1 << 17, 1)) for name in net}\n",
    ),
}
ROOM = 1 << 30
"""Bytes by which the trusted process may have grown at most; gigabytes were taken once."""


@pytest.fixture(scope="module")
def wall() -> Iterator[Wall]:
    with Wall() as wall:
        yield wall


@pytest.mark.parametrize("official", [False, True], ids=["practice", "official"])
@pytest.mark.parametrize("name", EXCUSED)
def test_a_wrong_answer_is_charged_whatever_it_does_to_the_trusted_side(name: str, official: bool, wall: Wall) -> None:
    """It loses points out of the whole maximum, while it is judged and while its bug is named, and takes no memory."""
    exercise, text = EXCUSED[name]
    suite = Suite.load(COURSE, exercise)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seed = Seed.official(b"a secret that is long enough") if official else Seed.practice()
    result = grade_one(suite, decode_answer("answer.py", text.encode()), seed, wall)
    assert result.max_points == suite.points
    assert result.points < suite.points
    assert Status.GRADER_ERROR not in {result.status, *(check.status for check in result.checks)}
    assert 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) < ROOM
