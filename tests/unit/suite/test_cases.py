"""Draws: what is rounded is seen, what is hidden stays here, and what a report shows makes the same inputs again."""

import numpy as np
import pytest

from mdl_grade.authoring.proof import Extent, prove
from mdl_grade.errors import CourseError
from mdl_grade.sandbox.packing import strided
from mdl_grade.suite import Case, cases, code, generator_with
from mdl_grade.suite.literals import Unwritable, literal
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite


def drawn(draw, seed=0):
    return draw(np.random.default_rng(seed))


@cases("N", 3)
def rounded(rng, N):
    c = rng.normal()
    A = rng.normal(size=(N, N))
    return {"x": rng.normal(size=N), "f": lambda x: c * (A @ x), "g": code(times, rate=c), "name": "text", "n": N}


def times(x):
    return rate * x  # noqa: F821


def test_constants_of_callbacks_are_rounded_like_inputs():
    """A function that is closed over a drawn number computes, on both sides, with the rounded one."""
    case = drawn(rounded)[0]
    exact = np.random.default_rng(0)
    c, A, x = exact.normal(), exact.normal(size=(3, 3)), exact.normal(size=3)
    three = np.vectorize(lambda v: float(f"{v:.2e}"))
    np.testing.assert_array_equal(case.x, three(x))
    np.testing.assert_array_equal(case.f(np.ones(3)), three(c) * (three(A) @ np.ones(3)))
    assert case.g(1.0) == float(three(c))
    assert rounded.rounded(np.random.default_rng(0)) == ("x", "f", "g")


def test_inputs_stay_as_drawn_where_a_draw_says_so():
    """All of them, or those that are named; what is declared must be there."""

    def draw(rng, N):
        return {"P": rng.normal(size=N), "y": rng.normal(size=N)}

    P = np.random.default_rng(0).normal(size=4)
    assert (drawn(cases("N", 4, exact=True)(draw))[0].P == P).all()
    partly = drawn(cases("N", 4, exact="P")(draw))[0]
    assert (partly.P == P).all()
    assert all(float(f"{y:.2e}") == y for y in partly.y)
    for declared in ({"exact": "Q"}, {"hidden": "Q"}):
        with pytest.raises(CourseError, match="declares 'Q'"):
            drawn(cases("N", 4, **declared)(draw))


def stochastic(rng, N):
    P = rng.random((N, N))
    return {"x": P / P.sum(axis=1, keepdims=True)}


def orthogonal(rng, N):
    return {"x": np.linalg.qr(rng.normal(size=(N, N)))[0]}


def centred(rng, N):
    X = rng.normal(size=(N, 2))
    return {"x": X - X.mean(axis=0)}


@pytest.mark.parametrize(
    ("draw", "lost"),
    [(stochastic, "sums are no longer 1"), (orthogonal, "no longer orthogonal"), (centred, "sums are no longer 0")],
)
def test_what_rounding_takes_from_a_draw_is_told(draw, lost):
    """A matrix that was made stochastic, orthogonal or centred is not, once it is rounded."""
    found = cases("N", 4)(draw).rounded(np.random.default_rng(0))
    assert lost in found[0]
    assert cases("N", 4, exact=True)(draw).rounded(np.random.default_rng(0)) == ()


def test_what_is_hidden_is_no_argument_and_belongs_to_exact_inputs():
    """Only a check sees it, as an attribute; nothing of such a draw is rounded."""

    @cases("N", 4, hidden="root slope")
    def lines(rng, N):
        root, slope = rng.normal(), rng.normal()
        return {"a": slope, "b": -slope * root, "root": root, "slope": slope}

    case = drawn(lines)[0]
    assert list(case) == ["a", "b"]
    assert case.root == -case.b / case.a
    assert case.replaced(a=1.0).root == case.root
    assert "root" not in case.as_call("f")
    with pytest.raises(AttributeError):
        case.nothing  # noqa: B018


def test_the_names_of_a_case_itself_are_refused():
    """`items` would hide what a dict has; hidden entries are held to the same."""
    with pytest.raises(CourseError, match="can't be called 'items'"):
        Case({"items": 1})
    with pytest.raises(CourseError, match="can't be called 'sizes'"):
        Case({}, hidden={"sizes": 1})


