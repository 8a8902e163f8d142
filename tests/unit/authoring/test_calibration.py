"""Calibration: floors follow from what was measured, hold for fresh seeds, and notice when they don't."""

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import beta, betabinom, binom

from mdl_grade.authoring.calibration import (
    Plan,
    calibrate,
    highest_rate,
    mean_rate,
    median_rate,
    objections,
    store,
    tolerable,
    upper_bound,
)
from mdl_grade.checks import CheckFailed
from mdl_grade.cli import command
from mdl_grade.course import builtin_course
from mdl_grade.course.course import course_at
from mdl_grade.errors import CourseError
from mdl_grade.records.evidence import BelowFloor
from mdl_grade.suite.floor import Scores, calibration_file, floors_of, stored_calibration
from mdl_grade.suite.runner import InProcess, Respondent, Student, execute_source
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
NAME = "chapter01/coin"

SOLUTION = '''"""A coin.

References
----------
Nobody.
"""

import numpy as np


def coin(rng: np.random.Generator) -> float:
    """Return a number from 1 to 2.

    >>> coin(np.random.default_rng(0)) > 1
    True
    """
    ### BEGIN SOLUTION
    low = 1.0
    return low + float(rng.random())
    ### END SOLUTION
'''

SUITE = '''"""Checks of a coin."""

import numpy as np

from mdl_grade.suite import Exercise, check, patch
from mdl_grade.suite.floor import floor

EXERCISE = Exercise(tier=1)


@floor(score=float, runs=15, rank=6, sound=("it is squared",))
def thrown(m, seed):
    """what is thrown"""
    return m.coin(np.random.default_rng(seed))


@check(points=1, kind="training")
def lands(student, rng):
    """It lands high enough."""
    thrown.hold(student, rng)


BUGS = [
    patch("it is halved", {"return low +": "return 0.5 *"}),
    patch("it is squared", {"float(rng.random())": "float(rng.random()) ** 2"}),
    patch("it breaks", {"return low": "return 1 // 0 + low"}),
]
VARIANTS = [patch("the sum turned round", {"low + float(rng.random())": "float(rng.random()) + low"})]
'''


@pytest.fixture
def suite(tmp_path):
    """Return the suite of a course with one exercise, which needs calibration."""
    for folder, text in (("solutions", SOLUTION), ("grader/suites", SUITE), ("exercises", "")):
        path = tmp_path / folder / f"{NAME}.py"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return Suite.load(course_at(tmp_path), NAME)


def thrown(suite):
    return suite.module.thrown


def held(suite, source):
    student = Student(suite.exercise, InProcess(execute_source(source, "coin.py")), suite.signatures, suite.reference)
    thrown(suite).hold(Respondent(student), np.random.default_rng(0))


def test_a_floor_is_the_run_of_its_rank(suite):
    """It is what the seeds say: the sixth of the runs of the reference, or of another sound way, whichever is lower."""
    found = calibrate(suite, Plan(200, 10, 5)).floors["thrown"]
    draws = sorted(np.random.default_rng(seed).random() for seed in range(200))
    assert found.floor(6) == pytest.approx(1 + draws[5] ** 2, abs=2e-6)
    assert found.floor(6) <= 1 + draws[5] ** 2, "rounded down"
    assert [(s.answer, s.runs) for s in found.right] == [
        ("the reference", 200),
        ("it is squared", 200),
        ("variant the sum turned round", 10),
    ]
    assert found.right[0].lowest(1) == pytest.approx(1 + draws[0], abs=1e-6)
    assert found.right[0].lowest(100) == pytest.approx(1 + draws[99], abs=1e-6)
    assert [(s.answer, s.runs, s.broken) for s in found.wrong] == [("it is halved", 5, 0), ("it breaks", 5, 5)]


def test_without_a_calibration_there_is_no_floor(suite):
    """A floor that was never measured is the author's mistake, and not the learner's."""
    with pytest.raises(CourseError, match="calibrate"):
        held(suite, suite.solution.text)
    assert list(objections(suite, Plan.check(8, 0))) == ["thrown: it was never calibrated"]


