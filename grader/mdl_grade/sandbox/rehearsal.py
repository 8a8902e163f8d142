"""A rehearsal: what every worker does, done a few times by the zygote, so that its workers are warm from the start.

Python makes code faster as it runs, and fills caches; a worker that is forked from a process in which this has happened
does not have to do it again, page by page, each for itself.
"""

from __future__ import annotations

import gc
import linecache
import socket
import sys
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from mdl_grade.sandbox.frames import CHUNK, Buffer, Channel, Frame, outgoing
from mdl_grade.sandbox.wire import Call, Const, GetAttr, Load, Name, Nd, Operate, Ref, Run, SetAttr, Step, encode

ROUNDS = 3
"""Of the training."""
TIMES = 10
"""Python specialises code once it has run some eight times."""
FILE = "rehearsal.py"
TEXT = '''
"""An answer like any other."""
import numpy as np


def layer(X, W, b):
    """Return outputs, and what is kept of them."""
    N, D = X.shape
    Z = X @ W + b
    total = 0.0
    for row in Z:
        total += float(np.sum(row**2))
    kept = {"mean": Z.mean(axis=0), "largest": np.max(np.abs(Z)), "shape": (N, D)}
    return np.where(Z > 0.0, np.exp(-Z), np.tanh(Z)), [total / N, kept]


class Counter:
    def __init__(self, start):
        self.count = start

    def step(self, by=1):
        self.count += by
        return self.count
'''


def rehearse(serve: Callable[[Channel], None]) -> None:
    """Have a worker's loop serve some requests in this process, and leave nothing of them behind."""
    state = np.random.get_state()  # noqa: NPY002 (a worker draws the same, whether it is forked before or after)
    here, there = socket.socketpair()
    with here, there:
        serve(Prompter(here, there))
    np.random.set_state(state)  # noqa: NPY002
    sys.modules.pop("answer", None)
    linecache.cache.pop(FILE, None)
    gc.freeze()


class Prompter(Channel):
    """A worker's end of a channel: on the other end, the next request is sent when it is waited for."""

    def __init__(self, here: socket.socket, there: socket.socket) -> None:
        super().__init__(there.fileno())
        frames = [b"".join(outgoing(encode(request), [DATA])) for request in _requests()]
        self._here, self._left = here, frames * TIMES

    def receive(self) -> Frame | None:
        if not self._left:
            return None
        self._here.sendall(self._left.pop(0))
        return super().receive()

    def send(self, header: bytes, buffers: Sequence[Buffer] = ()) -> None:
        super().send(header, buffers)
        self._here.recv(CHUNK)


def _program() -> list[Step]:
    """Return calls as checks make them, and a short training."""
    steps: list[Step] = []

    def then(step: Step) -> Ref:
        steps.append(step)
        return Ref(len(steps) - 1)

    layer, counter = then(Name("layer")), then(Call(then(Name("Counter")), [0], {}))
    X, b = then(Const(Nd("<f8", [4, 3], 0))), then(Const(Nd("<f8", [3], 96)))
    W = then(Const(Nd("<f8", [3, 3], 0, "F")))
    for _ in range(ROUNDS):
        Y = then(Operate("getitem", [then(Call(layer, [X, W, b], {})), 0], {}))
        Z = then(Operate("mul", [then(Operate("add", [then(Operate("matmul", [X, W], {})), b], {})), 0.5], {}))
        slope = then(Operate("truediv", [then(Operate("sub", [Y, Z], {})), 4.0], {}))
        total = then(Call(then(GetAttr(slope, "sum")), [], {"axis": 0}))
        then(Operate("isub", [W, then(Operate("neg", [total], {}))], {}))
    then(Call(then(GetAttr(counter, "step")), [], {"by": 2}))
    then(SetAttr(counter, "count", 3))
    return steps


def _requests() -> Iterator[Load | Run]:
    yield Load(0, TEXT, FILE, ["layer", "Counter", "Counter.step"])
    steps = _program()
    outputs = [i for i, step in enumerate(steps) if isinstance(step, Call | Operate)]
    for facts in (False, True):
        yield Run(0, steps, outputs, facts, 1 << 20)


DATA = np.linspace(-1.0, 1.0, 15).tobytes()
