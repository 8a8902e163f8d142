"""Suspects are programs, replayed; where an answer is right is said only if it holds everywhere."""

import sys

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.diagnosis.arguments import suspects_of
from mdl_grade.diagnosis.conditions import dividing
from mdl_grade.diagnosis.conventions import CONVENTIONS, conventional
from mdl_grade.diagnosis.families import conventions, plain_mutants
from mdl_grade.diagnosis.fuel import OutOfFuel, limited, may_not_end, may_run_on
from mdl_grade.diagnosis.mutation import mutants, without_docstrings
from mdl_grade.diagnosis.nearness import Pair, together
from mdl_grade.diagnosis.outcome import Leaf, Outcome, same
from mdl_grade.diagnosis.probes import NOTHING, Probe, SingleCall, calls_in, calls_with, probes, readings
from mdl_grade.diagnosis.suspects import Suspect, merged
from mdl_grade.diagnosis.terms import GENERAL, is_possible, vocabulary
from mdl_grade.diagnosis.whereabouts import whereabouts
from mdl_grade.suite.recorder import record
from mdl_grade.suite.runner import Exchange, InProcess, execute_source
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
REFERENCE = "def f(x, y):\n    a = x + y\n    b = x - y\n    return a * b\n"


@pytest.fixture(scope="module")
def dense():
    return Suite.load(COURSE, "chapter10/dense_backward")


# --- programs ---------------------------------------------------------------------------------------------------------
def test_what_never_ends_is_out_of_fuel():
    """The limit counts lines, whatever the machine does meanwhile, and whoever traced before goes on."""
    namespace = {}
    exec("def f():\n    while True:\n        pass\n", namespace)
    before = sys.gettrace()
    with pytest.raises(OutOfFuel), limited(1000):
        namespace["f"]()
    assert sys.gettrace() is before


def test_a_lent_function_that_does_not_end_is_out_of_fuel():
    """A suspect without a loop may ask a function that it is lent for what it searches in vain; others ask in peace."""

    def search(q):
        x = 0.0
        while x * x < q:
            x += 0.5
        return x

    asked = record(lambda m: m.root(search, 9.0))
    endless, right = (
        Suspect(("it asks",), "mutant", f"def root(search, q):\n    return search({q})\n")
        for q in ("float('inf')", "q")
    )
    assert endless.replay(Exchange(asked, NOTHING)).exception
    assert right.replay(Exchange(asked, NOTHING)).exception == ""
    with pytest.raises(OutOfFuel):
        endless.call("root", [search, 9.0], {}, 1000, asked.lent)
    assert right.call("root", [search, 9.0], {}, 1000, asked.lent) == 3.0


def test_the_limit_is_not_lost_in_a_finalizer():
    """What is raised there is only printed, and a trace function that raised is called no more: it waits for the end."""
    namespace = {}
    exec(
        "class Thing:\n    def __del__(self):\n        for i in range(100): pass\ndef f():\n    while True: Thing()\n",
        namespace,
    )
    for lines in range(1000, 1300, 10):
        with pytest.raises(OutOfFuel), limited(lines):
            namespace["f"]()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no limit that the kernel keeps")
def test_what_grows_with_every_step_gets_no_memory():
    """A suspect whose array doubles with every step is refused memory, called or replayed, and takes nothing along."""
    growing = Suspect(
        ("it grows",), "mutant", "def f(x):\n    for _ in range(60):\n        x = x + x\n    return len(x)\n"
    )
    asked = [1.0] * 1000
    with pytest.raises(MemoryError):
        growing.call("f", [asked], {}, 1000)
    exchange = Exchange(record(lambda m: m.f(asked)), None)
    assert growing.replay(exchange).exception
    assert Suspect(("it doubles",), "mutant", "def f(x):\n    return len(x + x)\n").call("f", [asked], {}, 1000) == 2000


@pytest.mark.parametrize(
    ("source", "endless"),
    [
        ("def f(n):\n    while n:\n        n -= 1", True),
        ("def f(n):\n    return f(n - 1) if n else 0", True),
        ("from itertools import repeat\ndef f(n):\n    return list(repeat(n))", True),
        ("def f(n):\n    for i in range(n):\n        pass", False),
        ("def f(count):\n    return count + np.repeat(count, 2)", False),
    ],
)
def test_only_some_programs_need_a_limit(source, endless):
    """Loops with a range end; `while`, recursion and endless iterators may not."""
    assert may_not_end(source) is endless


