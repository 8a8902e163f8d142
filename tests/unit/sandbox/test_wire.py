"""Values and messages survive the wire; what is not plain data arrives as a description; nonsense is refused."""

import contextlib
import enum
import functools
import itertools
from collections import OrderedDict, defaultdict, namedtuple

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mdl_grade.sandbox import packing, wire
from mdl_grade.sandbox.packing import Generated, Packer, ReplyPacker, Unpacker
from mdl_grade.sandbox.parts import ProgramPacker, ProgramUnpacker, Source
from mdl_grade.sandbox.wire import Finished, Foreign, Nd, WireError

plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=20)
    | st.binary(max_size=20)
    | st.sets(st.integers() | st.text(max_size=5), max_size=4)
    | st.builds(range, st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 9)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=4)
    ),
    max_leaves=20,
)
tensors = arrays(
    st.sampled_from([np.dtype(c) for c in sorted(packing.DTYPES)]),
    st.lists(st.integers(0, 4), max_size=3).map(tuple),
)


def crossed(value):
    """Send a value as an answer's result and return what arrives."""
    packer = Packer()
    header = wire.encode(Finished(1, [packer.pack(value)], [], []))
    reply = wire.decode_reply(header)
    return Unpacker(b"".join(packer.buffers)).unpack(reply.outputs[0])


@settings(derandomize=True, deadline=None)
@given(plain)
def test_plain_data_survive_with_their_types(value):
    """What arrives is equal, and of the same types: tuples stay tuples, big ints stay exact."""
    got = crossed(value)
    assert got == value
    assert type(got) is type(value)


@settings(derandomize=True, deadline=None)
@given(tensors, st.sampled_from([np.ascontiguousarray, np.asfortranarray, packing.strided]))
def test_arrays_survive_with_dtype_shape_and_layout(array, layout):
    """Bytes, dtype and shape are those that were sent; so is the layout in memory."""
    array = layout(array).reshape(array.shape)
    got = crossed(array)
    np.testing.assert_array_equal(got, array)
    assert (got.dtype, got.shape) == (array.dtype, array.shape)
    assert got.flags.writeable
    if array.size > 1:
        assert got.flags.c_contiguous == array.flags.c_contiguous
        assert got.flags.f_contiguous == array.flags.f_contiguous


@pytest.mark.parametrize("scalar", [np.float64(0.5), np.float32(0.1), np.int64(7), np.bool_(True), np.complex128(1j)])
def test_numpy_scalars_stay_numpy_scalars(scalar):
    """np.float32(0.1) must not come back as a Python float: the dtype is evidence."""
    got = crossed(scalar)
    assert got == scalar
    assert type(got) is type(scalar)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -0.0])
def test_special_floats_survive(value):
    """NaN, infinities and negative zero are values like others."""
    np.testing.assert_array_equal(np.array(crossed(value)), np.array(value))
    assert np.signbit(crossed(value)) == np.signbit(value)


Point = namedtuple("Point", "x y")


class Colour(enum.IntEnum):
    RED = 3


@pytest.mark.parametrize(
    ("value", "arrives"),
    [
        (Point(1, 2), (1, 2)),
        (OrderedDict(a=1), {"a": 1}),
        (defaultdict(int, {0: 1.5}), {0: 1.5}),
        (Colour.RED, 3),
    ],
)
def test_subclasses_of_plain_types_arrive_as_the_plain_type(value, arrives):
    """A named tuple or defaultdict is a right answer where a tuple or dict is asked for."""
    assert crossed(value) == arrives
    assert type(crossed(value)) is type(arrives)


class Sly(np.ndarray):
    def __array_function__(self, *args, **kwargs):
        return True


class Thing:
    def __eq__(self, other):
        return True

    __hash__ = None


def endless(depth=60):
    nested = []
    for _ in range(depth):
        nested = [nested]
    return nested


@pytest.mark.parametrize(
    ("value", "description"),
    [
        (Thing(), "an object of class Thing"),
        ((i for i in range(3)), "a generator"),
        (np.zeros(2).view(Sly), "an array of class Sly"),
        (np.ma.masked_array([1.0]), "an array of class MaskedArray"),
        (np.array([None, "a"]), "an array of dtype object"),
        (np.array(["a"]), "an array of dtype str32"),
        (range(10**9), "a range too long to send"),
        (len, "a function"),
        (Thing, "a class"),
        (1 << 10_000, "an enormous int"),
        ("\ud800", "a str with lone surrogates"),
        ("x" * 10**6, "a text too long to send"),
    ],
)
def test_what_is_no_plain_data_arrives_as_a_description(value, description):
    """Objects that lie about equality, array subclasses, object arrays: none of them crosses."""
    assert crossed(value) == Foreign(description)


