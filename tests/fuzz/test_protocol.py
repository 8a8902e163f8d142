"""Nothing that a worker sends does harm: it is an answer or a violation, within memory and time.

Each law holds for any bytes, or for any messages, that a worker could send. Here a short run, always the same;
`python tests/fuzz/run.py --minutes 10` looks for more.
"""

from __future__ import annotations

import os
import threading
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mdl_grade.checks import CheckFailed
from mdl_grade.records.model import Output
from mdl_grade.report.wording import message as wording
from mdl_grade.sandbox import packing, wire
from mdl_grade.sandbox.control import Limits
from mdl_grade.sandbox.frames import (
    CHUNK,
    HEADER_CAP,
    PREFIX,
    Channel,
    DeadlinePassed,
    Ends,
    Flooded,
    Frame,
    HungUp,
    ProtocolViolation,
    pair,
)
from mdl_grade.sandbox.packing import MAX_UNPACKED, NATIVE, Unpacker
from mdl_grade.sandbox.wall import Worker
from mdl_grade.script import Script
from mdl_grade.suite.exercise import Exercise
from mdl_grade.suite.host import OUTPUT_CAP, Behind
from mdl_grade.suite.recorder import DATA_CAP
from mdl_grade.suite.runner import AnswerError, InProcess, Reference, Student

SECONDS = 0.02
"""A fake worker either has its answer ready or never answers."""

MANY = 20_000
"""Bytes beyond which examples are not made larger."""

Ext = msgspec.msgpack.Ext
pack = msgspec.msgpack.Encoder().encode


# --- what a hostile worker says -------------------------------------------------------------------------------------
EDGES = [
    0,
    1,
    -1,
    2,
    3,
    7,
    8,
    24,
    31,
    32,
    33,
    64,
    255,
    2**31,
    2**32,
    2**40,
    2**53,
    2**61 - 1,
    2**62,
    2**63 - 1,
    2**64 - 1,
    -(2**63),
]
numbers = st.sampled_from(EDGES) | st.integers(-(2**63), 2**64 - 1)
texts = st.text(max_size=12) | st.sampled_from(["", "\x00", "﷐", "\x1b[2J", "::error::x", "x" * 5000])
dtypes = (
    st.sampled_from(sorted(NATIVE))
    | st.sampled_from("<f8 <f8 >f8 =f8 |O <U1 <f8,<f8 (2,)<f8 <V8 <M8[s] <m8 |S0 <f16 <c32 <a8 a8 f8 object".split())
    | st.text("<>=|?bhilqefdgFDGSUVOMmat0189,()[]", max_size=6).map(lambda rest: "<" + rest)
    | texts
)
lengths = st.integers(0, 5)
dimensions = (
    st.lists(lengths, max_size=3)
    | st.lists(lengths, max_size=3)
    | st.lists(lengths | numbers, max_size=4)
    | st.lists(st.sampled_from([0, 2**30, 2**40, 2**62, 2**63]), max_size=4)
    | st.lists(st.just(1), max_size=70)
)
offsets = st.just(0) | st.integers(0, 16) | numbers
arrays = st.tuples(st.just("nd"), dtypes, dimensions, offsets, st.sampled_from("CFSX"), st.just(False)) | st.tuples(
    st.just("nd"), dtypes, dimensions, offsets, st.just("C"), st.booleans()
)
hexadecimals = st.integers(-(2**70), 2**70).map(hex) | st.sampled_from(
    [
        "zz",
        "",
        "-",
        "0x",
        "0x_1",
        " 0x1",
        "0x" + "f" * 1024,
        "0x" + "f" * 1030,
        "-0x" + "0" * 1025,
        "0x" + "f" * 9999,
        "٣",
    ]
)
sound = (
    st.none()
    | st.booleans()
    | numbers
    | st.floats()
    | texts
    | arrays
    | arrays
    | st.tuples(st.just("int"), hexadecimals)
    | st.tuples(st.just("complex"), st.floats(), st.floats())
    | st.tuples(st.just("bytes"), st.binary(max_size=9))
    | st.tuples(st.just("foreign"), texts)
    | st.tuples(st.just("ref"), st.integers(0, 3))
    | st.tuples(st.just("range"), numbers, numbers, numbers)
)
unsound = (
    st.binary(max_size=9)
    | st.tuples(st.just("bytes"), texts)
    | st.tuples(st.just("slice"), st.none() | numbers, numbers, numbers)
    | st.tuples(st.just("code"), st.just("raise SystemExit"), st.none())
    | st.builds(Ext, st.integers(-128, 127), st.binary(max_size=12))
    | st.tuples(st.sampled_from(["nd", "list", "dict", "complex"]), numbers, texts)
)


