"""What `watch` says between two saves."""

import pytest

from mdl_grade import grade
from mdl_grade.cli.watch import Watching, changes, half_written
from mdl_grade.course.course import builtin_course
from mdl_grade.course.workspace import Workspace
from mdl_grade.sandbox.wall import practice_wall

RELU = "chapter09/relu"
RIGHT = "import numpy as np\ndef relu(Z):\n    return np.maximum(Z, 0.0)\n"


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The results of a wrong answer and of a right one."""
    found = []
    for text in (RIGHT.replace("np.maximum(Z, 0.0)", "np.where(Z > 0, Z, 0.0)"), RIGHT):
        path = tmp_path_factory.mktemp("answer") / "relu.py"
        path.write_text(text)
        found.append(grade(path, RELU).exercises[0])
    return found


def test_what_is_new_comes_first(results):
    """Points, then each check that is right now, or no longer; the first time there is nothing to compare with."""
    wrong, right = results
    assert changes(None, wrong) == []
    better, worse = changes(wrong, right), changes(right, wrong)
    assert better[0] == f"{wrong.points} → {right.points} of {right.max_points} points"
    assert worse[0] == f"{right.points} → {wrong.points} of {right.max_points} points"
    assert [line.replace("Now right", "No longer right") for line in better[1:]] == worse[1:] != []
    assert changes(wrong, wrong) == ["Nothing has changed in the verdicts."]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (RIGHT, None),
        ("", None),
        ("def relu(Z):\n    return (\n", "relu.py:2: '(' was never closed; not graded yet."),
        (
            "def relu(Z):\n",
            "relu.py:1: expected an indented block after function definition on line 1; not graded yet.",
        ),
        ("\0", "not graded yet."),
    ],
)
def test_a_half_written_file_is_no_try(tmp_path, text, told):
    """Where it is not Python yet stands as editors read it, and nothing is graded."""
    path = tmp_path / "relu.py"
    path.write_text(text)
    found = half_written(path)
    assert found is None if told is None else told in found


def test_notebooks_are_graded_as_they_are(tmp_path):
    """A missing file is not."""
    assert half_written(tmp_path / "relu.ipynb") is None
    assert "can't be read" in half_written(tmp_path / "relu.py")


def test_what_is_to_be_pasted_holds_in_the_workspace(tmp_path, capsys):
    """The import and the file's place are as seen from the folder that is watched."""
    course = builtin_course()
    (tmp_path / "chapter09").mkdir()
    (tmp_path / "chapter09" / "relu.py").write_text(RIGHT.replace("np.maximum(Z, 0.0)", "Z"))
    with practice_wall() as wall:
        Watching(Workspace(tmp_path, course), wall, "").saved(RELU)
    told = capsys.readouterr().out
    assert "from chapter09.relu import relu" in told
    assert "Next:  chapter09/relu.py" in told


def test_after_a_pass_the_next_exercise_is_named_and_suites_are_kept(tmp_path, capsys):
    """A suite is loaded once, however often its exercise is saved."""
    course = builtin_course()
    (tmp_path / "chapter09").mkdir()
    (tmp_path / "chapter09" / "relu.py").write_text(RIGHT)
    with practice_wall() as wall:
        watching = Watching(Workspace(tmp_path, course), wall, "")
        watching.saved(RELU)
        (kept,) = watching.suites.values()
        watching.saved(RELU)
    assert [*watching.suites.values()] == [kept]
    assert capsys.readouterr().out.count("Next:  chapter09/sigmoid_stable.py") == 2


def test_of_many_checks_that_turn_the_first_are_named():
    """The others are counted."""
    from mdl_grade.cli.watch import _some

    assert _some("Now right", list("abcde")) == ["Now right: a", "Now right: b", "Now right: c", "Now right: 2 more"]
    assert _some("Now right", list("abc")) == ["Now right: a", "Now right: b", "Now right: c"]


def test_every_key_is_told():
    """The line that greets names what the keys do."""
    from mdl_grade.cli.watch import KEYS

    assert [word[0] for word in KEYS.split(", ")] == list("nhlsrq")
