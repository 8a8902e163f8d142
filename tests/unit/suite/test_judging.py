"""How the end of a check becomes a status: the answer is charged for what is the answer's, the grader for the rest."""

import importlib

import pytest

from mdl_grade.authoring.template import new_exercise
from mdl_grade.course.course import Course
from mdl_grade.errors import CourseError, GraderFault
from mdl_grade.records.model import Status
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

SUITE = """
import numpy as np
from mdl_grade.suite import *

EXERCISE = Exercise(tier=1, returns=("Y",), seconds=1.0)


@cases("N", (3,), (2,))
def batch(rng, N):
    return {"X": rng.normal(size=N)}


"""


@pytest.fixture
def judged(course, wall):
    """Judge an answer by a suite; return status by check, and the verdicts."""

    def by_check(checks, answer="def twice(X):\n    return 2.0 * X\n", seed=0):
        suite = Suite.load(course(SUITE + checks), "c/twice")
        verdicts = judge(suite, wall, answer, Seed.practice(seed).of("c/twice", "")).verdicts
        return {verdict.check: verdict for verdict in verdicts}

    return by_check


VALUES = 'values = agrees("Twice.", batch, points=2)\n'


def test_a_check_that_breaks_on_the_answer_alone_is_charged_to_the_answer(judged):
    """The root of a negative number is the answer's fault; on the reference there is none."""
    check = 'BROKEN = 0\n@check(points=1)\ndef total(student, batch):\n    """T."""\n    for case, got in student.twice.on(batch):\n        np.sqrt(got[0] * case.X[0])\n'
    assert judged(check)["total"].status is Status.PASSED
    assert judged(check, "def twice(X):\n    return -X\n")["total"].status is Status.ERROR


def test_a_check_that_breaks_by_itself_is_a_grader_error(judged):
    """Whatever the answer, right or wrong."""
    check = '@check(points=1)\ndef broken(student, batch):\n    """B."""\n    student.twice.on(batch)\n    raise KeyError("mine")\n'
    for answer in ("def twice(X):\n    return 2.0 * X\n", "def twice(X):\n    return 3.0 * X\n"):
        assert judged(check, answer)["broken"].status is Status.GRADER_ERROR


def test_a_warning_in_trusted_code_is_a_grader_error(judged):
    """0/0 in a check would pass in silence."""
    check = '@check(points=1)\ndef nan(student, batch):\n    """N."""\n    assert np.float64(0.0) / np.float64(0.0) != 1.0\n'
    assert judged(check)["nan"].status is Status.GRADER_ERROR


def test_a_warning_in_the_answer_costs_nothing(judged):
    """Overflow in a right answer is no mistake."""
    answer = "import numpy as np\ndef twice(X):\n    np.exp(1000.0 * np.abs(X) + 1000.0)\n    return 2.0 * X\n"
    assert judged(VALUES, answer)["values"].status is Status.PASSED


def test_the_statistical_tests_of_a_check_share_its_rate_of_false_failures(judged):
    """The first of a check has half the rate, the second a sixth; the next check begins anew."""
    check = '@check(points=1)\ndef {name}(student, batch):\n    """S {name}."""\n    from mdl_grade.checks.chance import share\n    student.twice.on(batch)\n    assert [round(1 / share(1.0)) for _ in range(2)] == [2, 6]\n'
    found = judged(check.format(name="one") + check.format(name="other"))
    assert {verdict.status for verdict in found.values()} == {Status.PASSED}


def test_a_check_cannot_change_the_inputs_of_the_next(judged):
    """Cases are read-only: writing to one is an error of the check."""
    check = '@check(points=1)\ndef writes(student, batch):\n    """W."""\n    batch[0].X[0] = 0.0\n'
    assert judged(check)["writes"].status is Status.GRADER_ERROR