def wellformed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return containers that a decoder takes, whatever is wrong with them."""
    several = st.lists(inner, max_size=4)
    many = st.tuples(inner, st.integers(1, 4000)).map(lambda pair: repeated(*pair))
    deep = st.tuples(inner, st.sampled_from(["list", "tuple", "dict", "set", "yielded"]), st.integers(1, 3000)).map(
        lambda t: nested(*t)
    )
    return (
        st.tuples(st.sampled_from(["list", "tuple", "set", "yielded"]), several)
        | st.tuples(st.sampled_from(["list", "tuple", "set", "yielded"]), many)
        | several.map(lambda keys: ("dict", keys, keys))
        | st.tuples(st.just("dict"), several, several)
        | deep
    )


def malformed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return containers that a decoder should not take."""
    several = st.lists(inner, max_size=4)
    return (
        st.tuples(st.sampled_from(["lists", "", "nd", "rng"]), several)
        | st.tuples(st.just("list"), several, several)
        | st.tuples(st.just("dict"), several)
        | several
    )


def repeated(node: Any, count: int) -> list[Any]:
    """Return a node many times, if it is a small one."""
    encoded = pack(node)
    return [msgspec.Raw(encoded)] * max(1, min(count, MANY // len(encoded)))


def nested(node: Any, kind: str, depth: int) -> msgspec.Raw:
    """Return a node inside `depth` others, encoded: too deep for an encoder to write it."""
    start = b"\x93\xa4dict\x90\x91" if kind == "dict" else b"\x92" + pack(kind) + b"\x91"
    encoded = pack(node)
    return msgspec.Raw(start * (depth if len(encoded) < MANY else 1) + encoded)


values = st.recursive(sound, wellformed, max_leaves=10)
nodes = values | st.recursive(sound | unsound, lambda inner: wellformed(inner) | malformed(inner), max_leaves=10)
definitions = st.dictionaries(
    texts | st.sampled_from(["f", "g"]),
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["function", "absent"]) | texts, "parameters": st.lists(texts, max_size=3)}
    )
    | nodes,
    max_size=3,
)
facts = st.fixed_dictionaries({"kind": texts, "step": st.integers(-1, 5) | numbers, "argument": texts | st.just("0")})
exceptions = st.sampled_from(["TypeError", "NotImplementedError", "SyntaxError", "SystemExit"]) | texts
fields: dict[str, st.SearchStrategy[Any]] = {
    "definitions": definitions | nodes,
    "names": st.lists(texts, max_size=3) | nodes,
    "outputs": st.lists(values, max_size=4)
    | st.lists(values, min_size=2, max_size=2)
    | st.lists(nodes, max_size=2)
    | nodes,
    "facts": st.lists(facts, max_size=3) | nodes,
    "warnings": st.lists(texts, max_size=3) | nodes,
    "step": st.integers(-2, 5) | nodes,
    "exception": exceptions | nodes,
    "bases": st.lists(exceptions, max_size=3) | nodes,
    "text": texts | nodes,
    "line": st.none() | numbers | nodes,
    "source": texts | nodes,
    "inside": st.booleans() | nodes,
}
KINDS = {
    "loaded": ["definitions", "names"],
    "finished": ["outputs", "facts", "warnings"],
    "raised": ["step", "exception", "bases", "text", "line", "source", "inside", "warnings"],
}
HONEST = {
    "definitions": {"f": {"kind": "function", "parameters": ["x"]}},
    "names": ["f"],
    "outputs": [1.0, 2.0],
    "facts": [],
    "warnings": [],
    "step": 1,
    "exception": "ValueError",
    "bases": ["ValueError", "Exception"],
    "text": "no",
    "line": 3,
    "source": "raise",
    "inside": True,
}


