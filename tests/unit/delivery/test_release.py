"""Two kits of a course: the learner's grades what is public, and has nothing of the answers in it."""

import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

import mdl_grade
from mdl_grade.cli import command
from mdl_grade.cli.release import release_command
from mdl_grade.course.course import builtin_course, course_at
from mdl_grade.course.solution import Solution
from mdl_grade.delivery.excerpts import solution_text
from mdl_grade.delivery.release import release, write
from mdl_grade.errors import UsageError
from mdl_grade.records.model import Status
from mdl_grade.suite.excerpt import SUFFIX

COURSE = builtin_course()
WRONG = (Path(mdl_grade.__file__).parent / "cli" / "demo" / "dense_backward.py").read_text("utf-8")
SHORT = 12
"""Characters from which a line is looked for inside of others, too."""


@pytest.fixture(scope="session")
def kits():
    return release(COURSE, ["all"])


@pytest.fixture(scope="session")
def unpacked(kits, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kits") / "out"
    write(kits, folder)
    return folder


def answer(folder, text, exercise="chapter10/dense_backward"):
    path = folder / f"{exercise}.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return folder


def lines(text):
    return {line.strip() for line in text.splitlines()} - {""}


def test_no_line_of_a_solution_that_is_in_no_stub_is_in_the_learners_kit(kits):
    """Nor in what its excerpts hold; and that one can be found is seen on the instructor's kit."""
    solutions = [Solution.read(COURSE.solution(exercise)) for exercise in COURSE.exercises]
    stubs = set().union(*(lines(solution.stub) for solution in solutions))
    said = {line for solution in solutions for line in lines(solution.explanation) if len(line) > 3 * SHORT}
    secret = (set().union(*(lines(solution.text) for solution in solutions)) | said) - stubs
    secret -= {"### BEGIN SOLUTION", "### END SOLUTION", "else:", "try:", "finally:"}
    assert len(secret) > 1000

    def told(kit):
        for name, content in kit.items():
            text = (zlib.decompress(content) if name.endswith(SUFFIX) else content).decode("utf-8", "replace")
            inside = (
                {line for line in secret if len(line) >= SHORT and line in text} if name.endswith(SUFFIX) else set()
            )
            yield from ((name, line) for line in inside | lines(text) & secret)

    assert set(told(kits["mdl-learner"])) == set()
    assert {line for _, line in told(kits["mdl-instructor"])} > {"dW = X.T @ dY"}


def test_the_learners_kit_grades_what_is_public(unpacked):
    """Every reference gets all its points; what is asked are examples, shapes, habits, and float64 throughout."""
    report = mdl_grade.grade(COURSE.solutions, course=unpacked / "mdl-learner")
    assert [each.id for each in report.exercises if each.status is not Status.PASSED] == []
    assert {exercise.id for exercise in report.exercises} <= set(COURSE.exercises)
    assert len(report.exercises) > 0.9 * len(COURSE.exercises)
    checks = [check for exercise in report.exercises for check in exercise.checks]
    assert {check.kind for check in checks if check.id != "example"} == {"shape", "hygiene", "precision"}
    assert report.score.points == report.score.max_points > 100


def test_stubs_are_not_attempted_and_wrong_shapes_fail(unpacked, tmp_path):
    """A kit knows forms, and no values: what is averaged where it should be added up has the right ones."""
    kit = unpacked / "mdl-learner"
    (stub,) = mdl_grade.grade(kit / "exercises", "10/dense_backward", course=kit).exercises
    assert stub.status is Status.NOT_ATTEMPTED
    turned = WRONG.replace("return dX, dW, db", "return dX, dW.T, db")
    assert turned != WRONG
    for text, failed in ((WRONG, set()), (turned, {"example", "shapes"})):
        place = answer(tmp_path / str(len(failed)), text)
        (result,) = mdl_grade.grade(place, "10/dense_backward", course=kit).exercises
        assert {check.id for check in result.checks if check.status is Status.FAILED} == failed


def test_a_stub_is_not_shown_as_the_solution(unpacked):
    """The learner's kit says that it has none."""
    kit = str(unpacked / "mdl-learner")
    done = CliRunner().invoke(command, ["solution", "10/dense_backward", "--now", "--course", kit])
    assert isinstance(done.exception, UsageError)
    assert "no solution: it is a learner's kit" in str(done.exception)
    assert kit in done.exception.next_step


def test_bad_habits_are_seen(unpacked, tmp_path):
    """An argument that is changed in place costs the point for habits, and the kit says which."""
    solution = COURSE.solution("chapter10/dense_backward").read_text("utf-8")
    changed = solution.replace("dX = dY @ W.T", "dX = dY @ W.T\n    X += 1.0")
    assert changed != solution
    place = answer(tmp_path, changed)
    (result,) = mdl_grade.grade(place, "10/dense_backward", course=unpacked / "mdl-learner").exercises
    assert {check.id: check.status for check in result.checks}["hygiene"] is Status.FAILED
    assert "X" in next(check.message for check in result.checks if check.id == "hygiene")


def test_the_instructors_kit_is_the_course(unpacked):
    """It grades as the course does, floors of trainings and parts of assemblies included."""
    kit = course_at(unpacked / "mdl-instructor")
    assert kit.exercises == COURSE.exercises
    for target in ("10/dense_backward", "11/momentum_step"):
        assert mdl_grade.grade(COURSE.solutions, target, course=kit).exercises == (
            mdl_grade.grade(COURSE.solutions, target).exercises
        )


def test_what_is_to_be_written_in_a_kit_has_the_same_stub(tmp_path):
    """So what is still to be written is told apart from what is not, there as here."""
    for exercise in COURSE.exercises:
        solution = Solution.read(COURSE.solution(exercise))
        path = tmp_path / "solutions" / f"{exercise}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(solution_text(solution), "utf-8")
        if not solution.parts:
            assert Solution.read(path).stub == solution.stub


def test_the_command_writes_both_and_the_same_again(tmp_path):
    """Two releases are equal, byte for byte; a folder that is in use is left alone."""
    written = []
    for name in ("one", "two"):
        folder = tmp_path / name
        done = CliRunner().invoke(release_command, ["10/dense_backward", "9/digits_cnn", "--out", str(folder)])
        assert done.exit_code == 0, done.output
        written.append({p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    assert written[0] == written[1]
    assert Path("mdl-learner/grader/suites/chapter10/dense_backward.py") in written[0]
    assert Path("mdl-instructor/solutions/chapter09/relu.py") in written[0]  # a part of digits_cnn
    again = CliRunner().invoke(release_command, ["all", "--out", str(tmp_path / "one")])
    assert isinstance(again.exception, UsageError)


def test_a_kit_that_was_changed_says_so(unpacked, tmp_path):
    """An excerpt that can't be read is a fault of the course, told in a sentence, and no learner's."""
    kit = tmp_path / "kit"
    write({"kit": release(COURSE, ["10/dense_backward"])["mdl-learner"]}, tmp_path / "out")
    (tmp_path / "out" / "kit").rename(kit)
    (kit / "grader" / "suites" / "chapter10" / f"dense_backward{SUFFIX}").write_bytes(b"no excerpt")
    (result,) = mdl_grade.grade(COURSE.solutions, "10/dense_backward", course=kit).exercises
    assert result.status is Status.GRADER_ERROR
    assert "can't be read" in result.checks[0].message
