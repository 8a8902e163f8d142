"""chapter07/symbolic_diff against derivatives in fifty digits, of random formulas."""

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

symbolic_diff = Suite.load(builtin_course(), "chapter07/symbolic_diff").namespace["symbolic_diff"]
LEAVES = st.just("x") | st.integers(-3, 3) | st.floats(-2, 2).map(lambda a: round(a, 2))
FORMULAS = st.recursive(
    LEAVES,
    lambda u: (
        st.tuples(st.sampled_from(["+", "*", "/"]), u, u)
        | st.tuples(st.sampled_from(["sin", "cos", "exp", "log"]), u)
        | st.tuples(st.just("pow"), u, st.sampled_from([-2, -1, 2, 3, 0.5]))
        | st.tuples(st.just("pow"), st.tuples(st.just("exp"), u), st.tuples(st.just("+"), st.just("x"), u))
    ),
    max_leaves=6,
)


def value(formula, x):
    """In mpmath; ValueError where a real formula has no value."""
    if not isinstance(formula, tuple):
        return x if formula == "x" else mpmath.mpf(formula)
    name, *parts = formula
    a = [value(part, x) for part in parts]
    if (name == "log" and a[0] <= 0) or (name == "pow" and a[0] <= 0 and a[1] != int(a[1])) or abs(a[0]) > 50:
        raise ValueError
    if (name == "/" and abs(a[1]) < 0.01) or (name == "pow" and abs(a[0]) < 0.01):
        raise ValueError
    two = {"+": lambda: a[0] + a[1], "*": lambda: a[0] * a[1], "/": lambda: a[0] / a[1], "pow": lambda: a[0] ** a[1]}
    return two[name]() if name in two else getattr(mpmath, name)(a[0])


@settings(derandomize=True, deadline=None, max_examples=150)
@given(FORMULAS)
def test_is_the_slope(formula) -> None:
    """mpmath differentiates by steps; the formula is evaluated in fifty digits as well."""
    with mpmath.workdps(50):
        x = mpmath.mpf("0.7")
        try:
            want = mpmath.diff(lambda t: value(formula, t), x)
        except (ValueError, ZeroDivisionError, OverflowError):
            assume(False)
        got = plain(symbolic_diff(formula), x)
        assert abs(got - want) <= mpmath.mpf("1e-15") * (1 + abs(want))


def plain(formula, x):
    """The derivative has a value wherever the formula is smooth: nothing is refused."""
    if not isinstance(formula, tuple):
        return x if formula == "x" else mpmath.mpf(formula)
    name, *parts = formula
    a = [plain(part, x) for part in parts]
    two = {"+": lambda: a[0] + a[1], "*": lambda: a[0] * a[1], "/": lambda: a[0] / a[1], "pow": lambda: a[0] ** a[1]}
    return two[name]() if name in two else getattr(mpmath, name)(a[0])


@pytest.mark.parametrize("k", [2, 3])
def test_can_be_repeated(k: int) -> None:
    """The k-th derivative of x² sin 3x."""
    formula = ("*", ("pow", "x", 2), ("sin", ("*", 3, "x")))
    with mpmath.workdps(50):
        x, derived = mpmath.mpf("0.7"), formula
        for _ in range(k):
            derived = symbolic_diff(derived)
        want = mpmath.diff(lambda t: plain(formula, t), x, k)
        assert abs(plain(derived, x) - want) < mpmath.mpf("1e-14")