@pytest.mark.parametrize(
    ("body", "long"),
    [
        ("for i in range(n):\n        if i > 3:\n            break\n    return i", True),
        ("for i in range(n):\n        if i > 3:\n            return i\n    return n", True),
        ("for i in range(2000):\n        n += i\n    return n", True),
        ("while n:\n        n -= 1", True),
        ("for i in range(n):\n        n += i\n    return n", False),
        ("return n", False),
    ],
)
def test_lines_are_counted_where_a_mistake_can_keep_a_loop_from_ending(body, long):
    """A way out that a mistake closes makes a loop of five steps one of thousands; a loop without one is as long."""
    assert may_run_on(f"def f(n):\n    {body}\n") is long


def test_what_python_warns_of_is_no_business_of_the_learners():
    """A mistake may look odd to the compiler, which warns; nobody wrote it, so nobody reads that."""
    odd = Suspect(("odd",), "mutant", "def f(x):\n    return 0[x]\n")
    assert "f" in odd.namespace()


def test_two_mistakes_in_different_places_are_merged():
    """Both changes are in the text, whichever comes first; changes in one place are in each other's way."""
    one = Suspect(("one",), "mutant", REFERENCE.replace("x + y", "x"))
    other = Suspect(("other",), "mutant", REFERENCE.replace("x - y", "y"))
    both = merged(REFERENCE, other, one)
    assert both.text == REFERENCE.replace("x + y", "x").replace("x - y", "y")
    assert both.labels == ("one", "other")
    assert both.parts == (one, other)
    assert merged(REFERENCE, one, Suspect(("third",), "mutant", REFERENCE.replace("x + y", "y"))) is None


def test_docstrings_are_no_place_for_mutants():
    """Without its docstrings a text has the same lines and the same mutants."""
    text = 'def f(x):\n    """Add 1.\n\n    Not 2.\n    """\n    return x + 1\n'
    bare = without_docstrings(text)
    assert bare.count("\n") == text.count("\n")
    assert [m.label for m in mutants(bare)] == [m.label for m in mutants(text)]


def test_a_convention_is_a_program():
    """Every row of the table has its place in an exercise of the course, and changes what that gives."""
    found = {}
    for exercise in COURSE.exercises:
        for suspect in conventional(Suite.load(COURSE, exercise).solution.text):
            found[suspect.label] = suspect
    assert set(found) == {convention.label for convention in CONVENTIONS}
    assert len(conventions(Suite.load(COURSE, "chapter10/gradient_check"))) >= 5


def test_labels_of_mutants_are_in_the_learners_terms(dense):
    """No name in backticks is a local variable of the reference."""
    known = vocabulary(dense, "")
    assert {"dX", "dY", "W", "sum", "axis"} <= known
    for exercise in ("chapter11/adam_step", "chapter10/graph_backward", "chapter10/nn221_forward"):
        labels = {suspect.label for suspect in plain_mutants(Suite.load(COURSE, exercise))}
        assert labels
        for hidden in ("M_hat", "values", "pulled", "a0", "…"):
            assert not any(f"`{hidden}" in label or "…" in label for label in labels)


def test_no_constant_is_said_to_be_a_hundredth_too_large():
    """Nobody writes 1.01 for 1: such mutants show how near the checks look."""
    labels = {suspect.label for suspect in plain_mutants(Suite.load(COURSE, "chapter17/dropout_forward_backward"))}
    assert any(label.startswith("2 is used in place of 1") for label in labels)
    assert not any("1.01" in label for label in labels)


def test_that_cases_change_places_is_said_where_the_task_tells_them_apart():
    """`y == 1` is the task's; by `towards > 0`, a variable of the reference, a learner need not tell anything apart."""
    labels = {suspect.label for suspect in plain_mutants(Suite.load(COURSE, "chapter15/logistic_loss_grad"))}
    places = {label for label in labels if "change places" in label}
    assert any(label.startswith("the two cases of `y == 1` change places") for label in places)
    assert not any("`where`" in label for label in places)