def test_what_needs_a_failed_check_is_blocked(judged):
    """And says what it waits for."""
    checks = VALUES + "hygiene = hygiene_of(batch)\n"
    found = judged(checks, "def twice(X):\n    return 3.0 * X\n")
    assert found["values"].status is Status.FAILED
    assert found["hygiene"].status is Status.BLOCKED
    assert found["hygiene"].evidence.needs == "Twice."


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        ("X *= 2.0; return X", "mutated"),
        ("X[:] = X; return X if False else 2.0 * X", None),
        ("global n; n = globals().get('n', 0) + 1; return (2.0 if n < 6 else 3.0) * X", "unrepeatable"),
        ("np.random.normal(size=3); return 2.0 * X", None),
        ("return 2.0 * X + np.random.normal() * (np.sum(X) > 1e9)", None),
        (
            "return 2.0 * np.ndarray(X.shape, buffer=np.array(X, order='K').tobytes()) if X.flags.c_contiguous else X.copy()",
            "layout",
        ),
    ],
)
def test_unclean_habits_are_told_apart(judged, body, fact):
    """Edited arguments, state kept between calls, the global generator, memory layout."""
    checks = VALUES + "hygiene = hygiene_of(batch)\n"
    verdict = judged(checks, f"import numpy as np\ndef twice(X):\n    {body}\n")["hygiene"]
    assert (verdict.evidence.fact if verdict.evidence else None) == fact


def test_returning_the_argument_itself_is_seen(judged):
    """A result that shares memory with an argument changes when the argument does."""
    checks = VALUES + "hygiene = hygiene_of(batch)\n"
    verdict = judged(checks, "import numpy as np\ndef twice(X):\n    X2 = X.view()\n    X2 *= 2.0\n    return X2\n")[
        "hygiene"
    ]
    assert verdict.evidence.fact in ("mutated", "aliased")


def test_an_exception_is_due_and_its_subclasses_will_do(judged):
    """`raises` accepts a subclass, refuses another class, and nothing at all."""
    check = '@check(points=1)\ndef refuses(student):\n    """R."""\n    raises(student, ValueError, lambda m: m.twice(None))\n'
    text = "class Mine(ValueError):\n    pass\ndef twice(X):\n    raise {}('no')\n"
    assert judged(check, text.format("Mine"))["refuses"].status is Status.PASSED
    assert judged(check, text.format("TypeError"))["refuses"].status is Status.FAILED
    assert judged(check, "def twice(X):\n    return 0.0\n")["refuses"].status is Status.FAILED
    assert judged(check, text.format("NotImplementedError"))["refuses"].status is Status.NOT_ATTEMPTED


def test_a_loop_costs_at_most_three_deadlines(judged, monkeypatch):
    """After two new workers the remaining checks are `timeout` without being tried."""

    starts = []
    original = Wall.worker
    monkeypatch.setattr(Wall, "worker", lambda self: starts.append(self) or original(self))
    checks = "".join(
        f'c{i} = agrees("C{i}.", batch, of=lambda m, case: m.twice(case.X + {i}.0), points=1)\n' for i in range(6)
    )
    found = judged(checks, "def twice(X):\n    while True:\n        pass\n")
    assert {verdict.status for verdict in found.values()} == {Status.TIMEOUT}
    assert len(starts) <= 3


@pytest.mark.parametrize(("faults", "status"), [(1, Status.PASSED), (2, Status.GRADER_ERROR)])
def test_a_fault_of_the_wall_is_tried_again_and_never_charged(judged, monkeypatch, faults, status):
    """Whoever kills the zygote costs nobody a mark."""
    from mdl_grade.sandbox.wall import Worker

    original, left = Worker.exchange, [1] * faults

    def dying(self, header, *args, **kwargs):
        if b"run" in header and left:
            left.pop()
            raise GraderFault("The process that workers are forked from died.")
        return original(self, header, *args, **kwargs)

    monkeypatch.setattr(Worker, "exchange", dying)
    assert judged(VALUES)["values"].status is status


def test_what_cannot_be_decided_is_charged_to_nobody(judged):
    """Inconclusive: out of the maximum, for a person to look at."""
    check = '@check(points=1)\ndef vague(student, batch):\n    """V."""\n    student.twice.on(batch)\n    raise Inconclusive("no")\n'
    assert judged("from mdl_grade.checks import Inconclusive\n" + check)["vague"].status is Status.GRADER_ERROR


def test_a_file_that_does_not_load_is_an_answer_error(judged):
    """It says which line."""
    found = judged(VALUES, "x = 1\ny = (\n")["values"]
    assert (found.status, found.evidence.line) == (Status.ERROR, 2)


