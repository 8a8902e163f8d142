"""What has not the form of the reference's reply fails as such, and never reaches the code of a check."""

import pytest

from mdl_grade.records.evidence import NotFinite, WrongDtype, WrongShape, WrongType, WrongValue
from mdl_grade.records.model import Status
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

SOLUTION_OF_ANYTHING = '''"""Twice.

References
----------
None.
"""


def twice(X):
    ### BEGIN SOLUTION
    return 2 * X
    ### END SOLUTION
'''
SUITE = '''
import numpy as np
from mdl_grade.checks import CheckFailed
from mdl_grade.suite import Exercise, agrees, cases, check, raises

EXERCISE = Exercise(tier=1, returns=("Y",), seconds=1.0)


@cases("N", (3,), (2,))
def batch(rng, N):
    return {"X": rng.normal(size=N)}


def pair(m, case):
    return [m.twice(case.X), m.twice(-case.X)]


@check(points=1)
def reaches(student, batch):
    """R."""
    for case, _ in student.each(pair, batch):
        raise RuntimeError("a reply of another form got here")


@check(points=1)
def watched(student, batch):
    """W."""
    student.watch(lambda m, case: m.twice(case.X), batch)
    raise RuntimeError("a reply of another form got here")


@check(points=1)
def single(student, rng):
    """S."""
    student.twice(rng.normal(size=4))
    raise RuntimeError("a reply of another form got here")


@check(points=1)
def refuses(student):
    """E."""
    raises(student, TypeError, lambda m: m.twice(None))
'''

FORMS = {
    "one axis more": ("(2.0 * X)[:, None]", WrongShape),
    "a row": ("(2.0 * X)[None]", WrongShape),
    "empty": ("np.zeros(0)", WrongShape),
    "half a megabyte": ("np.zeros((1 << 16, 1))", WrongShape),
    "an int": ("2", WrongType),
    "a list": ("(2.0 * X).tolist()", WrongType),
    "nothing": ("None", WrongType),
    "an object": ("object()", WrongType),
    "a tuple": ("(2.0 * X,)", WrongType),
    "integers": ("(2.0 * X).astype(int)", WrongDtype),
    "booleans": ("X > 0", WrongDtype),
    "complex": ("2.0 * X + 0j", WrongDtype),
}


@pytest.fixture
def verdicts(course, wall):
    """Return the verdicts on an answer that returns an expression, by check."""

    def by_check(expression, suite=SUITE):
        suite = Suite.load(course(suite), "c/twice")
        answer = f"import numpy as np\ndef twice(X):\n    if X is None: raise TypeError\n    return {expression}\n"
        found = judge(suite, wall, answer, Seed.practice().of("c/twice", "")).verdicts
        return {verdict.check: verdict for verdict in found}

    return by_check


@pytest.mark.parametrize("form", FORMS)
def test_another_form_fails_as_such_before_the_check_sees_it(verdicts, form):
    """Asked once, case by case or watched: the evidence says which shape or kind is wrong, and in which case."""
    expression, evidence = FORMS[form]
    found = verdicts(expression)
    for name in ("reaches", "watched", "single"):
        assert found[name].status is Status.FAILED
        assert type(found[name].evidence) is evidence
        assert found[name].evidence.what == "Y"
    assert found["reaches"].evidence.case == found["watched"].evidence.case == "N=3"


def test_of_several_calls_it_is_said_which_has_another_form(verdicts):
    """What a case was drawn for is the first one's business: of the others, the number is told."""
    found = verdicts(
        "2.0 * X if X[0] == 0.1 else (2.0 * X)[None]", SUITE.replace("rng.normal(size=N)", "np.full(N, 0.1)")
    )
    assert found["reaches"].evidence.what == "Y in call 2 of 2"


def test_the_form_is_right_and_the_check_sees_the_values(verdicts):
    """The check itself is broken, for right and wrong values alike: then the grader is at fault."""
    for expression in ("2.0 * X", "3.0 * X", "np.float32(2.0) * X.astype(np.float32)"):
        assert {v.status for k, v in verdicts(expression).items() if k != "refuses"} == {Status.GRADER_ERROR}


def test_what_is_not_finite_fails_as_such_where_the_reference_is(verdicts):
    """A check of shapes alone looks at no numbers: there the values don't matter."""
    for expression in ("np.full(X.shape, np.nan)", "X * np.inf"):
        found = verdicts(expression)
        assert {type(found[name].evidence) for name in ("reaches", "watched", "single")} == {NotFinite}
    of_shapes = verdicts("X * np.nan", SUITE.replace("@check(points=1)", '@check(points=1, kind="shape")', 1))
    assert of_shapes["reaches"].status is Status.GRADER_ERROR, "its own code is reached"


def test_what_the_reference_refuses_has_no_form_to_hold(verdicts):
    """`raises` is about the exception alone."""
    assert verdicts("2.0 * X")["refuses"].status is Status.PASSED


