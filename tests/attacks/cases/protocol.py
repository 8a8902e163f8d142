"""Wrong answers that take the channel over: they speak the protocol themselves, and send whatever they like.

Each answer to a request is made by `reply(request, data)`; `loaded()` answers the request to load this very file.
What is learnt on the way: requests hold the programs and their inputs, and nothing of the expected values.
"""

from __future__ import annotations

import textwrap

from attack import denial, forgery

TAKEOVER = """
import os
import struct
import sys

import msgspec
import numpy as np
from mdl_grade.sandbox import wire

PREFIX = struct.Struct("<II")


def frame(header, data=b""):
    return PREFIX.pack(len(header), len(data)) + header + data


def send(raw):
    while raw:
        raw = raw[os.write(3, raw) :]


def take(count):
    got = b""
    while len(got) < count:
        more = os.read(3, count - len(got))
        if not more:
            os._exit(0)
        got += more
    return got


def receive():
    header, data = PREFIX.unpack(take(8))
    return wire.decode_request(take(header)), take(data)


def loading():
    f = sys._getframe()
    while "request" not in f.f_locals:
        f = f.f_back
    return f.f_locals["request"].nonce


def loaded(**changed):
    definition = wire.Definition("function", ["X"])
    return frame(wire.encode(wire.Loaded(**{"nonce": loading(), "definitions": {"curve": definition}, "names": ["curve"], **changed})))


def finished(request, outputs, data=b"", facts=(), warnings=()):
    return frame(wire.encode(wire.Finished(request.nonce, list(outputs), list(facts), list(warnings))), data)


def array(shape, offset=0, dtype="<f8", **more):
    return wire.Nd(dtype, list(shape), offset, **more)


def constants(data):
    '''Return the shapes of the inputs of each call, as an honest worker would see them.'''
    return [a for step in data.steps if isinstance(step, wire.Call) for a in step.args if isinstance(a, wire.Nd)]


def zeros(request, data):
    return finished(request, [array([7, 5])] * len(request.outputs), bytes(8 * 35))

"""
SERVE = """
send(loaded())
while True:
    send(reply(*receive()))
"""


def taking(body: str, serve: str = SERVE) -> str:
    return TAKEOVER + textwrap.dedent(body) + serve