@pytest.mark.parametrize(
    ("label", "without", "with_it"),
    [
        (GENERAL["change comparison"], "return z", "return z > 0"),
        (GENERAL["force condition"] + " in `step`", "return z", "return z if z else 0"),
        (GENERAL["change range"], "return z @ z", "return sum(x * x for x in z)"),
        (GENERAL["return early"], "return z @ z", "for x in z:\n        return x"),
    ],
)
def test_nothing_is_said_of_what_an_answer_does_not_have(label, without, with_it):
    """Whoever compares nothing has no wrong comparison, though the reference with one may give the same numbers."""
    assert not is_possible(label, InProcess({}, f"def f(z):\n    {without}"))
    assert is_possible(label, InProcess({}, f"def f(z):\n    {with_it}"))
    assert is_possible("a sign is flipped", InProcess({}))


def test_what_should_be_zero_is_rounding_in_a_passed_program():
    """Beside the other numbers of a program, 1e-17 and 1e-16 are the same, where nothing is wrong."""

    def slopes(across):
        return Outcome((Leaf(0, ("0",), 1.8), Leaf(0, ("1",), across)))

    assert not same(slopes(-7e-17), slopes(-2e-17))
    assert same(slopes(-7e-17), slopes(-2e-17), noise=1.8e-9)
    assert not same(slopes(-7e-17), slopes(0.1), noise=1.8e-9)


def test_what_is_raised_in_ones_own_words_is_told_by_its_class():
    """The text of one's own ValueError is a matter of taste; what NumPy says of shapes is evidence.

    And whoever raises has thought of it: that is no logarithm of 0.
    """

    def raised(text, own, kind="ValueError"):
        return Outcome(exception=f"3 {kind} {text}", kind=kind, step=3, own_words=own)

    assert same(raised("v is zero", True), raised("the zero vector has no direction", True))
    assert not same(raised("v is zero", True), raised("math domain error", False))
    assert not same(raised("shapes (2,) (3,)", False), raised("shapes (3,) (2,)", False))
    assert not same(raised("v is zero", True), raised("v is zero", True, "TypeError"))
    assert not same(raised("v is zero", True), Outcome())
    beyond = "index 2 is out of bounds for axis 0 with size 2"
    assert same(raised("list index out of range", False, "IndexError"), raised(beyond, False, "IndexError"))


def test_a_suspect_raises_in_its_own_words_if_the_line_says_so():
    """No file holds its lines: they are looked up in its text."""
    text = "import math\n\n\ndef f(x):\n    {}\n    return math.log(x)\n"
    call = record(lambda m: m.f(0.0))
    words = [
        Suspect(("it",), "mutant", text.format(line)).replay(Exchange(call, NOTHING)).own_words
        for line in ("raise ValueError(x)", "x = x + 0")
    ]
    assert words == [True, False]


# --- single calls -----------------------------------------------------------------------------------------------------
def test_calls_are_made_one_by_one(dense):
    """Each case of a draw is a call; its sizes can be read off its inputs."""
    cases = dense.cases("layer", Seed.practice().of(dense.id, ""))
    made = probes(calls_with(cases, dense.signatures), InProcess(dense.namespace), dense.namespace)
    assert len(made) == len(cases)
    assert all(probe.right for probe in made)
    assert readings(made)["dense_backward"]["N"] == ("dY", 0)


def test_arguments_are_taken_for_others(dense):
    """Each mistaken argument is a program of its own, and what it gives is what the right one gives for other inputs."""
    cases = dense.cases("layer", Seed.practice().of(dense.id, ""))
    made = probes(calls_with(cases, dense.signatures), InProcess(dense.namespace), dense.namespace)
    named = {s.label: s for s in suspects_of(dense.solution.text, "dense_backward", made)}
    dX, dW, db = named["dY has the wrong sign"].namespace()["dense_backward"](*cases[0].values())
    right = dense.namespace["dense_backward"](*cases[0].values())
    for got, wanted in zip((dX, dW, db), right, strict=True):
        np.testing.assert_allclose(got, -wanted)


# --- where it is right ------------------------------------------------------------------------------------------------
def called(got, wanted, **inputs):
    return Pair(
        Probe(SingleCall("f", (), {}, b"", inputs, {}), {}, Outcome(), Outcome()), np.asarray(got), np.asarray(wanted)
    )