def test_a_calibration_is_read_back_and_decides(suite):
    """Right answers pass the stored floor, a halved one does not, and the digest of the suite covers the file."""
    before = Suite.load(suite_course(suite), NAME).digest
    calibration = calibrate(suite, Plan(200, 10, 5))
    store(suite, calibration)
    assert stored_calibration(suite.path) == calibration
    assert thrown(suite).value == calibration.floors["thrown"].floor(6)
    held(suite, suite.solution.text)
    with pytest.raises(CheckFailed) as caught:
        held(suite, suite.bugs[0].source(suite.solution.text))
    assert isinstance(caught.value.evidence, BelowFloor)
    assert Suite.load(suite_course(suite), NAME).digest != before


def suite_course(suite):
    return course_at(suite.path.parents[3])


def changed(suite, old, new):
    """Return the suite with something in its solution or checks replaced, calibrated as it was before."""
    for path in (suite.path, suite.solution.path):
        path.write_text(path.read_text().replace(old, new))
    return Suite.load(suite_course(suite), NAME)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("", "", None),
        ("low = 1.0", "low = 0.5", "ends below"),
        ("low = 1.0", "low = 3.0", "no longer scores"),
        ("0.5 *", "2.5 *", "reaches"),
        ("rank=6", "rank=60", "too few"),
        ("the sum turned round", "by another name", "never measured"),
    ],
)
def test_fresh_seeds_tell_whether_a_floor_holds(suite, old, new, says):
    """What was measured holds for fresh seeds; a reference, a bug or a rule that has changed since is noticed."""
    store(suite, calibrate(suite, Plan(400, 100, 40)))
    suite = changed(suite, old, new) if old else suite
    found = list(objections(suite, Plan.check(400, 10**6)))
    assert (says is None) == (found == [])
    assert says is None or any(says in text for text in found)


def test_a_broken_right_answer_or_an_unknown_convention_is_refused(suite):
    """Floors are read off what trains; `sound` names known bugs."""
    with pytest.raises(CourseError, match="breaks"):
        calibrate(changed(suite, "low = 1.0", "low = 1 // 0"), Plan(9, 3, 3))
    with pytest.raises(CourseError, match="no known bug"):
        calibrate(changed(suite, 'sound=("it is squared"', 'sound=("it is cubed"'), Plan(9, 3, 3))
    with pytest.raises(CourseError, match="no number 6"):
        calibrate(suite, Plan(5, 5, 5))


def test_a_file_that_is_no_calibration_is_said_so(suite):
    """A damaged file is named, with what to do."""
    calibration_file(suite.path).write_text('{"numpy": 3}')
    with pytest.raises(CourseError, match="is no calibration"):
        _ = thrown(suite).value


def test_the_command_writes_checks_and_tells(suite):
    """`dev calibrate` stores and shows; `--check` leaves everything as it is and answers by its exit code."""
    course, runner = ["--course", str(suite.path.parents[3])], CliRunner()
    assert runner.invoke(command, ["dev", "calibrate", "--check", *course]).exit_code == 1
    told = runner.invoke(command, ["dev", "calibrate", "--seeds", "400", *course])
    assert told.exit_code == 0, told.output
    assert "what is thrown: floor" in told.output
    content = calibration_file(suite.path).read_bytes()
    assert runner.invoke(command, ["dev", "calibrate", "--check", "--seeds", "200", *course]).exit_code == 0
    assert calibration_file(suite.path).read_bytes() == content


@pytest.mark.parametrize(("below", "runs"), [(0, 1000), (3, 200), (200, 200)])
def test_bounds_are_those_of_clopper_and_pearson(below, runs):
    """The bound of p is the quantile of a beta distribution; the median's rate is a binomial tail."""
    want = beta.ppf(0.95, below + 1, runs - below) if below < runs else 1.0
    assert upper_bound(below, runs) == pytest.approx(want, rel=1e-9)
    assert median_rate(0.01, 5) == pytest.approx(binom.sf(2, 5, 0.01), rel=1e-9)