def test_what_needs_a_check_that_raised_runs_all_the_same(judged):
    """One missing `.T` that raises for one size does not cost what is right."""
    checks = VALUES + 'again = agrees("A.", batch, of=lambda m, case: m.twice(case.X[:1]), points=1, needs=[values])\n'
    found = judged(checks, "def twice(X):\n    if len(X) == 2: raise ValueError('no')\n    return 2.0 * X\n")
    assert (found["values"].status, found["again"].status) == (Status.ERROR, Status.PASSED)


def test_what_needs_a_check_that_took_too_long_waits(judged):
    """Else each of them would take too long again."""
    checks = VALUES + 'again = agrees("A.", batch, of=lambda m, case: m.twice(case.X[:1]), points=1, needs=[values])\n'
    found = judged(checks, "def twice(X):\n    while len(X) > 1: pass\n    return 2.0 * X\n")
    assert (found["values"].status, found["again"].status) == (Status.TIMEOUT, Status.BLOCKED)


def test_what_suites_print_is_dropped(judged, capsys):
    """It would come between the lines of `--report -`."""
    check = 'print("loaded")\n@check(points=1)\ndef prints(student, batch):\n    """P."""\n    print("run")\n'
    assert judged(check)["prints"].status is Status.PASSED
    assert capsys.readouterr().out == ""


def test_equal_names_in_two_courses_stay_apart(tmp_path):
    """Two courses with a suite of the same name run each their own; none is taken for a module of the library."""
    courses = []
    for name in ("one", "two"):
        root = tmp_path / name
        courses.append(Course(name, root / "solutions", root / "grader" / "suites", root / "exercises"))
        new_exercise(courses[-1], "chapter01/statistics")
    path = courses[1].suite("chapter01/statistics")
    path.write_text(path.read_text().replace("points=2", "points=5"))
    assert [Suite.load(course, "chapter01/statistics").points for course in courses] == [3, 6]
    assert not hasattr(importlib.import_module("statistics"), "EXERCISE")


# --- draws
def test_draws_that_blur_a_known_bug_are_drawn_again(course):
    """A bug that shows only when the first entry is large: every seed's cases show it clearly."""
    checks = (
        '@cases("N", (1,))\ndef one(rng, N):\n    return {"X": rng.choice([1.0, 1e-9], size=N, p=[0.5, 0.5])}\n'
        'near = agrees("N.", one, points=1)\n'
        'BUGS = [patch("a little is added where X is large", {"2.0 * X": "2.0 * X + 1e-5 * (X > 0.5)"})]\n'
    )
    suite = Suite.load(course(SUITE + checks), "c/twice")
    assert suite.cases("one", Seed.practice(0).of("c/twice", ""))[0].X[0] == 1.0, "seed 0 must show the bug"
    drawn = [suite.cases("one", Seed.practice(seed).of("c/twice", ""))[0].X[0] for seed in range(1, 40)]
    assert set(drawn) == {1.0}


def test_cases_are_fit_each_by_itself(course):
    """What is large in one does not bury what is small in another, where a bug shows, or differs by rounding alone."""
    checks = (
        '@cases("size", 1.0, 1e30)\ndef apart(rng, size):\n    return {"X": size * rng.uniform(1.0, 2.0, size=1)}\n'
        'values = agrees("N.", apart, points=1)\n'
        'BUGS = [patch("small ones are tripled", {"2.0 * X": "np.where(X < 10, 3.0, 2.0) * X"}),\n'
        '        patch("a quarter is added where X is huge", {"2.0 * X": "np.where(X > 10, 2.5, 2.0 + 1e-12) * X"})]\n'
    )
    suite = Suite.load(course(SUITE + checks), "c/twice")
    assert [len(suite.cases("apart", Seed.practice(seed).of("c/twice", ""))) for seed in range(3)] == [2, 2, 2]


def test_cases_that_never_fit_are_a_fault_of_the_grader(course):
    """And the message says whose job it is."""
    checks = (
        '@cases("N", (1,), fit=lambda case: False)\ndef never(rng, N):\n    return {"X": rng.normal(size=N)}\n' + VALUES
    )
    suite = Suite.load(course(SUITE + checks), "c/twice")
    with pytest.raises(GraderFault, match="fit to judge"):
        suite.cases("never", b"any")


