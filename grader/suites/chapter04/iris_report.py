"""Checks of chapter04/iris_report, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.network.data import iris_in_cm
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
    ),
    seconds=5.0,
)

SEPAL_LENGTH, SEPAL_WIDTH = 0, 1
VERSICOLOR, VIRGINICA = 1, 2


def clear(case):
    """No end of the interval, no difference and no tail is nothing but rounding."""
    a, b = case.a, case.b
    v, w = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    df = (v + w) ** 2 / (v**2 / (len(a) - 1) + w**2 / (len(b) - 1))
    t = (a.mean() - b.mean()) / np.sqrt(v + w)
    reach = student_ppf(1 - case.alpha / 2, df)
    return 0.3 < abs(t) < 6 and abs(abs(t) - reach) > 0.1


def species(rng, size, kind, feature):
    """Some irises of one species, one measurement of each."""
    data = iris_in_cm()
    return rng.choice(data.X[data.Y[:, kind] == 1, feature], size=size, replace=False)


@cases("n m feature", (12, 9, "sepal length"), (10, 16, "sepal width"), (14, 14, "sepal width"), fit=clear)
def irises(rng, n, m, feature):
    column = SEPAL_LENGTH if feature == "sepal length" else SEPAL_WIDTH
    a, b = species(rng, n, VERSICOLOR, column), species(rng, m, VIRGINICA, column)
    return {"a": a, "b": b, "alpha": rng.uniform(0.01, 0.2), "t_sf": student_sf, "t_ppf": student_ppf}


@cases("n m", (6, 4), (3, 8), fit=clear)
def groups(rng, n, m):
    """Groups that vary unequally, the first one the larger or the smaller."""
    a, b = rng.normal(rng.choice([1.0, 9.0]), 1.0, size=n), rng.normal(5.0, 4.0, size=m)
    return {"a": a, "b": b, "alpha": rng.uniform(0.02, 0.3), "t_sf": student_sf, "t_ppf": student_ppf}


def described(m, case):
    return {"of a": m.describe(case.a), "of b": m.describe(case.b)}


def compared(m, case):
    return m.compare(case.a, case.b, case.alpha, case.t_sf, case.t_ppf)


each = agrees(
    "Each group is described as it should be, by your median and your measures of spread.", irises, of=described
)
numbers = agrees(
    "On irises, your test, interval and effect size give what they should.", irises, of=compared, by="entry", points=2
)
unequal = agrees(
    "On groups that vary unequally, with a difference of either sign, they give what they should.",
    groups,
    of=compared,
    by="entry",
)


@check(points=1, kind="property")
def together(student, irises, groups):
    """t and d have one sign, 0 lies in the interval where p is above α, and exchanged groups turn over what has a sign."""

    def both(m, case):
        return compared(m, case), m.compare(case.b, case.a, case.alpha, case.t_sf, case.t_ppf)

    for case, (one, other) in student.each(both, [*irises, *groups]):
        if not one["t"] * one["d"] > 0 or not one["t"] * one["difference"] > 0:
            fail("The difference, t and d have different signs.", case)
        if (one["low"] < 0 < one["high"]) != (one["p"] > case.alpha):
            fail("0 lies in the interval, and p is not above α, or the other way round.", case)
        for name in ("p", "df", "p_ranks"):
            assert_law(f"the groups exchanged: {name} is the same", other[name], one[name], what=name, where=case)
        pairs = float(len(case.a) * len(case.b))
        assert_law("U_a and U_b sum to n m", one["U_a"] + other["U_a"], pairs, what="U_a", where=case)
        turned = np.array([-other[name] for name in ("difference", "high", "low", "t", "d")])
        law = "the groups exchanged: what has a sign changes it, and the ends change places"
        assert_law(law, turned, np.array([one[name] for name in ("difference", "low", "high", "t", "d")]), where=case)