@st.composite
def messages(draw: st.DrawFn, nonce: int | None = None) -> bytes:
    """Draw a header that is nearly a message: fields wrong, missing, foreign, twice."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    names = KINDS[kind]
    wrong = draw(
        st.just({"outputs"}) | st.just({"outputs", "facts"})
        if kind == "finished"
        else st.sets(st.sampled_from(names), max_size=2)
    )
    body = {"is": kind, "nonce": draw(numbers) if nonce is None else nonce}
    body |= {name: draw(fields[name]) if name in wrong else HONEST[name] for name in names}
    change = draw(st.sampled_from(["", "", "", "", "missing", "extra", "twice", "kind"]))
    pairs = [(key, value) for key, value in body.items() if change != "missing" or key not in wrong]
    if change == "extra":
        pairs.append((draw(texts), 1))
    if change == "twice":
        pairs.append(draw(st.sampled_from(pairs)))
    if change == "kind":
        pairs[0] = ("is", draw(nodes))
    return bytes([0x80 | len(pairs)]) + b"".join(pack(key) + pack(value) for key, value in pairs)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw a message with bytes changed, cut out, or put in; among them lengths that lie."""
    header = bytearray(draw(messages()))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(header)))
        piece = draw(
            st.binary(max_size=5)
            | st.sampled_from(
                [
                    b"\xdd\xff\xff\xff\xff",
                    b"\xdf\xff\xff\xff\xff",
                    b"\xc6\xff\xff\xff\xff",
                    b"\xc1",
                    b"\xa2\xff\xfe",
                    b"\xc7\x00\xff",
                ]
            )
        )
        header[at : at + draw(st.integers(0, 5))] = piece
    return bytes(header)


headers = messages() | damaged() | st.binary(max_size=64)
data = st.binary(max_size=64) | st.sampled_from([b"", b"\xff" * 64, bytes(4096)])


# --- law 1: decoding ------------------------------------------------------------------------------------------------
def decoding(header: bytes, data: bytes) -> None:
    """A header and its data give plain values, or one exception; within a bound on memory."""
    tracemalloc.start()
    try:
        with suppress(wire.WireError):
            reply = wire.decode_reply(header)
            if isinstance(reply, wire.Finished):
                unpack = Unpacker(data).unpack
                assert all(is_plain(unpack(output)) for output in reply.outputs)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= 64 * len(header) + 2 * MAX_UNPACKED + (1 << 20)


def is_plain(value: Any) -> bool:
    """Tell whether a value holds nothing but what answers may be made of, each array with memory of its own."""
    match value:
        case np.ndarray():
            writeable = value.flags.writeable and type(value) is np.ndarray
            return writeable and value.dtype.char in packing.DTYPES and value.dtype.isnative
        case list() | tuple() | set():
            return all(map(is_plain, value))
        case range():
            return True
        case dict():
            return all(map(is_plain, value.values())) and all(map(is_plain, value.keys()))
    kinds = (bool, int, float, complex, str, bytes, wire.Foreign, type(None))
    return type(value) in kinds or (isinstance(value, np.generic) and value.dtype.char in packing.DTYPES)