def test_one_seed_gives_one_set_of_cases_and_another_gives_others(course):
    """Practice seeds are public numbers; official ones depend on secret, exercise and file."""
    suite = Suite.load(course(SUITE + VALUES), "c/twice")

    def first(key):
        return suite.cases("batch", key)[0].X.tolist()

    secret = Seed.official(b"a secret of some length")
    assert first(Seed.practice(1).of("c/twice", "x")) == first(Seed.practice(1).of("c/twice", "y"))
    keys = [
        secret.of("c/twice", "x"),
        secret.of("c/twice", "y"),
        secret.of("c/other", "x"),
        Seed.practice(1).of("c/twice", ""),
    ]
    assert len({tuple(first(key)) for key in keys}) == 4
    assert first(secret.of("c/twice", "x")) == first(Seed.official(b"a secret of some length").of("c/twice", "x"))


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ("", "there are no checks"),
        ('@check(points=1)\ndef c(student, nothing):\n    """C."""\n', "line 13: the check c asks for 'nothing'"),
        ("@check(points=1)\ndef c(student):\n    pass\n", "line 13: the check c has no sentence"),
        ('@check(points=-1)\ndef c(student):\n    """C."""\n', "points=-1"),
        ('@check(points=1.5)\ndef c(student):\n    """C."""\n', "points=1.5"),
        ('@check(points=1, kind="odd")\ndef c(student):\n    """C."""\n', "kind='odd'"),
        ('@check(points=0)\ndef c(student):\n    """C."""\n', "give no points"),
        ('c = agrees("C.", batch, of="thrice")\n', "line 13: the check c is of 'thrice', which the solution does not"),
        ("c = hygiene_of(batch)\n", "that nothing compares with the reference"),
        ("\nimport nonsense_nowhere\n", "line 14: the suite does not load. ModuleNotFoundError"),
    ],
)
def test_suites_that_break_a_rule_are_refused(course, checks, message):
    """The author reads which check of which file, and which rule."""
    with pytest.raises(CourseError, match=message):
        Suite.load(course(SUITE + checks), "c/twice")


def test_a_patch_applies_exactly_once(course):
    """A known bug that changes nothing, or two places, is no known bug."""
    checks = VALUES + 'BUGS = [patch("nothing", {"3.0 * X": "X"}), patch("two", {"X": "Y"})]\n'
    suite = Suite.load(course(SUITE + checks), "c/twice")
    for bug in suite.bugs:
        with pytest.raises(CourseError, match="the solution"):
            bug.source(suite.solution.text)


TWICE = "def twice(X):\n    return 2.0 * X\n"


def test_the_call_to_paste_is_the_one_that_should_have_raised(judged):
    """A check that changes an input shows the changed one; the case's own call is right as it is."""
    check = '@check(points=1)\ndef refuses(student, batch):\n    """R."""\n    for case in batch:\n        raises(student, ValueError, lambda m, X=0.0 * case.X: m.twice(X), where=case)\n'
    shown = judged(check, TWICE)["refuses"].evidence.call
    assert shown.startswith("twice(X=np.array([0.0, ")


@pytest.mark.parametrize("given", ["2.0 * case.X", "case.X"])
def test_a_call_that_was_not_made_is_not_shown(judged, given):
    """What is wrong of 2 X is not to be seen with X."""
    check = f'@check(points=1)\ndef other(student, batch):\n    """O."""\n    for case, got in student.each(lambda m, case: m.twice({given}), batch):\n        assert_close(got, 2.0 * ({given}), names=("Y",), where=case)\n'
    evidence = judged(check, "def twice(X):\n    return 3.0 * X\n")["other"].evidence
    assert bool(evidence.call) is (given == "case.X")


def test_all_calls_of_a_law_are_shown(judged):
    """Those of the case that breaks it, a line each; of more than a few, the one to begin with."""
    check = '@check(points=1)\ndef odd(student, batch):\n    """O."""\n    for case, (Y, Z) in student.each(lambda m, case: (m.twice(case.X), m.twice(-case.X)), batch):\n        assert_law("2 (−X) = −2 X", Z, -Y, where=case)\n'
    shown = judged(check, "def twice(X):\n    return abs(2.0 * X)\n")["odd"].evidence.call.splitlines()
    assert [line.partition("(")[0] for line in shown] == ["twice", "twice"]
    assert len(set(shown)) == 2
