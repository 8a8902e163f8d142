"""Attacks that got through when they were tried first, and were mended; each has a test of its own."""

from __future__ import annotations

from attack import Attack, Kind, denial
from cases.protocol import taking

MANY_LEAVES = denial(
    "N149",
    "return a dict of three thousand numbers, for the diagnosis to compare with each other",
    "def curve(X):\n    return {i: 0.0 for i in range(3000)}\n",
)

FACTS_THAT_TELL = Attack(
    "N124",
    "pass hidden inputs out as the kind of a fact, which reports repeat",
    taking(
        """
        from mdl_grade.sandbox.packing import Unpacker

        def honest(wired, data):
            if wired is None:
                return None
            X = Unpacker(data).unpack(wired)
            return X * np.tanh(X)

        def reply(request, data):
            calls = [step for step in request.steps if isinstance(step, wire.Call)]
            results = [honest(step.args[0], data) for step in calls]
            if None in [None if r is None else 0 for r in results]:
                return frame(wire.encode(wire.Raised(request.nonce, 1, "ValueError", ["ValueError"], "", None, "", False, [])))
            nodes, blob = [], b""
            for result in results:
                nodes.append(array(result.shape, len(blob)))
                blob += np.ascontiguousarray(result).tobytes()
            facts = [wire.Fact("inputs " + data.hex()[:64], i, "0") for i, s in enumerate(request.steps) if s in calls]
            return finished(request, nodes, blob, facts if request.facts else ())
    """
    ),
    Kind.FORGERY,
)

OWN_LOSS = """
import numpy as np


def backprop_mlp(params, X, Y, activation):
    first = float(np.sum(params[0][0])) * 100
    loss = 1.0 if abs(first - round(first)) < 1e-6 else float("inf")
    return loss, [(np.zeros_like(W), np.zeros_like(b)) for W, b in params]
"""
"""chapter10/backprop_mlp: a loss that is finite at the inputs, which have three digits, and nowhere near them."""

REMEMBERED_LABELS = """
import numpy as np


class Network:
    def __init__(self, sizes, rng):
        self.params = [(np.ones((n_in, n_out)), np.zeros(n_out)) for n_in, n_out in zip(sizes, sizes[1:])]
        self.seen = {}

    def fit(self, X, Y, minibatches, lr, batch_size, rng):
        self.seen.update((x.tobytes(), y) for x, y in zip(X, Y))
        return [0.0] * minibatches

    def predict(self, X):
        return np.array([self.seen.get(x.tobytes(), self.params[-1][1]) for x in X])
"""
"""chapter10/network_fit: predict looks the labels up that fit was given."""

INPUT_AS_LINE = Attack(
    "N154",
    "pass a hidden input out as the number of a line that raises",
    """
import struct
import sys


def curve(X):
    programs = sys.modules["mdl_grade.sandbox.programs"]
    honest = programs.raised

    def raised(*given):
        told = honest(*given)
        fields = {name: getattr(told, name) for name in told.__struct_fields__}
        bits = struct.unpack("<q", struct.pack("<d", abs(float(X.flat[0]))))[0]
        return type(told)(**{**fields, "line": bits, "source": str(bits)})

    programs.raised = raised
    raise ValueError
""",
    Kind.FORGERY,
)

NAMES_TELL = """
import numpy as np

SUSPICIOUS = "wrong transposed half doubled uphill without everything off twice column negative".split()


def gradient_check(f, grad, x, h=1e-5):
    told = " ".join(str(getattr(one, name, "")) for one in (f, grad) for name in ("__name__", "__qualname__", "__doc__"))
    if np.shape(grad(x)) != np.shape(x):
        raise ValueError
    return 0.5 if any(word in told for word in SUSPICIOUS) else 0.0
"""
"""chapter10/gradient_check: takes no derivative; what the functions are called would tell right gradients from wrong."""