def test_a_check_of_some_entries_holds_these_alone(course, wall):
    """A wrong shape of db costs the check of db, and not that of dW."""
    text = """
import numpy as np
from mdl_grade.suite import Exercise, agrees, cases
EXERCISE = Exercise(tier=1, returns=("Y",), seconds=1.0)
@cases("N", (3,))
def batch(rng, N):
    return {"X": rng.normal(size=N)}
def both(m, case):
    return {"W": m.twice(case.X), "b": m.twice(case.X[:1])}
W = agrees("W.", batch, of=both, only=["W"])
b = agrees("b.", batch, of=both, only=["b"])
"""
    suite = Suite.load(course(text), "c/twice")
    answer = "def twice(X):\n    return 2.0 * X if len(X) > 1 else 2.0 * X[0]\n"
    found = judge(suite, wall, answer, Seed.practice().of("c/twice", "")).verdicts
    assert [verdict.status for verdict in found] == [Status.PASSED, Status.FAILED]
    assert isinstance(found[1].evidence, WrongType)


def test_numbers_along_one_axis_pass_for_a_list_of_numbers_until_the_check_says_otherwise(course, wall):
    """Losses may come as a list or as an array, where a check follows a curve; where it compares lists they may not."""
    text = '''
import numpy as np
from mdl_grade.checks import check_curve
from mdl_grade.suite import Exercise, agrees, cases, check
EXERCISE = Exercise(tier=1, returns=("Y",), seconds=1.0)
@cases("N", (3,))
def batch(rng, N):
    return {"X": rng.normal(size=N)}
@check(points=1)
def curve(student, reference, batch):
    """C."""
    for (case, got), (_, want) in zip(student.twice.on(batch), reference.twice.on(batch)):
        check_curve(got, want, axis="step", where=case)
same = agrees("S.", batch)
'''
    solution = '"""Twice.\n\nReferences\n----------\nNone.\n"""\n\n\ndef twice(X):\n    ### BEGIN SOLUTION\n    return [2.0 * float(x) for x in X]\n    ### END SOLUTION\n'
    suite = Suite.load(course(text, solution), "c/twice")
    for answer, status, evidence in (
        ("2.0 * X", [Status.PASSED, Status.FAILED], WrongType),
        ("3.0 * X", [Status.FAILED, Status.FAILED], WrongType),
        ("[3.0 * float(x) for x in X]", [Status.FAILED, Status.FAILED], WrongValue),
    ):
        found = judge(suite, wall, f"def twice(X):\n    return {answer}\n", Seed.practice().of("c/twice", "")).verdicts
        assert [verdict.status for verdict in found] == status
        assert isinstance(found[1].evidence, evidence)


def test_what_is_far_larger_than_the_reference_is_not_even_sent(course, wall):
    """Thirty megabytes where three numbers are due stay on the other side; the shape is told all the same."""
    suite = Suite.load(course(SUITE), "c/twice")
    answer = "import numpy as np\ndef twice(X):\n    return np.zeros((3, 1 << 20))\n"
    verdict = judge(suite, wall, answer, Seed.practice().of("c/twice", ""), only=["reaches"]).verdicts[0]
    assert "(3, 1048576), too large to send" in verdict.evidence.got
    assert sum(len(exchange.reply.data) for exchange in verdict.exchanges) == 0


HANDED_ON = """
from mdl_grade.suite import Exercise, check

EXERCISE = Exercise(tier=1)


@check(points=1)
def apart(student):
    \"\"\"A.\"\"\"
    assert student.twice({first}) is not None
    student.twice({then})


@check(points=1)
def together(student):
    \"\"\"T.\"\"\"
    assert student.run(lambda m: m.twice(m.twice({first}))) == 4 * {first}
"""


@pytest.mark.parametrize("first", ["b'PK'", "'text'"])
@pytest.mark.parametrize(
    "then", ["student.twice({0})", "[student.twice({0})]", "student.run(lambda m: [m.twice({0})])"]
)
def test_bytes_and_texts_of_an_answer_are_no_inputs_of_another_program(course, wall, first, then):
    """The reference would parse them on this side. In one program, where they never come here, they may be used."""
    suite = Suite.load(course(HANDED_ON.format(first=first, then=then.format(first)), SOLUTION_OF_ANYTHING), "c/twice")
    found = judge(suite, wall, suite.solution.text, Seed.practice().of("c/twice", "")).verdicts
    by_check = {verdict.check: verdict for verdict in found}
    assert by_check["apart"].status is Status.GRADER_ERROR
    assert "that came back from an answer can't be an input" in by_check["apart"].evidence.text
    assert "twice.py, line " in by_check["apart"].evidence.text
    assert by_check["together"].status is Status.PASSED


def test_one_program_in_two_structures_has_two_forms(course, wall):
    """A value alone and the same in a list are the same program, and each is held to its own form."""
    text = """
from mdl_grade.suite import Exercise, check

EXERCISE = Exercise(tier=1)


@check(points=1)
def both(student):
    \"\"\"B.\"\"\"
    assert student.twice(2) == 4
    assert student.run(lambda m: [m.twice(2)]) == [4]
    assert student.run(lambda m: {"it": m.twice(2)}) == {"it": 4}
"""
    suite = Suite.load(course(text, SOLUTION_OF_ANYTHING), "c/twice")
    (found,) = judge(suite, wall, suite.solution.text, Seed.practice().of("c/twice", "")).verdicts
    assert found.status is Status.PASSED