SUITE = """
import numpy as np
from mdl_grade.suite import *

EXERCISE = Exercise(tier=1, returns=("Y",), hints=("Add.",))


@cases("N", 3, fixed="the two numbers of the prompt")
def given(rng, N):
    return {"X": rng.normal(size=N)}


@cases("N", 3, 2, hidden="twice_as_much")
def batch(rng, N, reference):
    X = rng.normal(size=N)
    return {"X": X, "twice_as_much": reference.twice(X)}


@cases("N", 3)
def stochastic(rng, N):
    X = rng.random(N)
    return {"X": X / X.sum()}


values = agrees("Twice.", batch, points=2)
fixed = agrees("Twice of two.", given)
more = agrees("Twice of shares.", stochastic)
"""


def test_a_draw_may_use_the_reference_and_fixed_cases_are_the_same_under_every_seed(course):
    """The reference is called as in a check; what is fixed is drawn once, for official runs, too."""
    suite = Suite.load(course(SUITE), "c/twice")
    keys = [Seed.practice(seed).of(suite.id, "") for seed in (0, 1)]
    for key in keys:
        for case in suite.cases("batch", key):
            np.testing.assert_array_equal(case.twice_as_much, 2 * case.X)
    first, second = ({name: suite.cases(name, key)[0].X.tolist() for name in suite.draws} for key in keys)
    assert first["given"] == second["given"]
    assert first["batch"] != second["batch"]


def test_a_proof_shows_what_is_rounded_and_breaks_where_something_is_lost(course):
    """Authors see it before learners do."""
    proof = prove(course(SUITE), "c/twice", Extent((0,), mutants=False))
    assert proof.rounded == ("given: X", "stochastic: X (its sums are no longer 1)")
    assert any("stochastic rounds X (its sums" in text for text in proof.broken)


WRITTEN = [
    np.zeros((0, 3)),
    np.zeros((2, 0), np.int32),
    np.array([0.1, -0.0, np.nan, np.inf]),
    np.float32([0.1, 0.2]),
    np.asfortranarray([[1.0, 2.0], [3.0, 4.0]]),
    strided(np.array([[1.0, 2.0], [3.0, 4.0]])),
    np.array([1 + 2j]),
    np.array(2.5),
    np.float32(0.1),
    np.float64(0.1),
    complex(float("nan"), 1.0),
    {"a": [1, (2.0,)], 3: {1, 2}, None: set()},
    (b"x", "y", True, range(3)),
]


@pytest.mark.parametrize("value", WRITTEN, ids=repr)
def test_what_a_report_shows_makes_the_same_value_again(value):
    """Dtype, shape, layout and bits."""
    again = eval(literal(value), {"np": np})
    assert type(again) is type(value)
    if isinstance(value, np.ndarray):
        assert (again.dtype, again.shape, again.tobytes()) == (value.dtype, value.shape, value.tobytes())
        assert again.flags.c_contiguous == value.flags.c_contiguous
        assert again.flags.f_contiguous == value.flags.f_contiguous
    else:
        assert repr(again) == repr(value)


@pytest.mark.parametrize("bits", ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"])
def test_a_generator_is_shown_by_the_seed_that_made_it(bits):
    """The one that is shown draws the same numbers; one that was used since can't be shown."""
    rng = np.random.Generator(getattr(np.random, bits)(8093))
    again = eval(literal(rng), {"np": np})
    np.testing.assert_array_equal(
        again.normal(size=4), np.random.Generator(getattr(np.random, bits)(8093)).normal(size=4)
    )
    rng.random()
    with pytest.raises(Unwritable):
        literal(rng)
    assert Case({"rng": rng}).as_call("f") == ""


def test_inputs_that_are_called_otherwise_are_given_by_position():
    """A call that is shown must run: names are those of the function's parameters, or none."""
    case = Case({"x": 1.0, "y": 2.0})
    assert case.as_call("f", ("x", "y", "z")) == "f(x=1.0, y=2.0)"
    assert case.as_call("f", ("a", "b")) == "f(1.0, 2.0)"
    assert Case({"f": abs}).as_call("f") == ""


def test_a_generator_gives_the_numbers_that_it_is_made_with():
    """To the last bit, through a real Generator; `uniform` stretches them; too many are refused."""
    values = np.random.default_rng(1).random(312)
    np.testing.assert_array_equal(generator_with(values).random(312), values)
    np.testing.assert_allclose(generator_with([0.25, 0.5]).uniform(2, 4, 2), [2.5, 3.0])
    assert generator_with([]).random() == generator_with([]).random()
    for refused in ([1.0], [-0.1], [0.5] * 313):
        with pytest.raises(CourseError, match="at most 312"):
            generator_with(refused)