def test_deep_and_wide_structures_are_cut_off():
    """Nesting and the number of nodes are capped, so a cyclic list ends."""
    cyclic = []
    cyclic.append(cyclic)
    assert "nested too deep" in repr(crossed(cyclic))
    assert "nested too deep" in repr(crossed(endless()))
    bomb = [0]
    for _ in range(30):
        bomb = [bomb, bomb]
    packer = Packer()
    packer.pack(bomb)
    assert packer._nodes <= 2 * packing.MAX_NODES + 100


def test_arrays_beyond_the_cap_are_described_and_not_made():
    """A broadcast view of 8 TB costs nothing."""
    huge = np.broadcast_to(np.float64(1.0), (10**6, 10**6))
    assert Packer(cap=1 << 20).pack(huge) == Foreign("an array of shape (1000000, 1000000), too large to send")


@pytest.mark.parametrize(
    "node",
    [
        Nd("<f8", [3], 0),
        Nd("<f8", [-1], 0),
        Nd("<f8", [1], -8),
        Nd("<f8", [2**40, 2**40], 0),
        Nd("|O", [1], 0),
        Nd("<U1", [1], 0),
        Nd("nonsense", [1], 0),
        Nd("<f8,<f8", [1], 0),
        wire.Dict([1, 2], [3]),
        wire.Dict([wire.List([])], [3]),
        wire.BigInt("zz"),
        wire.BigInt("f" * 5000),
        wire.Ref(0),
        wire.Code("def f(): pass"),
        wire.Slice(0, 1, 1),
        wire.Rng(None),
        wire.Range(0, 3, 0),
        wire.Range(0, 2**62, 1),
        wire.Set([wire.List([])]),
        wire.Set([wire.Set([])]),
        Nd("<a8", [1], 0),
        Nd("<V8,,", [1], 0),
        Nd(">f8", [1], 0),
        Nd("<f8", [0, 2**63], 0),
        Nd("<f8", [0, 2**62], 0, "S"),
        Nd("<f8", [1], 0, "X"),
        Nd("<f8", [1], 0, "C", True),
        wire.Dict(["a", "a"], [1, 2]),
        wire.Dict(
            [wire.Tuple([i]) for i in range(packing.MAX_COMPOUND_KEYS + 1)], [0] * (packing.MAX_COMPOUND_KEYS + 1)
        ),
        wire.BigInt("0x_1"),
        wire.BigInt("\u0663"),
        functools.reduce(lambda node, _: wire.List([node]), range(packing.MAX_DEPTH + 10), 0),
    ],
    ids=lambda node: repr(node)[:60],
)
def test_a_worker_cannot_send_what_is_malformed_or_executable(node):
    """Lengths that lie, unknown dtypes, unhashable keys, functions and references are refused.

    So is what only costs: keys that can share one hash.
    """
    with pytest.raises(WireError):
        Unpacker(b"\0" * 16).unpack(node)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.binary(max_size=200))
def test_random_bytes_are_refused_with_one_exception(junk):
    """Whatever arrives, the trusted side sees a WireError or a message."""
    with contextlib.suppress(WireError):
        wire.decode_reply(junk)


