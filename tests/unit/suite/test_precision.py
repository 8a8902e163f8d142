"""Single precision is one mistake: one check fails by it, without points, and all others compare to five digits."""

import numpy as np
import pytest

from mdl_grade.authoring.narrowness import narrowed
from mdl_grade.checks import CheckFailed, assert_close, assert_identical, assert_law
from mdl_grade.checks.tolerance import in_single_precision, precision_apart
from mdl_grade.course import builtin_course
from mdl_grade.records.evidence import WrongDtype
from mdl_grade.records.model import Status
from mdl_grade.report.wording import message
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()


def verdicts_on(exercise, wall, text, seed=1):
    suite = Suite.load(COURSE, exercise)
    return judge(suite, wall, text, Seed.practice(seed).of(exercise, "")).verdicts


@pytest.mark.parametrize(
    "exercise",
    [
        "chapter09/sigmoid_stable",
        "chapter09/conv2d_valid",
        "chapter11/adam_step",
        "chapter11/gd_nd",
        "chapter07/derivative_rules",
    ],
)
def test_an_answer_in_single_precision_fails_one_check_which_says_so(exercise, wall):
    """Also where an author's tolerance is 1e-15, at scales that float32 can't hold, and in runs of many steps."""
    suite = Suite.load(COURSE, exercise)
    found = verdicts_on(exercise, wall, narrowed(suite.solution.text, suite.solution.names))
    failed = [verdict for verdict in found if verdict.status is not Status.PASSED]
    assert [verdict.check for verdict in failed] == ["float64"]
    assert message(failed[0].evidence).endswith("has dtype float32; it should be float64.")
    assert suite.checks["float64"].points == 0


def test_float32_inside_an_answer_is_seen_and_nothing_else_fails(wall):
    """A learner's own float32, not a cast at the end."""
    text = "import numpy as np\n\n\ndef dense_forward(X, W, b):\n    return X.astype(np.float32) @ np.float32(W) + np.float32(b)\n"
    found = {v.check: v for v in verdicts_on("chapter09/dense_forward", wall, text)}
    assert [name for name, v in found.items() if v.status is not Status.PASSED] == ["float64"]
    assert isinstance(found["float64"].evidence, WrongDtype)


def test_what_is_wrong_by_more_than_five_digits_is_wrong_in_single_precision_too(wall):
    """The check of precision excuses nothing."""
    text = "import numpy as np\n\n\ndef relu(Z):\n    return np.float32(1.001) * np.maximum(Z, 0).astype(np.float32)\n"
    failed = {v.check for v in verdicts_on("chapter09/relu", wall, text) if v.status is Status.FAILED}
    assert "float64" in failed
    assert len(failed) > 1


def test_nothing_is_said_of_precision_where_nothing_came_back(wall):
    """An answer that raises has no precision; the stub passes nothing."""
    for body, status in (("1 / 0", Status.BLOCKED), ("raise NotImplementedError", Status.BLOCKED)):
        found = {v.check: v for v in verdicts_on("chapter09/relu", wall, f"def relu(Z):\n    {body}\n")}
        assert found["float64"].status is status


def test_exercises_that_return_no_floats_have_no_such_check():
    """A check that can't fail is none: shapes, counts and indices are whole numbers."""
    without = {e for e in COURSE.exercises if "float64" not in Suite.load(COURSE, e).checks}
    assert {"chapter09/conv_output_shape", "chapter09/count_parameters", "chapter11/minibatches"} <= without
    assert "chapter11/lr_schedules" not in without, "a name for a type is read through"


def test_an_author_s_tolerance_is_widened_only_where_precision_is_told_apart():
    """1e-10 stays 1e-10 elsewhere, and what is wrong in the fourth digit fails either way."""
    third = np.array([1 / 3])
    with pytest.raises(CheckFailed):
        assert_close(third.astype(np.float32), third, rtol=1e-10)
    with precision_apart():
        in_single_precision()
        assert_close(third.astype(np.float32), third, rtol=1e-10)
        assert_law("x = x", third * (1 + 1e-6), third, rtol=1e-10)
        with pytest.raises(CheckFailed):
            assert_close(third * 1.001, third, rtol=1e-10)
    with pytest.raises(CheckFailed):
        assert_law("x = x", third * (1 + 1e-6), third, rtol=1e-10)


def test_what_single_precision_can_t_hold_is_infinite_or_zero_in_it():
    """1e150 is beyond float32, 1e-150 below it; a right answer in float32 can't be told from that."""
    far = np.array([1e150, -1e150, 1.0, 1e-150])
    with np.errstate(over="ignore", under="ignore"):
        narrow = far.astype(np.float32)
    with precision_apart(single=True):
        assert_close(narrow, far)
        assert_close(np.float32([np.nan, -np.inf, 1.0, 0.0]), far)
        with pytest.raises(CheckFailed):
            assert_close(np.float32([1.0, -np.inf, 1.0, 0.0]), far)
    with pytest.raises(CheckFailed):
        assert_close(narrow, far)


def test_where_no_check_is_about_precision_the_others_are(wall):
    """Rows and columns of a table come back as they are: float32 is a mistake in what is asked for."""
    exercise = "chapter01/select_submatrix"
    suite = Suite.load(COURSE, exercise)
    found = verdicts_on(exercise, wall, narrowed(suite.solution.text, suite.solution.names))
    assert "float64" not in suite.checks
    assert any(verdict.status is Status.FAILED and suite.checks[verdict.check].points for verdict in found)


def test_a_copy_bit_for_bit_may_be_one_in_single_precision_if_that_is_told_apart():
    """What was rounded to float32 is the same, and what was calculated anew is not."""
    third = np.array([1 / 3])
    with precision_apart(single=True):
        assert_identical(third.astype(np.float32), third)
        with pytest.raises(CheckFailed):
            assert_identical(np.nextafter(third.astype(np.float32), 1), third)
    with pytest.raises(CheckFailed):
        assert_identical(third.astype(np.float32), third)
    far = np.array([1e150, -1e150, 1e-150])
    with precision_apart(single=True):
        assert_identical(np.float32([np.inf, -np.inf, 0.0]), far)
        with pytest.raises(CheckFailed):
            assert_identical(np.float32([1.0, -np.inf, 0.0]), far)
