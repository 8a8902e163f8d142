"""A learner's folder: what is remembered of the work in it, and what is never touched."""

import msgspec
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.course.workspace import FILE, Stage, Workspace, with_prompt_of, workspace_at
from mdl_grade.errors import UsageError

COURSE = builtin_course()
RELU, SIGMOID = "chapter09/relu", "chapter09/sigmoid_stable"


@pytest.fixture
def workspace(tmp_path):
    made = Workspace(tmp_path, COURSE)
    made.fill([RELU, SIGMOID])
    return made


def write(workspace, exercise, text="def relu(Z):\n    return Z\n"):
    workspace.file(exercise).write_text(text)


def test_a_stage_is_told_from_the_file_and_from_the_last_grading(workspace):
    """Untouched as it was written, started when it differs, done when it passed."""
    assert workspace.stage(RELU) is Stage.UNTOUCHED
    write(workspace, RELU)
    assert workspace.stage(RELU) is Stage.STARTED
    workspace.graded([(RELU, 7, 7, "a")])
    assert workspace.stage(RELU) is Stage.DONE
    workspace.graded([(RELU, 6, 7, "b")])
    assert workspace.stage(RELU) is Stage.STARTED


def test_one_goes_on_with_what_is_in_hand(workspace):
    """The exercise graded last until it is done; then what is started; then the next in the book's order."""
    order = [entry.id for entry in workspace.catalog.exercises]
    assert workspace.next() == order[0]
    workspace.graded([(SIGMOID, 0, 8, "a")])
    write(workspace, SIGMOID)
    assert workspace.next() == SIGMOID
    write(workspace, RELU)
    workspace.graded([(SIGMOID, 8, 8, "b")])
    assert workspace.next() == RELU
    workspace.graded([(RELU, 7, 7, "a")])
    assert workspace.next() == order[order.index(SIGMOID) + 1]
    workspace.graded([(name, 1, 1, "a") for name in order])
    assert workspace.next() is None


def test_tries_are_different_texts(workspace):
    """The same text graded again is no further try, and hints are counted beside them."""
    for digest in "aab":
        workspace.graded([(RELU, 1, 7, digest)])
    workspace.hinted(RELU, 2)
    assert Workspace(workspace.root, COURSE).tried(RELU).texts == ("a", "b")
    assert Workspace(workspace.root, COURSE).tried(RELU).hints == 2


@pytest.mark.parametrize("damage", [None, "", "[1", '{"course": 7}', '{"tried": {}}'])
def test_what_is_remembered_may_be_lost(workspace, damage):
    """A missing or damaged file costs the points that are shown, and nothing else."""
    write(workspace, RELU)
    workspace.graded([(RELU, 7, 7, "a")])
    (workspace.root / FILE).unlink() if damage is None else (workspace.root / FILE).write_text(damage)
    again = Workspace.find(COURSE, workspace.root / "chapter09")
    assert again is not None
    assert again.stage(RELU) is Stage.STARTED
    assert again.stage(SIGMOID) is Stage.UNTOUCHED
    again.graded([(RELU, 7, 7, "a")])
    assert Workspace(workspace.root, COURSE).stage(RELU) is Stage.DONE


def test_other_folders_are_no_workspace(tmp_path):
    """A folder of answers that nobody made a workspace of is left without a file of ours."""
    (tmp_path / "chapter09").mkdir()
    (tmp_path / "chapter09" / "relu.py").write_text("def relu(Z): ...")
    assert Workspace.find(COURSE, tmp_path) is None
    with pytest.raises(UsageError, match="is no workspace"):
        workspace_at(COURSE, tmp_path)


def test_another_course_has_a_workspace_of_its_own(workspace):
    """What one course remembers is not shown for another."""
    other = msgspec.structs.replace(workspace.progress, course="other")
    (workspace.root / FILE).write_bytes(msgspec.json.encode(other))
    assert Workspace.find(COURSE, workspace.root) is None


def test_a_reset_keeps_what_was_written(workspace):
    """Beside the stub, under names that never overwrite each other; a stub leaves nothing behind."""
    assert workspace.reset(RELU) is None
    for number in (1, 2):
        write(workspace, RELU, f"# {number}\n")
        workspace.graded([(RELU, 7, 7, "a")])
        kept = workspace.reset(RELU)
        assert kept.name == f"relu.{number}.bak"
        assert kept.read_text() == f"# {number}\n"
        assert workspace.stage(RELU) is Stage.UNTOUCHED


STUB = '"""New title.\n\nMore.\n"""\n\nimport numpy as np\n\n\ndef f(x):\n    """New words."""\n    raise NotImplementedError\n'


def test_an_update_brings_prompts_and_leaves_work_alone(workspace, monkeypatch):
    """An untouched stub is replaced; in a started file, only docstrings change; a broken file is left as it is."""
    mine = workspace.file(RELU).read_text().replace("raise NotImplementedError", "return np.maximum(Z, 0.0)  # mine")
    older = {name: workspace.file(name).read_text().replace("\n\n", "\n\nOlder.\n\n", 1) for name in (RELU, SIGMOID)}
    write(workspace, RELU, mine.replace("\n\n", "\n\nOlder.\n\n", 1))
    write(workspace, SIGMOID, older[SIGMOID])
    digests = {**workspace.progress.stubs, RELU: "older", SIGMOID: _digest(older[SIGMOID])}
    workspace.progress = msgspec.structs.replace(workspace.progress, stubs=digests)
    assert dict(workspace.update([RELU, SIGMOID])) == {RELU: "has a new prompt", SIGMOID: "is a new stub"}
    assert workspace.file(RELU).read_text() == mine
    assert workspace.file(SIGMOID).read_bytes() == COURSE.stub(SIGMOID).read_bytes()
    assert dict(workspace.update([RELU, SIGMOID])) == {}
    write(workspace, RELU, "def relu(")
    workspace.progress = msgspec.structs.replace(workspace.progress, stubs={RELU: "older"})
    assert "compare it yourself" in dict(workspace.update([RELU]))[RELU]
    assert workspace.file(RELU).read_text() == "def relu("


def _digest(text):
    from mdl_grade.course import workspace

    return workspace._digest(text)


def test_only_docstrings_are_exchanged():
    """By name, wherever they stand; what the learner added or took away stays so."""
    own = '"""Old."""\nimport os\n\ndef g():\n    """Mine."""\n\nclass C:\n    def f(self): "one line"\n\ndef f(x):\n    """Old\n    words."""\n    return x\n'
    new = with_prompt_of(STUB, own)
    assert new == (
        '"""New title.\n\nMore.\n"""\nimport os\n\ndef g():\n    """Mine."""\n\nclass C:\n    def f(self): "one line"\n\n'
        'def f(x):\n    """New words."""\n    return x\n'
    )
    assert with_prompt_of(STUB, "def f(") is None