def test_claimed_lengths_cost_nothing():
    """A header that claims four billion items is refused at once."""
    for junk in (b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\x91" * 10**5):
        with pytest.raises(WireError):
            wire.decode_reply(junk)


def test_the_same_bytes_cannot_be_named_without_end():
    """A header of 1 MiB could ask for a terabyte, 32 MiB at a time."""
    data = bytes(1 << 20)
    fits = packing.MAX_UNPACKED // len(data)
    assert len(Unpacker(data).unpack(wire.List([Nd("|b1", [len(data)], 0)] * fits))) == fits
    with pytest.raises(WireError, match="overlap"):
        Unpacker(data).unpack(wire.List([Nd("|b1", [len(data)], 0)] * (fits + 1)))


@pytest.mark.parametrize("field", ["exception", "text", "source"])
def test_what_a_worker_tells_about_itself_is_short(field):
    """A megabyte of exception text would end up in reports: it is refused."""
    raised = wire.Raised(1, 0, "E", [], "", None, "", True, [])
    with pytest.raises(WireError):
        wire.decode_reply(wire.encode(msgspec.structs.replace(raised, **{field: "x" * 20_000})))


def test_bytes_in_foreign_order_arrive_as_the_numbers_they_are():
    """An array read from a big-endian file is as right as any other."""
    got = crossed(np.array([[1.0, 2.5], [-3.0, 4.0]], ">f8"))
    np.testing.assert_array_equal(got, [[1.0, 2.5], [-3.0, 4.0]])
    assert got.dtype == np.float64


def test_numpy_scalars_can_be_keys():
    """np.unique makes keys like np.int64(3), which Python takes for equal to 3."""
    assert crossed({np.int64(3): "a", (np.float64(0.5), 1): "b"}) == {3: "a", (0.5, 1): "b"}


def test_keys_that_do_not_survive_do_not_break_the_protocol():
    """Two keys that arrive as the same description are a wrong answer, no violation."""
    got = crossed({Thing: 1, len: 2, (len, 1): 3, (Thing, 1): 4})
    assert list(got) == [Foreign("an unusual key")]
    many = crossed({(i, i): 0 for i in range(2 * packing.MAX_COMPOUND_KEYS)})
    assert len(many) == packing.MAX_COMPOUND_KEYS + 1


def test_keys_of_the_deepest_dicts_survive():
    """Depth is counted alike on both sides."""
    value = {(1, (2, 3)): "end"}
    for _ in range(packing.MAX_DEPTH):
        value = {(1, (2, 3)): value}
    assert "nested too deep" in repr(crossed(value))


def test_unknown_fields_are_refused():
    """A message with one field more is not a message."""
    message = msgspec.to_builtins(Finished(1, [], [], []))
    with pytest.raises(WireError):
        wire.decode_reply(msgspec.msgpack.encode({**message, "score": 100}))


def test_programs_carry_generators_functions_and_slices():
    """What a scenario passes on arrives usable: the Generator draws the same numbers, the function computes."""
    packer = ProgramPacker()
    packed = packer.pack(
        [
            np.random.default_rng(3),
            slice(1, None, 2),
            Source("def f(x): return 2 * x + c", {"c": 1}),
        ]
    )
    rng, cut, f = ProgramUnpacker(b"".join(packer.buffers), []).unpack(packed)
    assert rng.normal() == np.random.default_rng(3).normal()
    assert cut == slice(1, None, 2)
    assert f(3) == 7


@pytest.mark.parametrize("bits", ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"])
def test_generators_of_all_bit_generators_cross_as_they_are(bits):
    """What was drawn before is not drawn again; what is spawned is what the original would spawn."""

    def made():
        rng = np.random.Generator(getattr(np.random, bits)(7))
        rng.normal(size=3)
        rng.spawn(2)
        return rng

    packer = ProgramPacker()
    want = made()
    packed = packer.pack(made())
    got = ProgramUnpacker(b"".join(packer.buffers), []).unpack(packed)
    np.testing.assert_array_equal(got.normal(size=5), want.normal(size=5))
    assert got.spawn(1)[0].random() == want.spawn(1)[0].random()


def test_what_a_generator_yields_arrives_and_is_not_taken_for_a_list():
    """It is run where it is sent, to an end; without one it is described."""
    packer = ReplyPacker()
    packed = packer.pack([(2.0 * i for i in range(3)), map(abs, [-1])])
    got = Unpacker(b"").unpack(packed)
    assert got == [[0.0, 2.0, 4.0], [1]]
    assert all(type(item) is Generated for item in got)
    assert ReplyPacker().pack(itertools.count() for _ in iter(int, 1)) == Foreign("a generator without an end")


def test_a_program_sends_equal_bytes_once():
    """A large object that a thousand steps use is packed once, and each of them has a copy of its own."""
    packer, X = ProgramPacker(), np.arange(1000.0)
    packed = packer.pack([X] * 1000)
    assert sum(map(len, packer.buffers)) == X.nbytes
    first, second, *_ = ProgramUnpacker(b"".join(packer.buffers), []).unpack(packed)
    first[:] = 0.0
    np.testing.assert_array_equal(second, X)


@pytest.mark.parametrize("value", [np.array([None]), np.random.RandomState(0), "x" * 10**6, object()])
def test_what_can_not_cross_into_a_program_is_refused(value):
    """A description in place of an argument would be a silent mistake of the suite."""
    with pytest.raises(TypeError, match="can't be part of a program"):
        ProgramPacker().pack(value)