X = [np.random.default_rng(i).normal(size=(4, 3)) for i in range(6)]
LEVELS = np.arange(12).reshape(4, 3) % 4
FROM_ROW, IN_LAST = np.indices((4, 3))[0], np.indices((4, 3))[1] == 2


@pytest.mark.parametrize(
    ("said", "wrong", "inputs"),
    [
        ("of the calls that were tried, Y is right in those where n = 1, and wrong in all others", lambda x, i: x if i == 0 else 1.3 * x + 1, lambda i: {"n": i + 1}),
        ("of the calls that were tried, Y is right in those where kind is 'a', and wrong in all others", lambda x, i: x if i % 2 else x + x**2, lambda i: {"kind": "ba"[i % 2]}),
        ("Y is 0 where Z > 0, and right everywhere else", lambda x, i: np.where(x > 0, 0.0, x), lambda i: {"Z": X[i]}),
        ("Y has the wrong sign in the last column, and right everywhere else", lambda x, i: x * [1, 1, -1], lambda i: {}),
        ("Y is right in the first row, and wrong in all others", lambda x, i: np.vstack([x[:1], x[1:] ** 2]), lambda i: {}),
        ("each row of Y is right up to a factor of its own", lambda x, i: x * [[1.1], [2.3], [0.7], [3.1]], lambda i: {}),
        ("Y is right up to an offset, which is not the same in all cases", lambda x, i: x + 0.1 * (i + 1), lambda i: {}),
        ("Y is right up to a factor, which is not the same in all cases", lambda x, i: x * (i + 2), lambda i: {}),
        ("Y is 1.1 times what it should be", lambda x, i: 1.1 * x, lambda i: {}),
        ("Y is about 3.14159 times what it should be", lambda x, i: np.pi * x, lambda i: {}),
        ("Y is right in the first two rows, and wrong from the third on", lambda x, i: np.vstack([x[:2], x[2:] ** 2 + i]), lambda i: {}),
        ("Y is NaN in all rows but the first, which is right", lambda x, i: np.vstack([x[:1], np.nan * x[1:]]), lambda i: {}),
        ("Y is right to 5 digits in all that was seen, and not beyond, as an approximation is", lambda x, i: x * (1 + 5e-6 * np.cos(i + 9 * x)), lambda i: {"n": i}),
        ("Y is right to 4 digits in all that was seen, and not beyond, as an approximation is", lambda x, i: x if i == 0 else x * (1 + 5e-5 * np.cos(i + 9 * x)), lambda i: {"n": i}),
        ("of the calls that were tried, Y is right to 4 digits in those where n is at most 3, and to fewer in all others", lambda x, i: x * (1 + (5e-5 if i < 3 else 0.3) * np.cos(i + 9 * x)) if i else x * (1 + 1e-5 * np.sin(9 * x)), lambda i: {"n": i + 1}),
        ("Y is 1.00001 times what it should be", lambda x, i: x * 1.00001, lambda i: {"n": i}),
        ("of the calls that were tried, Y is right in those where shape is a whole number, and wrong in all others", lambda x, i: x if i % 2 else x + x**2, lambda i: {"shape": i / 2 + 0.5}),
        ("of the calls that were tried, Y is wrong in those where a holds integers, and right in all others", lambda x, i: x if i % 2 else x + x**2, lambda i: {"a": np.array([1.5, -2.0]) if i % 2 else np.array([3, -4])}),
        ("Y is rounded to 2 decimals", lambda x, i: np.round(x, 2), lambda i: {}),
        ("Y is rounded to whole numbers", lambda x, i: np.round(x), lambda i: {}),
        ("Y is what it should be plus -0.5", lambda x, i: x - 0.5, lambda i: {}),
        ("in all calls that were tried, what is wrong in Y lies where Z = 1", lambda x, i: np.where((LEVELS == 1) & (i > 1), x + i, x), lambda i: {"Z": LEVELS}),
        ("in all calls that were tried, what is wrong in Y lies in the last column", lambda x, i: np.where(IN_LAST & (x > 0), x + i + 1, x), lambda i: {}),
        ("where Y was seen to be wrong, it is right up to some row, and wrong in every row after it", lambda x, i: np.where(i % 3 < FROM_ROW, x**2, x), lambda i: {}),
        ("where Y was seen to be wrong, it is right up to some row, and NaN in every row after it", lambda x, i: np.where(i % 3 < FROM_ROW, np.nan, x), lambda i: {}),
        ("", lambda x, i: np.where(i % 3 - 1 < FROM_ROW, x**2 + i, x), lambda i: {}),
        ("in all calls that were tried, what is wrong in Y lies where Z = n", lambda x, i: np.where((LEVELS == 3) & (x > 0), x + i + 1, x), lambda i: {"Z": LEVELS, "n": 3}),
        ("", lambda x, i: np.cos(7 * x), lambda i: {"n": i}),
    ],
)  # fmt: skip
def test_it_is_said_where_a_tensor_is_right(said, wrong, inputs):
    """The simplest statement that holds in all calls; none if there is none."""
    assert whereabouts("Y", [called(wrong(x, i), x, **inputs(i)) for i, x in enumerate(X)]) == said