@pytest.mark.parametrize(("runs", "rank", "mean", "highest"), [(15, 30, 7.6e-9, 2.9e-8), (5, 1, 5.9e-8, 2.7e-7)])
def test_how_often_a_right_answer_fails(runs, rank, mean, highest):
    """Both bounds agree with SciPy's beta-binomial law, and with the numbers that are stated."""
    assert mean_rate(rank, 1000, runs) == pytest.approx(mean, rel=0.02)
    assert mean_rate(rank, 1000, runs) == pytest.approx(betabinom.sf(runs // 2, runs, rank, 1001 - rank), rel=1e-6)
    assert highest_rate(rank, 1000, runs) == pytest.approx(highest, rel=0.02)
    assert median_rate(tolerable(runs), runs) == pytest.approx(1e-6, rel=1e-6)


def test_the_bound_holds_whatever_the_scores(suite):
    """Over 4000 calibrations with 20 runs, the median of three ends below the second of them as often as is stated."""
    rng, failed = np.random.default_rng(0), 0
    for _ in range(4000):
        floor = np.sort(rng.exponential(size=20).round(2))[1]
        failed += np.median(rng.exponential(size=3).round(2)) < floor
    assert 0 < failed <= 4000 * mean_rate(2, 20, 3) + 4 * (4000 * mean_rate(2, 20, 3)) ** 0.5


def test_scores_are_rounded_down_and_ties_pass(suite):
    """Two thirds that come in 40 % of all runs are a floor that two thirds reach."""
    path = suite.path
    path.write_text(path.read_text().replace("return m.coin(np.random.default_rng(seed))", "return 2 / 3"))
    suite = Suite.load(suite_course(suite), NAME)
    store(suite, calibrate(suite, Plan(200, 10, 5)))
    assert 2 / 3 - 1e-6 <= thrown(suite).value <= 2 / 3
    held(suite, suite.solution.text)


def test_a_floor_can_not_be_typed_in(suite):
    """The file has no floor to change; scores that are changed so that it rises are objected to."""
    store(suite, calibrate(suite, Plan(400, 100, 40)))
    content = calibration_file(suite.path).read_text()
    assert 'floor"' not in content
    stored = stored_calibration(suite.path)
    known = stored.floors["thrown"]
    better = tuple(Scores(s.answer, ((1.3, s.runs),)) for s in known.right)
    few = tuple(Scores(s.answer, ((1.3, 20),)) for s in known.right)
    for right, says in ((better, "ends below"), (few, "too few")):
        floors = {"thrown": msgspec.structs.replace(known, right=right)}
        store(suite, msgspec.structs.replace(stored, floors=floors))
        assert any(says in text for text in objections(suite, Plan.check(200, 10**6)))


def test_scores_count_broken_runs_as_below():
    """A run that gave no score is below every floor, and is worse than all that gave one."""
    scores = Scores("answer", ((0.5, 2), (1.0, 8)), broken=3)
    assert (scores.runs, scores.below(0.75), scores.lowest(3), scores.lowest(5), scores.lowest(6)) == (
        13,
        5,
        -np.inf,
        0.5,
        1.0,
    )
    assert msgspec.json.decode(msgspec.json.encode(scores), type=Scores) == scores


# --- the course's own floors -----------------------------------------------------------------------------------------
CALIBRATED = [e for e in COURSE.exercises if calibration_file(COURSE.suite(e)).exists()]


@pytest.mark.parametrize("exercise", CALIBRATED)
def test_the_floors_of_the_course_hold(exercise):
    """Fresh seeds have nothing to object; right answers end below a floor less often than once in a million."""
    suite = Suite.load(COURSE, exercise)
    stored = stored_calibration(suite.path)
    for name, floor in floors_of(suite.module).items():
        measured = stored.floors[name].measure[0].runs
        assert measured >= 200
        assert highest_rate(floor.rank, measured, floor.runs) < 3e-7
    assert list(objections(suite, Plan.check(24, 2_000_000))) == []