# --- law 2: frames --------------------------------------------------------------------------------------------------
prefixes = st.builds(
    PREFIX.pack, st.integers(0, 40) | st.integers(0, 2**32 - 1), st.integers(0, 40) | st.integers(0, 2**32 - 1)
)
chunks = st.lists(
    prefixes
    | st.binary(max_size=60)
    | st.tuples(prefixes, st.binary(min_size=80, max_size=80)).map(b"".join)
    | st.integers(1, 3).map(lambda n: bytes(n * CHUNK))
    | messages().map(lambda header: PREFIX.pack(len(header), 0) + header),
    max_size=6,
)


def framing(chunks: list[bytes], data_cap: int, close: bool) -> None:
    """Any bytes are a frame within the caps, or one of four exceptions; memory stays near what was asked for."""
    made = pair()
    closed = False
    tracemalloc.start()
    try:
        os.set_blocking(made.ends.channel, False)
        made.link.begin(b"request", [], data_cap)
        for chunk in chunks:
            with suppress(BlockingIOError):
                os.write(made.ends.channel, chunk)
        if close:
            os.close(made.ends.channel)
            closed = True
        with suppress(ProtocolViolation, HungUp, DeadlinePassed, Flooded):
            frame = made.link.wait(time.monotonic() + SECONDS)
            assert len(frame.header) <= HEADER_CAP
            assert len(frame.data) <= data_cap
        assert tracemalloc.get_traced_memory()[1] <= data_cap + 4 * HEADER_CAP
    finally:
        tracemalloc.stop()
        made.link.close()
        for fd in (
            (made.ends.stdout, made.ends.stderr) if closed else (made.ends.channel, made.ends.stdout, made.ends.stderr)
        ):
            os.close(fd)


# --- law 3: a conversation ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Turn:
    """What a fake worker does with one request: `how` it sends which header and data, with which nonce."""

    how: str
    header: bytes
    data: bytes
    nonce: str
    printed: int


HOW = ["answer"] * 8 + ["twice", "early", "cut", "drip", "raw", "close", "silence", "no lengths", "flood"]
turns = st.builds(
    Turn,
    how=st.sampled_from(HOW),
    header=messages(nonce=0) | headers,
    data=data,
    nonce=st.sampled_from(["right"] * 6 + ["last", "wrong"]),
    printed=st.sampled_from([0, 0, 0, 5, 70_000]),
)


