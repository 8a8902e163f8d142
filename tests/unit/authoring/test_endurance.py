"""Endurance notices a check that fails right answers now and then, and one that passes a known bug now and then."""

from click.testing import CliRunner

from mdl_grade.authoring.endurance import endure
from mdl_grade.cli import command
from mdl_grade.course import builtin_course
from mdl_grade.course.course import course_at

NAME = "chapter01/one"

SOLUTION = '''"""One.

References
----------
Nobody.
"""


def one() -> float:
    """Return 1.

    >>> one()
    1.0
    """
    ### BEGIN SOLUTION
    return 1.0
    ### END SOLUTION
'''

SUITE = '''"""Checks of one."""

from mdl_grade.checks import assert_close, check_floor
from mdl_grade.suite import Exercise, check, patch

EXERCISE = Exercise(tier=1)


@check(points=1)
def is_number(student):
    """It is a number."""
    assert_close(student.one() * 0.0, 0.0)


@check(points=1, kind="training", needs=[is_number])
def reaches(student, rng):
    """It is large enough."""
    check_floor(student.one(), {floor}, "one")


@check(points=1)
def other(student):
    """A check of another kind, which does not run."""
    raise RuntimeError("it ran")


BUGS = [
    patch("it is 0", {{"return 1.0": "return 0.0"}}),
    patch("it is 0.9", {{"return 1.0": "return 0.9"}}),
    patch("it is text", {{"return 1.0": "return '1'"}}),
    patch("it is 2", {{"return 1.0": "return 2.0"}}),
]
VARIANTS = [patch("an int", {{"return 1.0": "return 1"}})]
'''


def course_with(folder, floor):
    for tree, text in (("solutions", SOLUTION), ("grader/suites", SUITE.format(floor=floor)), ("exercises", "")):
        path = folder / tree / f"{NAME}.py"
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return course_at(folder)


def test_a_sound_check_endures(tmp_path):
    """Both right answers pass, and the bugs that the check sees at seed 0 fail at every seed; others aren't run."""
    found = endure(course_with(tmp_path, "0.95"), NAME, range(1, 6), ["training"])
    assert found.checks == ("reaches",)
    assert (found.rights, found.bugs, found.seen["reaches"], found.missed["reaches"]) == (2, 2, 2, 0)
    assert found.false_rejects == found.false_accepts == ()


def test_a_check_that_chance_decides_is_found_out(tmp_path):
    """A floor drawn around what right answers reach rejects them now and then; one below a bug accepts it at times."""
    strict = endure(course_with(tmp_path / "strict", "0.9 + 0.2 * rng.random()"), NAME, range(1, 11), ["training"])
    assert 0 < len(strict.false_rejects) < 20
    assert all("by reaches" in text for text in strict.false_rejects)
    lax = course_with(tmp_path / "lax", "0.95 if not rng.integers(2) else 0.5")
    found = endure(lax, NAME, range(1, 11), ["training"])
    assert found.seen["reaches"] == 2
    assert 0 < len(found.false_accepts) < 10
    assert found.missed["reaches"] == len(found.false_accepts)


def test_the_command_shows_a_row_and_knows_the_kinds(tmp_path):
    """`dev check --kind` tells what was judged, breaks on a false reject, and refuses a kind that there is not."""
    course_with(tmp_path, "1.5")
    words = ["dev", "check", NAME, "--course", str(tmp_path), "--seeds", "2", "--jobs", "1", "--kind"]
    broken = CliRunner().invoke(command, [*words, "training"])
    assert broken.exit_code == 1
    assert "the reference by reaches" in broken.output
    assert "No check is of the kind gradient." in str(CliRunner().invoke(command, [*words, "gradient"]).exception)
    assert "is no kind of check" in str(CliRunner().invoke(command, [*words, "guessing"]).exception)


def test_a_suite_of_the_course_endures():
    """One of the course's exercises, as a sample; CONTRIBUTING has the command for all of them over 200 seeds."""
    found = endure(builtin_course(), "chapter11/momentum_step", range(3_000_000, 3_000_002), ["convergence"])
    assert found.checks == ("oscillates", "both_sides")
    assert found.bugs > 10
    assert found.false_rejects == found.false_accepts == ()
