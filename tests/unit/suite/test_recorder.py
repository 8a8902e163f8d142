"""What a scenario does to recorded values is done over there; what can't be recorded is refused in one sentence."""

import keyword
from pathlib import Path

import numpy as np
import pytest

from mdl_grade.errors import CourseError
from mdl_grade.sandbox import wire
from mdl_grade.suite import apply, calls, constant, counted, length
from mdl_grade.suite.recorder import Node, Recorder, Tape, record
from mdl_grade.suite.runner import InProcess, execute_source, values

SOURCE = """
def same(x):
    return x

def thrice(f, x):
    return [f(x), f(x), f(x)]

def resets(f, x):
    f.__dict__.clear()
    for name in dir(f):
        try:
            setattr(f, name, None)
        except Exception:
            pass
    return f(x)
"""


@pytest.fixture
def run():
    host = InProcess(execute_source(SOURCE, "answer.py"))

    def run(scenario):
        recording = record(scenario)
        reply = host.execute(recording)
        if isinstance(reply.message, wire.Raised):
            return reply.message
        return recording.fill(values(recording, reply))

    return run


X = np.array([1.0, 2.0, 5.0])
N = np.array([1, 2, 5])

OPERATIONS = [
    lambda x, n: (x // 2, x % 2, 7 // n, 7 % n, -x, +x, abs(-x)),
    lambda x, n: (n & 1, n | 8, n ^ 3, n << 2, n >> 1, ~n, 1 & n, 8 | n, (x > 1) & (x < 5), ~(x > 1)),
    lambda x, n: (x @ x, x**2, 2**x, 1 / x, x == 2, x != 2, x < 2, x >= 2),
    lambda x, n: (np.where(x > 1, x, 0.0), np.concatenate([x, x]), np.stack([x, 2 * x], axis=1), np.arctan2(x, 2.0)),
    lambda x, n: (np.sum(x), np.linalg.norm(x), np.add.reduce(x), np.outer(x, x), np.einsum("i,j->ij", x, x)),
    lambda x, n: (x[1:], x[::-1], x[..., 0], x[None], x[[0, 2]], x[n[0]], x[: n[1]], x.astype(np.float32)),
]


@pytest.mark.parametrize("number", range(len(OPERATIONS)))
def test_operators_and_functions_do_over_there_what_they_do_here(run, number):
    """Operators, NumPy's functions and ufuncs, and every kind of index."""
    operation = OPERATIONS[number]
    got = run(lambda m: operation(m.same(X), m.same(N)))
    for one, other in zip(got, operation(X, N), strict=True):
        np.testing.assert_array_equal(one, other)
        assert np.asarray(one).dtype == np.asarray(other).dtype


def test_operators_in_place_change_what_others_see(run):
    """`x += 1` changes the array itself, as in ordinary code."""

    def scenario(m):
        x = constant(m, X)
        y = m.same(x)
        y += 1
        y[0] *= 10
        return m.same(x), m.same(y)

    for array in run(scenario):
        np.testing.assert_array_equal(array, [20.0, 3.0, 6.0])


def test_values_unpack_into_as_many_names_as_there_are(run):
    """`a, b = value` is recorded; another number of values raises over there."""

    def scenario(m):
        a, (b, c) = m.same((1, (2, 3)))
        return c, b, a

    assert run(scenario) == (3, 2, 1)

    def too_many(m):
        a, _ = m.same((1, 2, 3))
        return a

    assert run(too_many).exception == "ValueError"


def test_a_function_applied_over_there_may_branch_and_iterate(run):
    """What a straight line can't do, a function of the suite does beside the answer."""

    def scenario(m):
        x = m.same(X)
        return apply(lambda x: [2 * v for v in x if v > 1], x), apply(float, x[0]), apply("{:.1f}".format, x[1])

    assert run(scenario) == ([4.0, 10.0], 1.0, "2.0")


REFUSED = {
    "branches": lambda m: 1 if m.x else 2,
    "iterates": lambda m: [2 * x for x in m.x],
    "iterates ": lambda m: list(m.x),
    "asks what is `in`": lambda m: 3 in m.x,
    "makes a float": lambda m: float(m.x),
    "makes an int": lambda m: int(m.x),
    "makes text": lambda m: f"{m.x}",
    "makes text ": lambda m: repr(m.x),
    "takes the length": lambda m: len(m.x),
    "makes an array": lambda m: np.array([m.x, 1.0]),
    "uses a value as an index": lambda m: [1, 2][m.x],
    "sets y": lambda m: setattr(m, "y", 1),
    "object of class RandomState": lambda m: m.same(np.random.RandomState(0)),
    "array of dtype object": lambda m: m.same(np.array([None])),
    "apply(…) needs a recorded value": lambda m: apply(abs, 3),
    "calls(…) asks for": lambda m: calls(m.x),
}


@pytest.mark.parametrize("does", REFUSED)
def test_what_can_not_be_recorded_is_refused_with_the_place_in_the_suite(does):
    """One sentence with file and line."""
    with pytest.raises(CourseError) as refused:
        record(REFUSED[does])
    assert does.strip() in str(refused.value)
    line = REFUSED[does].__code__.co_firstlineno
    assert f"{Path(__file__)}, line {line}" in str(refused.value)


def test_calls_of_a_callback_are_counted_and_nothing_sets_them_back(run):
    """The count is taken where it is asked for, as often as it is asked for."""

    def scenario(m, answer):
        f = counted(m, lambda x: x + 1)
        before = calls(f)
        result = getattr(m, answer)(f, 1)
        return before, result, calls(f), calls(f)

    assert run(lambda m: scenario(m, "thrice")) == (0, [2, 2, 2], 3, 3)
    assert run(lambda m: scenario(m, "resets")) == (0, 2, 1, 1)


def test_the_recorder_and_its_values_have_no_names_of_their_own():
    """Every name that an exercise or an attribute can have is a name of the answer."""
    for thing in (Recorder(Tape()), Node(Tape(), 0)):
        own = [name for name in dir(type(thing)) if not (name.startswith("__") and name.endswith("__"))]
        assert own == []
    assert not any(map(keyword.iskeyword, dir(Node)))


def test_length_is_recorded(run):
    """`length` is what `len` can't be."""
    assert run(lambda m: length(m.same([1, 2]))) == 2


@pytest.mark.parametrize("every", [1, 7, 200])
def test_a_long_program_lets_go_of_what_no_step_needs_any_more(run, every):
    """And of nothing else: each number is the sum of the two before it, and the first comes back after hundreds."""

    def numbers(m):
        first = m.same(np.array([1.0])) * 1.0
        row = [first, first + 0.0]
        while len(row) < 300:
            row.append(row[-1] * 0.5 + row[-2] * 0.25)
        return [*row[::every], row[-1] + first]

    def plain():
        row = [1.0, 1.0]
        while len(row) < 300:
            row.append(row[-1] * 0.5 + row[-2] * 0.25)
        return [*row[::every], row[-1] + 1.0]

    assert [float(x[0]) for x in run(numbers)] == plain()


@pytest.mark.parametrize("gap", [3, 90])
def test_a_program_tells_how_long_values_are_needed(gap):
    """By the longest way from an operation to a step that uses it."""

    def scenario(m):
        values = [m.same(1.0) + 0.0]
        for i in range(100):
            values.append(values[max(0, i - gap)] + 1.0)
        return values[-1]

    assert record(scenario).request(0).reach == gap + 1