ATTACKS = [
    forgery(
        "N100",
        "answer every program with arrays of zeros of the right shapes",
        taking("""
        def reply(request, data):
            inputs = constants(request)
            return finished(request, [array(i.shape) for i in inputs][: len(request.outputs)] or [None], bytes(1 << 12))
    """),
    ),
    forgery(
        "N101",
        "answer with what the program holds: maybe an expected value is among it",
        taking("""
        def reply(request, data):
            return finished(request, (constants(request) * 9)[: len(request.outputs)], data)
    """),
    ),
    forgery(
        "N102",
        "answer the request to load with the result of a program",
        taking(
            "",
            """
send(frame(wire.encode(wire.Finished(loading(), [], [], []))))
while True:
    take(1)
""",
        ),
    ),
    forgery(
        "N103",
        "answer a program with what answers a request to load",
        taking("""
        def reply(request, data):
            return frame(wire.encode(wire.Loaded(request.nonce, {}, [])))
    """),
    ),
    forgery(
        "A15a",
        "answer before being asked, with a guessed nonce",
        taking(
            """
        def reply(request, data):
            return zeros(request, data)
    """,
            """
send(loaded() + frame(wire.encode(wire.Finished(1, [None], [], []))))
while True:
    receive()
""",
        ),
    ),
    forgery(
        "A15b",
        "answer twice",
        taking("""
        def reply(request, data):
            return zeros(request, data) * 2
    """),
    ),
    forgery(
        "A15c",
        "replay the answer to the request before",
        taking("""
        before = []

        def reply(request, data):
            before.append(zeros(request, data))
            return before[max(0, len(before) - 2)]
    """),
    ),
    forgery(
        "A15d",
        "answer with the nonce of another request",
        taking("""
        def reply(request, data):
            return zeros(msgspec.structs.replace(request, nonce=request.nonce ^ 1), data)
    """),
    ),
    forgery(
        "N104",
        "answer with fewer outputs than were asked for",
        taking("""
        def reply(request, data):
            return finished(request, [])
    """),
    ),
    forgery(
        "N105",
        "answer with more outputs than were asked for",
        taking("""
        def reply(request, data):
            return finished(request, [0.0] * (len(request.outputs) + 1))
    """),
    ),
    forgery(
        "N106",
        "answer with code, references and generators, to be run by the grader",
        taking("""
        def reply(request, data):
            code = wire.Code("x", "def x():\\n    pass\\nimport os; os._exit(0)")
            return finished(request, ([code, wire.Ref(0), wire.Slice(0, 1, None), wire.Rng({})] * 9)[: len(request.outputs)])
    """),
    ),
    forgery(
        "N107",
        "answer that no code was there to be judged (absent), then that it was",
        taking(
            """
        def reply(request, data):
            return zeros(request, data)
    """,
            """
send(loaded(definitions={"curve": wire.Definition("absent", [])}, names=["curv", "curves", "curve"] * 100))
while True:
    send(reply(*receive()))
""",
        ),
    ),
    forgery(
        "N108",
        "say that the exception was every exception, in every program",
        taking("""
        def reply(request, data):
            bases = ["ValueError", "NotImplementedError", "KeyboardInterrupt", "CheckFailed", "Inconclusive", "GraderError"]
            return frame(wire.encode(wire.Raised(request.nonce, 0, "GraderError", bases, "x", 1, "x", True, [])))
    """),
    ),
    forgery(
        "N109",
        "raise at a step that does not exist, on a line that does not",
        taking("""
        def reply(request, data):
            return frame(wire.encode(wire.Raised(request.nonce, -(2**63), "TypeError", ["TypeError"], "x", 2**64 - 1, "", False, [])))
    """),
    ),
    forgery(
        "N110",
        "claim facts of a kind, about arguments and steps that do not exist",
        taking("""
        def reply(request, data):
            facts = [wire.Fact("passed", s, a) for s in (-1, 0, 3, 10**15) for a in ("9" * 4000, "-1", "X", "")]
            return finished(request, [0.0] * len(request.outputs), facts=facts)
    """),
    ),
    forgery(
        "N111",
        "say NaN, infinity and enormous ints where lengths, shapes and dates may be",
        taking("""
        def reply(request, data):
            values = [float("nan"), float("inf"), wire.BigInt("0x" + "f" * 1000), 2**64 - 1, -(2**63), wire.Complex(float("nan"), 0.0)]
            return finished(request, (values * 9)[: len(request.outputs)])
    """),
    ),
    forgery(
        "N112",
        "answer with values that fit nothing: foreign things that describe themselves as arrays",
        taking("""
        def reply(request, data):
            return finished(request, [wire.Foreign("an array of shape (7, 5)")] * len(request.outputs))
    """),
    ),
    forgery(
        "N113",
        "answer with dicts that have more keys than values, and lists as keys",
        taking("""
        def reply(request, data):
            odd = [wire.Dict([1, 2], [0.0]), wire.Dict([wire.List([])], [0.0]), wire.Dict([float("nan")] * 50, [0.0] * 50)]
            return finished(request, (odd * 9)[: len(request.outputs)])
    """),
    ),
    forgery(
        "A52a",
        "claim an array of a negative or overflowing shape",
        taking("""
        def reply(request, data):
            odd = [array([-1, 5]), array([2**62, 2**62]), array([2**62, 4, 0]), array([0, 2**62, 2**62])]
            return finished(request, (odd * 9)[: len(request.outputs)], bytes(280))
    """),
    ),
    forgery(
        "A52b",
        "claim an array that lies outside of its message",
        taking("""
        def reply(request, data):
            return finished(request, [array([7, 5], 8 * 10**9), array([7, 5], -8), array([7, 5], 2**63 - 1)][: len(request.outputs)] * 1, bytes(8))
    """),
    ),
    forgery(
        "A52c",
        "claim dtypes that hold pointers, text, dates and nested records",
        taking("""
        def reply(request, data):
            odd = [array([1], dtype=d) for d in ("|O", "<U9", "<M8[s]", "|V8", "<f8,<f8", "O8", "=c16", ">f16", "{'a': 1}", "<" + "f" * 1000)]
            return finished(request, (odd * 3)[: len(request.outputs)], bytes(280))
    """),
    ),
    forgery(
        "A51",
        "send unknown tags, unknown fields, spare bytes and broken text",
        taking("""
        rounds = []

        def reply(request, data):
            rounds.append(1)
            n = request.nonce
            odd = [
                {"is": "passed", "nonce": n}, {"is": "finished", "nonce": n, "outputs": [], "facts": [], "warnings": [], "score": 7},
                {"is": "finished", "nonce": True, "outputs": [], "facts": [], "warnings": []}, [n], n, "passed",
            ]
            return frame(msgspec.msgpack.encode(odd[len(rounds) % len(odd)]) + b"\\xc1" * (len(rounds) > 3))
    """),
    ),
    forgery(
        "A50",
        "nest a value a hundred thousand deep",
        taking("""
        def reply(request, data):
            head = wire.encode(wire.Finished(request.nonce, [], [], []))
            deep = b"\\x92\\xa4list\\x91" * 100_000 + b"\\xc0"
            return frame(head.replace(b"\\xa7outputs\\x90", b"\\xa7outputs\\x91" + deep))
    """),
    ),
    forgery(
        "A50b",
        "nest a value as deep as the decoder takes, and deeper than the grader can walk",
        taking("""
        def reply(request, data):
            value = 0.0
            for _ in range(450):
                value = wire.List([value])
            return finished(request, [value] * len(request.outputs))
    """),
    ),
    forgery(
        "A49",
        "announce four billion items in a header of a few bytes",
        taking("""
        def reply(request, data):
            head = wire.encode(wire.Finished(request.nonce, [], [], []))
            return frame(head.replace(b"\\xa7outputs\\x90", b"\\xa7outputs\\xdd\\xff\\xff\\xff\\xff"))
    """),
    ),
    forgery(
        "A57",
        "send text of 900 kB as a class name, an exception's text and a line",
        taking("""
        def reply(request, data):
            long = "x" * 200_000
            return frame(wire.encode(wire.Raised(request.nonce, 0, long, [long], long, 1, long, True, [])))
    """),
    ),
    forgery(
        "N114",
        "send a hundred thousand warnings",
        taking("""
        def reply(request, data):
            return finished(request, [0.0] * len(request.outputs), warnings=[f"w{i}" for i in range(100_000)])
    """),
    ),
    forgery(
        "N115",
        "send a hundred thousand names that are nearly the one that is missing",
        taking(
            """
        def reply(request, data):
            return zeros(request, data)
    """,
            """
send(loaded(definitions={"curve": wire.Definition("absent", [])}, names=[f"curv{i}" for i in range(60_000)]))
while True:
    send(reply(*receive()))
""",
        ),
    ),
    # --- the grader's time and memory -----------------------------------------------------------------------------------
    denial(
        "N116",
        "have the grader copy the same 30 MiB for each of thousands of arrays",
        taking("""
        def reply(request, data):
            nodes = wire.List([array([30 << 17])] * 3000)
            return finished(request, [nodes] * len(request.outputs), bytes(30 << 20))
    """),
    ),
    denial(
        "N117",
        "have the grader build a dict whose keys all have one hash",
        taking("""
        import itertools

        keys = [wire.Tuple(list(k)) for k in itertools.product((-1, -2), repeat=14)]

        def reply(request, data):
            return finished(request, [wire.Dict(keys, [None] * len(keys)), *[None] * len(request.outputs)][: len(request.outputs)])
    """),
    ),
    denial(
        "N118",
        "have the grader build a dict of enormous ints with one hash",
        taking("""
        keys = [wire.BigInt(hex(k * (2**61 - 1))) for k in range(9, 20_000)]

        def reply(request, data):
            return finished(request, [wire.Dict(keys, [None] * len(keys)), *[None] * len(request.outputs)][: len(request.outputs)])
    """),
    ),
    denial(
        "A55",
        "never read, so that the grader waits to write",
        taking("", "send(loaded())\nimport time\ntime.sleep(60)\n"),
    ),
    denial(
        "A54a",
        "send half a frame and fall silent",
        taking("""
        def reply(request, data):
            return zeros(request, data)[:20]
    """),
    ),
    denial(
        "A54b",
        "send one byte every tenth of a second",
        taking("""
        import time

        def reply(request, data):
            for byte in zeros(request, data):
                send(bytes([byte]))
                time.sleep(0.1)
            return b""
    """),
    ),
    denial(
        "N119",
        "announce more data than may be sent, and send them",
        taking("""
        def reply(request, data):
            return PREFIX.pack(100, 1 << 31) + bytes(1 << 20)
    """),
    ),
    denial(
        "N120", "close the channel and go on", taking("", "send(loaded())\nos.close(3)\nimport time\ntime.sleep(60)\n")
    ),
    denial("N121", "close every descriptor", "import os\nos.closerange(0, 64)\ndef curve(X):\n    return X\n"),
    denial(
        "A59",
        "replace len, struct and os.write under the worker",
        "import builtins, os, struct\nbuiltins.len = lambda x: 10**9\nos.write = os.writev = os.read = os.readv = lambda *a: 0\nstruct.Struct = struct.pack = None\ndef curve(X):\n    return X\n",
    ),
    denial(
        "N122", "write text into the channel", "import os\nos.write(3, b'passed' * 100)\ndef curve(X):\n    return X\n"
    ),
    denial(
        "N123",
        "write into the channel from a finaliser while the answer is sent",
        "import os\nclass Late:\n    def __del__(self):\n        os.write(3, b'junk' * 50)\ndef curve(X):\n    x = Late()\n    return X\n",
    ),
]