def pairs_of_ends(ends, change):
    return [tuple(map(called, change(low, high), (low, high))) for low, high in ends]


ENDS = [(-1.0, 3.0), (2.0, 2.5), (-7.0, -3.0), (4.0, 9.0)]


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("the middle between low and high is right, and how far they are apart is not", lambda low, high: (low - 1.0, high + 1.0)),
        ("low and high are as far apart as they should be, and both are off by the same", lambda low, high: (low + low, high + low)),
        ("", lambda low, high: (high, low)),
        ("", lambda low, high: (low - 1.0, high + low)),
    ],
)  # fmt: skip
def test_of_two_numbers_it_is_said_what_they_have_in_common(said, change):
    """The ends of an interval may be wrong, and its middle right; but ends that have changed places have it, too."""
    assert together(("low", "high"), pairs_of_ends(ENDS, change)) == said


def test_of_intervals_around_zero_a_right_middle_says_nothing():
    """Who takes another width is no better than who takes another middle by chance."""
    assert (
        together(("low", "high"), pairs_of_ends([(-x, x) for x in (1.0, 2.0, 3.0)], lambda a, b: (2 * a, 2 * b))) == ""
    )


def test_a_call_that_looks_right_is_not_called_wrong():
    """Off by 1e-6, it looks right where it is shown: then it is not said that only n = 1 is right."""
    calls = [called(w if n == 1 else w * (1 + 1e-6), w, n=n) for n, w in ((1, 2.0), (2, 3.0), (3, 4.0))]
    assert whereabouts("Y", calls) == ""


def test_what_is_right_but_of_another_type_has_no_number_of_digits():
    """Whole numbers where floats are due are right to all digits; the other calls are far off."""
    due = np.array([1.0, 3.0, 2.0])
    calls = [called(due.astype(int) if n < 4 else due + 1.5, due, n=n) for n in range(1, 8)]
    assert "digits" not in whereabouts("Y", calls)


def test_whole_numbers_that_wrap_around_are_told_by_what_is_lost():
    """−137 is 119 in a byte: 256 more."""
    whole = [np.array([[-137, 20], [-168, 3]]), np.array([[5, 130], [44, 1]])]
    bytes_ = [x.astype(np.int8).astype(float) for x in whole]
    said = "Y is off by multiples of 256, as where whole numbers of few bits wrap around"
    assert whereabouts("Y", [called(b, w.astype(float)) for b, w in zip(bytes_, whole, strict=True)]) == said


def test_huge_numbers_do_not_wrap_around():
    """All floats from 2⁵³ on are multiples of large powers of 2."""
    calls = [called(np.array([1e30, 2e40]), np.array([1e31, 2e41])), called(np.array([3e35]), np.array([1e36]))]
    assert "multiples" not in whereabouts("Y", calls)


def test_numbers_that_are_cut_are_told_from_rounded_ones():
    """Towards 0: −1.7 becomes −1."""
    wanted = [np.array([-1.7, 2.9, 3.0]), np.array([0.6, 7.5])]
    assert whereabouts("Y", [called(np.trunc(w), w) for w in wanted]) == "Y is cut to whole numbers"


