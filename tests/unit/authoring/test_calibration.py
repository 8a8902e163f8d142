"""Calibration: floors follow from what was measured, hold for fresh seeds, and notice when they don't."""

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import beta, binom

from mdl_grade.authoring.calibration import (
    Plan,
    calibrate,
    median_rate,
    objections,
    store,
    upper_bound,
)
from mdl_grade.checks import CheckFailed
from mdl_grade.cli import command
from mdl_grade.course import builtin_course
from mdl_grade.course.course import course_at
from mdl_grade.errors import CourseError
from mdl_grade.records.evidence import BelowFloor
from mdl_grade.suite.floor import Scores, calibration_file, stored_calibration
from mdl_grade.suite.runner import Answer, InProcess, Student, execute_source
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


@floor(score=float, margin=0.25, runs=3, sound=("it is squared",))
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
    thrown(suite).hold(Answer(student), np.random.default_rng(0))


def test_a_floor_is_the_worst_of_all_right_runs_less_the_margin(suite):
    """It is what the seeds say: the worst of the reference, of other sound ways, and of variants."""
    found = calibrate(suite, Plan(50, 10, 5)).floors["thrown"]
    draws = [np.random.default_rng(seed).random() for seed in range(50)]
    assert found.floor == pytest.approx(1 + min(draws) ** 2 - 0.25, abs=2e-6)
    assert [(s.answer, s.runs) for s in found.right] == [
        ("the reference", 50),
        ("it is squared", 50),
        ("variant the sum turned round", 10),
    ]
    assert found.right[0].worst == pytest.approx(1 + min(draws), abs=1e-6)
    assert found.right[0].quantile(0.5) == pytest.approx(1 + sorted(draws)[24], abs=1e-6)
    assert [(s.answer, s.runs, s.broken) for s in found.wrong] == [("it is halved", 5, 0), ("it breaks", 5, 5)]


def test_without_a_calibration_there_is_no_floor(suite):
    """A floor that was never measured is the author's mistake, and not the learner's."""
    with pytest.raises(CourseError, match="calibrate"):
        held(suite, suite.solution.text)
    assert list(objections(suite, Plan.check(8, 0))) == ["thrown: it was never calibrated"]


def test_a_calibration_is_read_back_and_decides(suite):
    """Right answers pass the stored floor, a halved one does not, and the digest of the suite covers the file."""
    before = Suite.load(suite_course(suite), NAME).digest
    calibration = calibrate(suite, Plan(50, 10, 5))
    store(suite, calibration)
    assert stored_calibration(suite.path) == calibration
    assert thrown(suite).value == calibration.floors["thrown"].floor
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
        ("0.5 *", "1.9 *", "reaches"),
        ("margin=0.25", "margin=0.2", "another margin"),
        ("the sum turned round", "by another name", "never measured"),
    ],
)
def test_fresh_seeds_tell_whether_a_floor_holds(suite, old, new, says):
    """What was measured holds for fresh seeds; a reference, a bug or a rule that has changed since is noticed."""
    store(suite, calibrate(suite, Plan(200, 50, 40)))
    suite = changed(suite, old, new) if old else suite
    found = list(objections(suite, Plan.check(120, 10**6)))
    assert (says is None) == (found == [])
    assert says is None or any(says in text for text in found)


def test_a_broken_right_answer_or_an_unknown_convention_is_refused(suite):
    """Floors are read off what trains; `sound` names known bugs."""
    with pytest.raises(CourseError, match="breaks"):
        calibrate(changed(suite, "low = 1.0", "low = 1 // 0"), Plan(3, 3, 3))
    with pytest.raises(CourseError, match="no known bug"):
        calibrate(changed(suite, 'sound=("it is squared"', 'sound=("it is cubed"'), Plan(3, 3, 3))


def test_a_file_that_is_no_calibration_is_said_so(suite):
    """A damaged file is named, with what to do."""
    calibration_file(suite.path).write_text('{"numpy": 3}')
    with pytest.raises(CourseError, match="is no calibration"):
        _ = thrown(suite).value


def test_the_command_writes_checks_and_tells(suite):
    """`dev calibrate` stores and shows; `--check` leaves everything as it is and answers by its exit code."""
    course, runner = ["--course", str(suite.path.parents[3])], CliRunner()
    assert runner.invoke(command, ["dev", "calibrate", "--check", *course]).exit_code == 1
    told = runner.invoke(command, ["dev", "calibrate", "--seeds", "60", *course])
    assert told.exit_code == 0, told.output
    assert "what is thrown: floor" in told.output
    content = calibration_file(suite.path).read_bytes()
    assert runner.invoke(command, ["dev", "calibrate", "--check", *course]).exit_code == 0
    assert calibration_file(suite.path).read_bytes() == content


@pytest.mark.parametrize(("below", "runs"), [(0, 1000), (3, 200), (200, 200)])
def test_bounds_are_those_of_clopper_and_pearson(below, runs):
    """The bound of p is the quantile of a beta distribution; the median's rate is a binomial tail."""
    want = beta.ppf(0.95, below + 1, runs - below) if below < runs else 1.0
    assert upper_bound(below, runs) == pytest.approx(want, rel=1e-9)
    assert median_rate(0.01, 5) == pytest.approx(binom.sf(2, 5, 0.01), rel=1e-9)


def test_scores_count_broken_runs_as_below():
    """A run that gave no score is below every floor, and takes no part in quantiles."""
    scores = Scores("answer", ((0.5, 2), (1.0, 8)), broken=3)
    assert (scores.runs, scores.below(0.75), scores.quantile(0.2), scores.quantile(0.3)) == (13, 5, 0.5, 1.0)
    assert msgspec.json.decode(msgspec.json.encode(scores), type=Scores) == scores


# --- the course's own floors -----------------------------------------------------------------------------------------
CALIBRATED = [e for e in COURSE.exercises if calibration_file(COURSE.suite(e)).exists()]


@pytest.mark.parametrize("exercise", CALIBRATED)
def test_the_floors_of_the_course_hold(exercise):
    """Fresh seeds have nothing to object; right answers end below a floor less often than once in a million."""
    suite = Suite.load(COURSE, exercise)
    stored = stored_calibration(suite.path)
    assert all(floor.false_fail_rate < 1e-6 for floor in stored.floors.values())
    assert all(scores.runs >= 200 for floor in stored.floors.values() for scores in floor.right)
    assert list(objections(suite, Plan.check(24, 2_000_000))) == []
