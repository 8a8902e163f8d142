"""The other commands, as people meet them."""

import subprocess
import sys

import pytest

from mdl_grade.cli import COMMANDS
from mdl_grade.course import builtin_course

COURSE = builtin_course()


def test_a_workspace_from_nothing(mdl_grade, tmp_path):
    """`init` writes stubs and says what to do next; a second time it touches nothing."""
    done = mdl_grade("init", "work")
    assert done.code == 0
    stub = tmp_path / "work" / "chapter10" / "dense_backward.py"
    assert stub.read_bytes() == COURSE.stub("chapter10/dense_backward").read_bytes()
    stub.write_text("mine")
    again = mdl_grade("init", "work")
    assert "left as they were" in again.out
    assert stub.read_text() == "mine"
    graded = mdl_grade("chapter10", cwd=tmp_path / "work")
    assert "./chapter10" in graded.err


def test_the_demo_names_the_bug(mdl_grade):
    """The packaged wrong answer averages where it should add up."""
    done = mdl_grade("demo")
    assert done.code == 0
    assert "db is averaged over the batch" in done.out


def test_the_readme_shows_what_the_demo_prints(mdl_grade):
    """The README's example is the command's own output."""
    from pathlib import Path

    readme = Path(__file__).parents[2] / "README.md"
    printed = mdl_grade("demo", COLUMNS="100").out
    report = printed.partition("Its report:\n\n")[2]
    for line in report.splitlines():
        if "points" not in line:
            assert line.strip() in readme.read_text()


def test_list_and_hint_read_the_catalogue(mdl_grade):
    """Titles, points, hints."""
    listed = mdl_grade("list")
    assert all(exercise in listed.out for exercise in COURSE.exercises)
    assert "Hint 1 of" in mdl_grade("hint", "dense_backward").out
    assert mdl_grade("hint", "dense_backward", "2").out != mdl_grade("hint", "dense_backward", "1").out


def test_doctor_tells_what_was_refused(mdl_grade):
    """On this machine everything required is."""
    done = mdl_grade("doctor")
    assert done.code == 0
    assert "isolation: enforced" in done.out


def test_isolation_below_what_is_asked_for_is_refused(monkeypatch, capsys):
    """The message says what is missing, and how to go on."""
    from mdl_grade.errors import IsolationError
    from mdl_grade.official import require_isolation
    from mdl_grade.records.model import Isolation, Trust

    weak = Isolation(trust=Trust.PARTIAL, layers={}, probes={}, missing=("Landlock is missing.",))
    with pytest.raises(IsolationError, match=r"partial, and enforced is asked for\. Landlock is missing"):
        require_isolation("enforced", weak)
    require_isolation("partial", weak)


@pytest.mark.parametrize("words", [[], ["--help"], *([name, "--help"] for name in COMMANDS)])
def test_every_command_explains_itself(mdl_grade, words):
    """`--help` of everything works; without words the command shows its help."""
    done = mdl_grade(*words)
    assert "Usage: mdl-grade" in done.out + done.err


def test_a_misspelt_command_is_met_with_the_closest_one(mdl_grade):
    """`docotr` is no chapter."""
    done = mdl_grade("docotr")
    assert (done.code, done.out) == (2, "")
    assert "Did you mean `mdl-grade doctor`?" in done.err


def test_a_reader_that_leaves_early_is_no_fault(tmp_path):
    """`mdl-grade list | head -1` ends quietly."""
    command = f"{sys.executable} -P -m mdl_grade report schema | head -c 1"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("{", "")


def test_short_help_is_the_commands_own():
    """The table that `--help` prints says what the commands say."""
    import importlib

    for name, (module, text) in COMMANDS.items():
        assert importlib.import_module(module).commands[name].short_help == text


ALLOWED = {"click", "mdl_grade", "gettext", "locale", "ntpath"}


def test_help_imports_nothing_heavy():
    """`mdl-grade --help` loads neither NumPy nor pytest nor jsonschema nor msgspec."""
    code = "import sys\nfrom click.testing import CliRunner\nfrom mdl_grade.cli import command\nCliRunner().invoke(command, ['--help'])\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint({"numpy", "pytest", "_pytest", "jsonschema", "msgspec", "rich", "nbgrader", "nbformat"})


def test_hostile_files_beside_the_answers_are_never_imported(mdl_grade, tmp_path):
    """A json.py or numpy.py in the current folder is a file like others, also for `python -m`."""
    for name in ("json", "numpy", "msgspec", "sitecustomize", "conftest"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -k nothing\n")
    for start in (["-m", "mdl_grade"], ["-P", "-m", "mdl_grade"]):
        done = subprocess.run(
            [sys.executable, *start, "chapter10/dense_backward", str(COURSE.solutions)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_exercise_proves_itself(mdl_grade, tmp_path):
    """`dev new`, `dev sync`, `dev check` work in an empty folder."""
    assert mdl_grade("dev", "new", "chapter01/twice", "--course", "mine").code == 0
    assert mdl_grade("dev", "sync", "--course", "mine").code == 0
    assert mdl_grade("dev", "sync", "--check", "--course", "mine").code == 0
    checked = mdl_grade("dev", "check", "chapter01", "--course", "mine", "--seeds", "2", "--matrix")
    listed = mdl_grade("dev", "mutants", "chapter01/twice", "--course", "mine")
    assert "mutants" in listed.out
    assert checked.code == 0, checked.out
    assert "1 exercise, 1 proved, 0 broken." in checked.out
    stub = tmp_path / "mine" / "exercises" / "chapter01" / "twice.py"
    assert mdl_grade("chapter01", "mine/exercises", "--course", "mine").code == 4
    stub.write_text("edited")
    drifted = mdl_grade("dev", "sync", "--check", "--course", "mine")
    assert drifted.code == 1
    assert "twice.py" in drifted.out


def test_authors_run_suites_with_plain_pytest(tmp_path):
    """`pytest grader/suites/chapter10 -k dense --junitxml …`: the reference is judged, behind the wall."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "mdl_grade.authoring.plugin", "-p", "no:cacheprovider", "-q", "-k", "dense",
         "--junitxml", str(tmp_path / "junit.xml"), str(COURSE.suites / "chapter10")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout
    assert (tmp_path / "junit.xml").stat().st_size > 0