class Fake:
    """A worker made of a list of turns; the wall and the process in one."""

    def __init__(self, turns: list[Turn]) -> None:
        self._turns, self._seen = list(turns), 0
        self._threads: list[threading.Thread] = []

    def worker(self) -> Worker:
        made = pair()
        thread = threading.Thread(target=self._serve, args=(made.ends,))
        self._threads.append(thread)
        thread.start()
        return Worker(self, made.link, Limits())  # type: ignore[arg-type]

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def started(self) -> None: ...
    def kill(self) -> None: ...
    def close(self) -> None: ...
    def usage(self) -> None: ...
    def held(self) -> int:
        return 0

    def exited(self, seconds: float) -> None: ...

    def _serve(self, ends: Ends) -> None:
        channel = Channel(ends.channel)
        try:
            while (request := self._next(channel)) is not None:
                turn = self._turns.pop(0) if self._turns else Turn("close", b"", b"", "right", 0)
                os.write(ends.stdout, b"x" * min(turn.printed, 60_000))
                if turn.how == "close":
                    return
                self._say(ends.channel, turn, self._framed(turn, request))
        except OSError:
            pass  # the trusted side has hung up
        finally:
            ends.close()

    def _next(self, channel: Channel) -> Frame | None:
        early = [turn for turn in self._turns[:1] if turn.how == "early"]
        if early and self._seen:
            os.write(channel._fd, self._framed(early[0], None))
        return channel.receive()

    def _framed(self, turn: Turn, request: Frame | None) -> bytes:
        nonce = msgspec.msgpack.decode(request.header)["nonce"] if request else 0
        told = {"right": nonce, "last": self._seen, "wrong": nonce ^ 1}[turn.nonce]
        self._seen = nonce or self._seen
        header = turn.header.replace(b"\xa5nonce\x00", b"\xa5nonce" + pack(told), 1)
        if turn.how == "no lengths":
            return header
        return PREFIX.pack(len(header), len(turn.data)) + header + turn.data

    def _say(self, fd: int, turn: Turn, frame: bytes) -> None:
        match turn.how:
            case "answer":
                os.write(fd, frame)
            case "twice":
                os.write(fd, frame + frame)
            case "cut":
                os.write(fd, frame[: len(frame) // 2])
            case "drip":
                for byte in frame[:60]:
                    os.write(fd, bytes([byte]))
            case "raw":
                os.write(fd, turn.header)
            case "flood":
                for _ in range(20):
                    os.write(fd, bytes(CHUNK))


def conversation(turns: list[Turn]) -> None:
    """A check on an answer behind the wall ends with values or with evidence about the answer, whatever it says."""
    fake = Fake(turns)
    behind = Behind(fake, Script.of("source"), "answer.py", SECONDS, ("f", "g"))  # type: ignore[arg-type]
    exercise = Exercise(tier=1, returns=("y",), seconds=SECONDS)
    reference = Reference(exercise, InProcess({"f": lambda x: x, "g": lambda *x: 0.0}))
    student = Student(exercise, behind, {"f": ("x",), "g": ()}, reference)
    try:
        for act in (lambda student: student.knows(behind.load()), *SCENARIOS, *SCENARIOS):
            try:
                act(student)
            except (AnswerError, CheckFailed) as error:
                assert isinstance(wording(error.evidence), str)  # noqa: PT017 (most turns raise nothing)
    finally:
        behind.close()
        fake.join()
    assert isinstance(behind.output, Output)
    assert len(behind.output.stdout) <= OUTPUT_CAP


SCENARIOS: tuple[Callable[[Student], Any], ...] = (
    lambda student: student.run(lambda m: [m.f(1.0), m.g(np.zeros(3))]),
    lambda student: student.watch(lambda m, case: m.f(case), (1, 2)),
    lambda student: student.run(lambda m: m.f(2.0) + m.f(3.0)),
)


# --- runs -----------------------------------------------------------------------------------------------------------
LAWS: dict[str, tuple[Callable[..., None], dict[str, st.SearchStrategy[Any]], int]] = {
    "decoding": (decoding, {"header": headers, "data": data}, 500),
    "framing": (
        framing,
        {"chunks": chunks, "data_cap": st.sampled_from([0, 40, DATA_CAP]), "close": st.booleans()},
        200,
    ),
    "conversation": (conversation, {"turns": st.lists(turns, min_size=1, max_size=6)}, 150),
}
"""Each law: what must hold, of what, and how many examples a short run takes."""

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.parametrize("law", LAWS)
def test_law(law: str) -> None:
    """Each law holds over the examples of a short run."""
    holds, strategies, examples = LAWS[law]
    short = settings(derandomize=True, deadline=None, max_examples=examples, suppress_health_check=SLOW, database=None)
    short(given(**strategies)(holds))()


def test_results_are_no_answer_to_load() -> None:
    """A worker that answers the request to load with the results of a program has broken the protocol."""
    body = {"is": "finished", "nonce": 0, "outputs": [], "facts": [], "warnings": []}
    fake = Fake([])
    fake._serve = lambda ends: answer_honestly(ends, body)  # type: ignore[method-assign]
    behind = Behind(fake, Script.of("source"), "answer.py", 10.0, ("f",))  # type: ignore[arg-type]
    try:
        with pytest.raises(AnswerError, match="protocol"):
            behind.load()
    finally:
        behind.close()
        fake.join()


def answer_honestly(ends: Ends, body: dict[str, Any]) -> None:
    """Answer one request with this body, and its own nonce."""
    channel = Channel(ends.channel)
    request = channel.receive()
    assert request is not None
    channel.send(pack(body | {"nonce": msgspec.msgpack.decode(request.header)["nonce"]}))
    ends.close()