def test_small_results_and_infinite_entries_are_in_no_way_of_a_factor():
    """Two entries have a factor, too; what is infinite in both is right anyhow."""
    wanted = [np.array([1.0, 2.0]), np.array([3.0, 5.0, np.inf, 4.0]), np.array([2.5, 1.5, 0.5])]
    calls = [called(factor * w, w) for factor, w in zip((1.5, 2.0, 0.5), wanted, strict=True)]
    assert whereabouts("Y", calls) == "Y is right up to a factor, which is not the same in all cases"


def test_what_one_call_contradicts_is_not_said():
    """Right for n = 1 and, once, for n = 2: then n = 1 is not what divides them."""
    calls = [called(0, 0, n=n).probe for n in (1, 2, 3, 4)]
    found = dividing(calls, [True, False, False, False])
    assert found is not None
    assert found.text == "n = 1"
    assert dividing(calls, [True, False, True, False]) is None


def test_an_argument_counts_and_not_the_size_that_it_is_drawn_about():
    """A row says 3, and what is drawn is 3.24: no whole number."""
    drawn = [(3.0, 3.24), (2.0, 2.0), (5.0, 4.9), (4.0, 4.0)]
    calls = [Probe(SingleCall("f", (), {}, b"", {"k": k}, {}), {"k": row}, Outcome(), Outcome()) for row, k in drawn]
    found = dividing(calls, [False, True, False, True])
    assert found is not None
    assert found.text == "k is a whole number"


def test_labels_are_set_against_the_number_of_classes():
    """A size that says the same as an argument makes no second condition of it."""
    calls = [
        Probe(SingleCall("f", (), {}, b"", {"y": np.array(y), "K": K}, {}), {"classes": K}, Outcome(), Outcome())
        for y, K in (([0, 2], 3), ([3, 1], 3), ([4, 0], 4), ([-1, 1], 3), ([5, 1], 3))
    ]
    for right, said in (([1, 0, 0, 1, 0], "no entry of y is K or more"), ([1, 0, 0, 1, 1], "no entry of y is K")):
        found = dividing(calls, [bool(r) for r in right])
        assert found is not None
        assert found.text == said


def test_what_is_a_number_here_and_an_array_there_is_asked_alike():
    """k = −1, and k among [2, −3], are negative both."""
    calls = [called(0, 0, k=k).probe for k in (2, -1, np.array([2, 0]), np.array([2, -3]))]
    found = dividing(calls, [True, False, True, False])
    assert found is not None
    assert found.text == "nothing in k is negative"


def test_a_result_that_is_to_be_0_is_no_exception_from_what_is_said():
    """Wrong in all others: of those that are 0 anyhow, nothing is said."""
    calls = [called(w, r, n=n) for n, r, w in ((1, 2.0, 2.0), (2, 3.0, 5.0), (3, 0.0, 0.0))]
    said = "of the calls that were tried, Y is right in those where n = 1, and wrong in all others that are not to be 0"
    assert whereabouts("Y", calls) == said
    calls = [called(w, r, n=n) for n, r, w in ((1, 2.0, 3.0), (2, 3.0, 3.0), (1, 0.0, 0.0))]
    assert (
        whereabouts("Y", calls)
        == "of the calls that were tried, Y is wrong in those where n = 1, unless it is to be 0, and right in all others"
    )


def test_all_and_any_are_exchanged_in_either_direction():
    """Whoever asks for the contrary has them the other way round: what is said holds for both."""
    both = ("if np.any(X <= 0):", "if not np.all(X > 0):")
    text = "import numpy as np\n\n\ndef f(X):\n    {}\n        raise ValueError\n    return X\n"
    said = [{mutant.label for mutant in mutants(text.format(test))} for test in both]
    assert all("`all` and `any` are exchanged" in labels for labels in said)


def test_what_is_nothing_beside_the_inputs_is_no_evidence():
    """A gradient at a minimum is 0 for one program and 1e-18 for another: such a call tells nobody apart."""
    text = "import numpy as np\ndef f(x):\n    return x * {}\n"
    right, other = (execute_source(text.format(factor), "f.py") for factor in ("1e-18", "0.0"))
    call = record(lambda m: m.f(np.array([1.5, 2.5])))
    (single,) = [one for _, one in calls_in(Exchange(call, NOTHING), {"f": ("x",)})]
    assert probes([single], InProcess(other), right) == []
    assert len(probes([single], InProcess(right), {**right, "f": lambda x: x})) == 1
