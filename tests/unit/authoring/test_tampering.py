"""Right but for one reply: suites that break on it, or let it pass, are found out."""

import numpy as np
import pytest

from mdl_grade.authoring.judge import Findings, Judge
from mdl_grade.authoring.tampering import paths, replaced, replacements, right_but_for_one, same_form
from mdl_grade.course.course import Course
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.suite import Suite

SOLUTION = "import numpy as np\n\n\ndef twice(X):\n    ### BEGIN SOLUTION\n    return 2.0 * X\n    ### END SOLUTION\n"
SUITE = """
import numpy as np
from mdl_grade.checks import assert_close, assert_law
from mdl_grade.suite import Exercise, agrees, cases, check

EXERCISE = Exercise(tier=1, returns=("Y",), seconds=1.0)


@cases("N", (3,), (2,))
def batch(rng, N):
    return {"X": rng.normal(size=N)}


"""
RIGHT = 'values = agrees("Twice.", batch)\n'


@pytest.fixture(scope="module")
def wall():
    with Wall() as wall:
        yield wall


@pytest.fixture
def broken(tmp_path, wall):
    """Return what does not hold of a suite, and how much was tried."""

    def of(checks, share=1.0):
        course = Course("mine", tmp_path / "solutions", tmp_path / "grader" / "suites", tmp_path / "exercises")
        for path, text in (
            (course.solution("c/twice"), f'"""Twice."""\n{SOLUTION}'),
            (course.suite("c/twice"), SUITE + checks),
        ):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        findings = Findings(1)
        tried = right_but_for_one(Judge(Suite.load(course, "c/twice"), wall), 0, findings, share=share)
        return list(findings.told), tried

    return of


def test_a_suite_that_compares_everything_holds(broken):
    """More than fifty things in the place of one value: nothing of it passes, nothing breaks the grader."""
    found, tried = broken(RIGHT)
    assert found == []
    assert tried > 50
    assert broken(RIGHT, share=0.25)[1] < tried / 2


def test_a_value_that_no_check_looks_at_is_found(broken):
    """The second of two replies is thrown away."""
    text = '@check(points=1)\ndef first(student, reference, batch):\n    """F."""\n    for case, (one, _) in student.each(lambda m, case: [m.twice(case.X), m.twice(-case.X)], batch):\n        assert_close(one, 2.0 * case.X, where=case)\n'
    found, _ = broken(text)
    assert any("in a reply to first passes: a check has to look at it" in text for text in found)
    assert not any("fault" in text for text in found)


def test_what_is_tolerated_is_said(broken):
    """A check may say that it accepts a wrong value of right form; other forms never."""
    text = '@check(points=1)\ndef anything(student, batch):\n    """A."""\n    student.twice.on(batch)\nTOLERANT = {"anything": "Why not."}\n'
    assert broken(text)[0] == []
    assert broken(text.replace("TOLERANT", "OTHER"))[0] != []


def test_a_check_that_breaks_on_the_reference_alone_is_no_excuse(broken):
    """What breaks on the wrong value alone is charged."""
    text = (
        RIGHT
        + '@check(points=1)\ndef logs(student, batch):\n    """L."""\n    for case, Y in student.each(lambda m, case: m.twice(case.X**2), batch):\n        assert_close(np.log(Y), np.log(2.0 * case.X**2), where=case)\n'
    )
    assert broken(text)[0] == []


BY_PARTS = """
from mdl_grade.checks import up_to_sign


def both(m, case):
    return {"plus": m.twice(case.X), "minus": m.twice(-case.X)}


"""
DECLARED = {
    "up to a sign": 'values = agrees("Twice.", batch, canonical=up_to_sign())\n',
    "worth the same": 'def size(Y, case):\n    return float(abs(Y).sum())\n\n\nvalues = agrees("Twice.", batch, worth=size)\n',
    "roughly": 'values = agrees("Twice.", batch, rtol=0.9)\n',
    "part by part": 'plus = agrees("P.", batch, of=both, only=["plus"])\nminus = agrees("M.", batch, of=both, only=["minus"])\n',
    "another on other cases": 'plus = agrees("P.", batch, of=both, only=["plus"])\nminus = agrees("M.", others, of=both, only=["minus"])\n',
}


@pytest.mark.parametrize("declared", DECLARED)
def test_what_a_comparison_declares_the_same_is_no_alarm(broken, declared):
    """The other sign, another result of equal worth, a wide tolerance, a part that another check is about."""
    others = '@cases("N", 4)\ndef others(rng, N):\n    return {"X": rng.normal(size=N)}\n\n\n'
    assert broken(BY_PARTS + others + DECLARED[declared])[0] == []


def test_a_part_that_no_comparison_is_about_is_found(broken):
    """only= leaves it out, and nobody else compares it."""
    found, _ = broken(BY_PARTS + 'plus = agrees("P.", batch, of=both, only=["plus"])\n')
    assert any("in a reply to plus passes" in text for text in found)


def test_paths_and_replacements_reach_every_leaf():
    """Containers are copied, not changed; what stands above a leaf can be made shorter or longer."""
    value = [(np.zeros(2), {"a": 1.0}), []]
    assert list(paths(value)) == [(0, 0), (0, 1, "a"), (1,)]
    by_name = {replacement.name: replacement for replacement in replacements(value[0][0], np.ones(1))}
    assert replaced(value, (0, 1, "a"), by_name["None"])[0][1] == {"a": None}
    assert len(replaced(value, (0, 0), by_name["a container one shorter"])[0]) == 1
    assert len(replaced(value, (0, 0), by_name["a container one longer"])[0]) == 3
    assert replaced(value, (0, 0), by_name["the input itself"])[0][0].tolist() == [1.0]
    assert value[0][1] == {"a": 1.0}


def test_an_int_that_no_float_holds_is_not_finite():
    """It has the form of an int, and where numbers have to be finite it has not."""
    assert same_form(10**400, 3, finite=False)
    assert not same_form(10**400, 3, finite=True)
    assert same_form(4, 3, finite=True)
