"""Values and messages as they cross the wall: plain data only, typed on arrival, nothing ever unpickled.

A message is a msgspec header plus the raw bytes of its arrays. Both sides use this module; it imports nothing
else of the package. Whatever a learner's code hands over that is not plain data arrives as `Foreign`: a description.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

Line = Annotated[str, Meta(max_length=4096)]
Text = Annotated[str, Meta(max_length=16384)]
Few = Meta(max_length=1000)
"""What a worker tells about itself is short, as a worker that has not been tampered with makes it."""


class WireError(Exception):
    """What arrived is not a message of this protocol."""


class _Node(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """Base of values. A training has thousands; none is part of a circle, so the garbage collector passes them over."""


class Tuple(_Node, frozen=True, tag="tuple"):
    items: list[Wire]


class List(_Node, frozen=True, tag="list"):
    items: list[Wire]


class Dict(_Node, frozen=True, tag="dict"):
    keys: list[Wire]
    values: list[Wire]


class Nd(_Node, frozen=True, tag="nd"):
    """An array, or with `scalar` a NumPy scalar. `layout` is C, F or S (strided: every other entry of a larger one)."""

    dtype: str
    shape: list[int]
    offset: int
    layout: str = "C"
    scalar: bool = False


class Complex(_Node, frozen=True, tag="complex"):
    real: float
    imag: float


class Bytes(_Node, frozen=True, tag="bytes"):
    value: bytes


class BigInt(_Node, frozen=True, tag="int"):
    hexadecimal: str


class Slice(_Node, frozen=True, tag="slice"):
    start: int | None
    stop: int | None
    step: int | None


class Set(_Node, frozen=True, tag="set"):
    items: list[Wire]


class Range(_Node, frozen=True, tag="range"):
    start: int
    stop: int
    step: int


class Yielded(_Node, frozen=True, tag="yielded"):
    """What a generator yielded."""

    items: list[Wire]


class Rng(_Node, frozen=True, tag="rng"):
    """A `numpy.random.Generator`; `state` names its bit generator, `seed` are the fields of its SeedSequence."""

    state: Wire
    seed: Wire = None


class Code(_Node, frozen=True, tag="code"):
    """Something public that travels as text, which defines it under the name `f` by means of the constants."""

    text: str
    constants: Wire = None


class Ref(_Node, frozen=True, tag="ref"):
    """The result of an earlier step of the same program."""

    step: int


class Foreign(_Node, frozen=True, tag="foreign"):
    """Something that is not plain data; `description` reads "a generator", "an object of class Foo"."""

    description: Line

    def __str__(self) -> str:
        return self.description


Wire: TypeAlias = (
    bool
    | int
    | float
    | str
    | Bytes
    | Tuple
    | List
    | Dict
    | Nd
    | Complex
    | BigInt
    | Set
    | Range
    | Yielded
    | Slice
    | Rng
    | Code
    | Ref
    | Foreign
    | None
)


# --- messages -----------------------------------------------------------------------------------------------------
class Message(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="is"):
    """Base of all messages. A reply carries the nonce of its request."""

    nonce: int


class Module(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The text of a file that can be imported."""

    source: str
    filename: str


class Load(Message, frozen=True, tag="load"):
    """Execute `source` as a module; tell which of `names` it defines: functions, classes, methods ("Momentum.step").

    It may import the texts `modules`, by their names; what it imports from the modules `elsewhere`, their functions by
    name, runs in another worker (see `relay`).
    """

    source: str
    filename: str
    names: list[str]
    modules: dict[str, Module] = {}
    elsewhere: dict[str, list[str]] = {}


class Run(Message, frozen=True, tag="run", omit_defaults=True):
    """Run a program; send back the values of the steps `outputs`. With `facts`, watch arguments and random state.

    What an operation gave is not needed any more `reach` steps later, if that is told (see `reach_of`).
    """

    steps: list[Step]
    outputs: list[int]
    facts: bool
    data_cap: int
    reach: int = 0


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a name stands for: `kind` is function, class, other, unwritten (it only raises NotImplementedError) or
    absent; `parameters` as in a signature.
    """

    kind: Line
    parameters: Annotated[list[Line], Few]


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kind` is mutated, aliased or global_random; `step` the call; `argument` its position or keyword."""

    kind: Literal["mutated", "aliased", "global_random"]
    step: int
    argument: Line = ""


