"""Programs run step by step, outputs are what they were at their step, and facts are seen."""

import builtins

import numpy as np
import pytest

from mdl_grade.sandbox import wire
from mdl_grade.suite.recorder import code, constant, is_instance, length, record
from mdl_grade.suite.runner import InProcess, execute_source, values

SOURCE = """
import warnings
import numpy as np

calls = 0

def double(x):
    return 2 * x

def spoil(x):
    x *= 2
    return x

def count():
    global calls
    calls += 1
    return calls

def noisy(z):
    return 1 / (1 + np.exp(-z))

def roll():
    return np.random.rand()

def apply(f, x):
    return f(x)

def fail(x):
    raise ValueError(f"no {x}")

def leave():
    raise SystemExit(3)

class Box:
    def __init__(self, value):
        self.value = value
    def __add__(self, other):
        return Box(self.value + (other.value if isinstance(other, Box) else other))
    __radd__ = __add__
"""


@pytest.fixture
def host():
    return InProcess(execute_source(SOURCE, "answer.py"))


def run(host, scenario, *, facts=False):
    recording = record(scenario, facts=facts)
    reply = host.execute(recording)
    if isinstance(reply.message, wire.Raised):
        return reply.message
    return recording.fill(values(recording, reply))


def test_a_scenario_gives_its_own_result_with_values_in_place(host):
    """Lists, tuples and dicts of the scenario come back as they were written."""
    got = run(host, lambda m: {"a": [m.double(1), 5], "b": (m.double(2.5),)})
    assert got == {"a": [2, 5], "b": (5.0,)}


def test_objects_live_inside_a_program(host):
    """Classes, attributes and operators work without anything crossing but the numbers asked for."""

    def scenario(m):
        box = m.Box(1) + m.Box(2)
        box.value = box.value * 10
        return (3 + box).value, is_instance(box, "Box"), length(constant_list(m))

    def constant_list(m):
        return m.double(m.apply([1, 2, 3].__class__ and tripled, 1))

    def tripled(x):
        return [x, x, x]

    assert run(host, scenario) == (33, True, 6)


def test_outputs_are_snapshots(host):
    """What a later step does to an array does not change an output before it."""

    def scenario(m):
        x = constant_of(m)
        return x, m.spoil(x), x

    def constant_of(m):
        return constant(m, np.ones(2))

    before, after, same = run(host, scenario)
    np.testing.assert_array_equal(before, [1, 1])
    np.testing.assert_array_equal(after, [2, 2])
    np.testing.assert_array_equal(same, [1, 1])


def test_every_occurrence_of_an_argument_is_a_fresh_copy(host):
    """An answer that edits its arguments in place spoils nothing for the next call."""
    x = np.ones(2)
    first, second = run(host, lambda m: [m.spoil(x), m.spoil(x)])
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(x, [1, 1])


def test_facts_name_the_argument(host):
    """Edits in place, shared memory and the global random state are seen."""
    recording = record(lambda m: [m.spoil(np.ones(2)), m.double(np.ones(2)), m.roll()], facts=True)
    facts = host.execute(recording).message.facts
    assert [(fact.kind, fact.argument) for fact in facts] == [("mutated", "0"), ("aliased", "0"), ("global_random", "")]


def test_the_second_of_a_pair_of_normal_numbers_is_seen_as_well():
    """NumPy draws them two at a time: the one that an import has left over takes no bits from the generator."""
    source = "import numpy as np\nnp.random.seed(0)\nnp.random.randn()\ndef noise():\n    return np.random.randn()\n"
    answer = InProcess(execute_source(source, "answer.py"))
    facts = answer.execute(record(lambda m: m.noise(), facts=True)).message.facts
    assert [fact.kind for fact in facts] == ["global_random"]


def test_warnings_are_collected_and_cost_nothing(host):
    """Overflow in exp is told once, and the value is there."""
    recording = record(lambda m: [m.noisy(np.array([-800.0])), m.noisy(np.array([-900.0]))])
    reply = host.execute(recording)
    assert reply.message.warnings == ["RuntimeWarning: overflow encountered in exp"]
    assert values(recording, reply)


def test_earlier_seterr_does_not_stay(host):
    """An answer that asks NumPy to raise does not change the next program."""
    run(host, lambda m: m.apply(_make_strict, 1))
    assert not isinstance(run(host, lambda m: m.noisy(np.array([-800.0]))), wire.Raised)


def _make_strict(x):
    np.seterr(all="raise")
    return x


@pytest.mark.parametrize(
    ("scenario", "exception", "inside"),
    [
        (lambda m: m.fail(1), "ValueError", True),
        (lambda m: m.double(), "TypeError", False),
        (lambda m: m.double(1).nothing, "AttributeError", False),
        (lambda m: m.nowhere(1), "KeyError", False),
    ],
)
def test_exceptions_are_told_and_end_the_program(host, scenario, exception, inside):
    """`inside` tells whether a line of the answer was running."""
    got = run(host, scenario)
    assert (got.exception, got.inside) == (exception, inside)


def test_numpy_functions_and_operators_are_recorded(host):
    """The mathematics of a training loop can be written down as it is."""
    W = np.array([[1.0, 2.0]])

    def scenario(m):
        y = np.tanh(W @ constant(m, np.array([[0.5], [0.25]])))
        return 1.0 - y**2, -y / 2.0, (y > 0.5) * 3.0, 2.0 @ m.Box(1) if False else abs(y)

    y = np.tanh(np.array([[1.0]]))
    for got, want in zip(run(host, scenario), (1 - y**2, -y / 2, 3.0 * (y > 0.5), abs(y)), strict=True):
        np.testing.assert_allclose(got, want)


def test_functions_travel_as_source_with_constants(host):
    """A public function runs in the worker; nothing hidden can be in it but what it was given."""

    def cubic(x):
        return a * x**3  # noqa: F821 (a constant that travels with it)

    assert run(host, lambda m: m.apply(code(cubic, a=2.0), 3.0)) == 54.0


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_an_interruption_is_nobodys_answer(end):
    """In the trusted process what is no Exception goes its way up: a signal in a training is not charged to it."""

    def f():
        raise end

    with pytest.raises(end):
        InProcess({"f": f}).execute(record(lambda m: m.f()))


def test_a_borrowed_name_is_not_pythons_class(host):
    """An answer's own NotImplementedError says nothing of being written or not; one derived from Python's does."""

    class NotImplementedError(Exception):  # noqa: A001
        pass

    class Later(builtins.NotImplementedError):
        pass

    def raising(kind):
        def f():
            raise kind

        return InProcess({"f": f}).execute(record(lambda m: m.f())).message

    assert "NotImplementedError" not in raising(NotImplementedError).bases
    assert raising(NotImplementedError).exception == "NotImplementedError"
    assert "NotImplementedError" in raising(Later).bases