class Finished(Message, frozen=True, tag="finished"):
    outputs: list[Wire]
    facts: list[Fact]
    warnings: Annotated[list[Line], Few]


class Raised(Message, frozen=True, tag="raised"):
    """The code raised at `step` (−1: while loading). `line` and `source` are of the learner's file; `inside` is
    False when no line of it was running: the call itself did not fit.
    """

    step: int
    exception: Line
    bases: Annotated[list[Line], Few]
    text: Text
    line: int | None
    source: Line
    inside: bool
    warnings: Annotated[list[Line], Few]


class Loaded(Message, frozen=True, tag="loaded"):
    """The file ran to its end; `failed` are statements that were passed over, in their order."""

    definitions: Annotated[dict[Line, Definition], Few]
    names: Annotated[list[Line], Few]
    failed: Annotated[list[Raised], Few] = []


# --- steps of a program ---------------------------------------------------------------------------------------------
class _Step(msgspec.Struct, frozen=True, gc=False, array_like=True, forbid_unknown_fields=True):
    """Base of steps, which are part of no circle either."""


class Name(_Step, frozen=True, tag="name"):
    """A name that the learner's file defines."""

    name: str


class Const(_Step, frozen=True, tag="const"):
    value: Wire


class Call(_Step, frozen=True, tag="call"):
    function: Wire
    args: list[Wire]
    kwargs: dict[str, Wire]


class GetAttr(_Step, frozen=True, tag="getattr"):
    of: Wire
    name: str


class SetAttr(_Step, frozen=True, tag="setattr"):
    of: Wire
    name: str
    value: Wire


class Operate(_Step, frozen=True, tag="operate"):
    """An operator, an item access, or a function applied to values, by name (see `programs.OPERATORS`)."""

    operator: str
    operands: list[Wire]
    kwargs: dict[str, Wire]


class Ask(Message, frozen=True, tag="ask"):
    """In the middle of a program: have these steps run in the worker in which an answer's parts are."""

    steps: list[Step]
    outputs: list[int]


class Told(Message, frozen=True, tag="told"):
    """What came of an Ask; nothing if it raised: then the program is at its end."""

    outputs: list[Wire] | None


Step: TypeAlias = Name | Const | Call | GetAttr | SetAttr | Operate
Request: TypeAlias = Load | Run | Told
Reply: TypeAlias = Loaded | Finished | Raised | Ask


def reach_of(steps: Sequence[Step]) -> int:
    """Return how many steps after an operation its value is needed at most. A training needs few of thousands."""
    reach = 1
    for i, step in enumerate(steps):
        for used in _refs(step):
            if i - used > reach and isinstance(steps[used], Operate):
                reach = i - used
    return reach


def _refs(value: object) -> Iterator[int]:
    if type(value) is Ref:
        yield value.step
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _refs(getattr(value, name))
    elif isinstance(value, list):
        for item in value:
            if type(item) is Ref:
                yield item.step
            else:
                yield from _refs(item)
    elif isinstance(value, dict) and value:
        yield from _refs(list(value.values()))


def texts(value: object) -> Iterator[str]:
    """Yield the texts of all functions and classes that are lent in a part of a program, those inside of others too."""
    match value:
        case Code():
            yield value.text
            yield from texts(value.constants)
        case msgspec.Struct():
            for name in value.__struct_fields__:
                yield from texts(getattr(value, name))
        case list() | tuple():
            for item in value:
                yield from texts(item)
        case dict():
            yield from texts(list(value.values()))


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE_REQUEST = msgspec.msgpack.Decoder(Request).decode
_DECODE_REPLY = msgspec.msgpack.Decoder(Reply).decode


def encode(message: Message) -> bytes:
    """Return the header of a message; its arrays travel beside it (see `Packer`)."""
    return _ENCODE(message)


def decode_request(header: bytes) -> Request:
    request: Request = _DECODE_REQUEST(header)
    return request


def decode_reply(header: bytes) -> Reply:
    """Decode what an untrusted worker sent.

    Raises
    ------
    WireError
        Whatever is wrong with it: truncated, nested too deep, unknown tags or fields, wrong types.
    """
    try:
        reply: Reply = _DECODE_REPLY(header)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise WireError(str(error)) from None
    return reply
