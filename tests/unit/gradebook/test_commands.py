"""`results`, `override` and `diff`, as commands."""

import json

import pytest
from click.testing import CliRunner

from mdl_grade.batch.ledger import Ledger
from mdl_grade.cli import diff, results
from mdl_grade.errors import UsageError
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.tables import from_csv, from_json_lines
from mdl_grade.report.encoding import decode

NAMES = ("ada", "=emmy", 'a "b", c', "line\nbreak", "محمد", "+49", "'q")


@pytest.fixture
def folder(make_class, work):
    return make_class(
        {
            name: work({"chapter10/x": "pfp", "chapter10/y": "ppe"[i % 3 :] + "ppe"[: i % 3]})
            for i, name in enumerate(NAMES)
        }
    )


def run(command, *words):
    done = CliRunner().invoke(command, list(map(str, words)), catch_exceptions=True)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def told(*words):
    return run(results.results_command, *words).stdout


def test_overview(folder):
    """Without an option: how many, how well, and what could not be taken."""
    text = told(folder)
    assert f"learners {len(NAMES)}" in text
    assert "chapter10/x: All of chapter10/x" in text
    assert "1 thing is told. `mdl-grade results RESULTS --look` lists" in text
    assert "class/evil It is <not> an archive." in told(folder, "--look")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--learner", "ada"), "5/7  chapter10/x (failed)"),
        (("--learner", "ada"), "X is 1 & should be 2."),
        (("--exercise", "x"), "0 %                  Check b of <chapter10/x>. [b]"),
        (("--hardest",), "100 %        7           chapter10/x: Check b of <chapter10/x>."),
        (("--diagnoses",), "7 × chapter10/x: a sign"),
        (("--overrides",), "There are none."),
    ],
)
def test_queries(folder, words, says):
    assert says in told(folder, *words)


def test_derived_files_give_the_ledgers_marks(folder, tmp_path):
    """CSV and JSON lines, read back, are the marks of the ledger; reports have its points; names survive all of it."""
    told(folder, "--csv", tmp_path / "m.csv", "--jsonl", tmp_path / "m.jsonl", "--reports", tmp_path / "r")
    with Ledger.open(folder) as ledger:
        marks = Gradebook(ledger).marks()
    assert {mark.learner for mark in marks} == set(NAMES)
    assert from_csv((tmp_path / "m.csv").read_bytes().decode()) == marks
    assert from_json_lines((tmp_path / "m.jsonl").read_bytes()) == marks
    reports = [decode(path.read_bytes()) for path in (tmp_path / "r").iterdir()]
    assert len(reports) == len(NAMES)
    assert sum(report.score.points for report in reports) == sum(mark.points for mark in marks)


def test_policy_and_override_stand_beside_the_mark(folder, tmp_path):
    """Nothing is graded again: the same ledger under a policy, with an override, tells both marks."""
    (tmp_path / "late.toml").write_text("deadline = 2026-11-19T13:00:00Z\npenalty = 50\n[extensions]\nbob = '1 day'\n")
    run(results.override_command, folder, "ada", "x", 6, "--author", "Me", "--reason", "read")
    done = run(results.results_command, folder, "--policy", tmp_path / "late.toml", "--learner", "ada")
    assert "5/7  chapter10/x (failed); overridden: 6 points by Me" in " ".join(done.stdout.split("\n"))
    assert "1 day late, less 50 %; counts 3/7" in " ".join(done.stdout.split())
    assert "'bob', which the results don't hold" in done.stderr
    run(results.override_command, folder, "ada", "x", "--withdraw", "--author", "Me", "--reason", "no")
    assert "overridden" not in told(folder, "--learner", "ada")
    assert "withdrawn by number 2" in " ".join(told(folder, "--overrides").split())


@pytest.mark.parametrize(
    "words",
    [
        ("--learner", "adda"),
        ("--exercise", "z"),
        ("--policy", "/none.toml"),
        ("--csv", "/none/m.csv"),
        ("--html", "/dev/null"),
    ],
)
def test_what_can_not_be(folder, words):
    """Misspelt names and places that can't be written are usage errors with a way out."""
    with pytest.raises(UsageError) as error:
        told(folder, *words)
    assert error.value.next_step


@pytest.mark.parametrize("words", [("ada", "x"), ("ada", "x", "3", "--withdraw")])
def test_an_override_is_points_or_a_withdrawal(folder, words):
    with pytest.raises(UsageError):
        run(results.override_command, folder, *words, "--author", "Me", "--reason", "r")


def test_diff(make_class, work):
    """Exit 1 and a sentence for each change; exit 0 if no mark differs; the same as JSON."""
    old = make_class({"ada": work({"chapter10/x": "pff"})}, name="old")
    new = make_class({"ada": work({"chapter10/x": "ppf"})}, name="new")
    done = run(diff.diff_command, old, new)
    assert done.exit_code == 1
    assert (
        "ada, chapter10/x: 1 to 3 points\n    another answer was handed in\n    +2  b: failed, now passed"
        in done.stdout
    )
    done = run(diff.diff_command, old, new, "--json")
    (change,) = json.loads(done.stdout)["changes"]
    assert (change["gain"], change["checks"][0]["check"]) == (2, "b")
    assert run(diff.diff_command, old, old).exit_code == 0


def test_diff_of_reports(folder, make_class, work, tmp_path):
    """Two reports are compared whatever they are called; a folder and a report are not."""
    for name, letters in (("old", "pff"), ("new", "fpf")):
        told(make_class({name: work({"chapter10/x": letters})}, name=name), "--reports", tmp_path / f"{name}-reports")
    old, new = (next((tmp_path / f"{name}-reports").iterdir()) for name in ("old", "new"))
    done = run(diff.diff_command, old, new)
    assert (done.exit_code, "1 to 2 points" in done.stdout) == (1, True)
    with pytest.raises(UsageError):
        run(diff.diff_command, folder, new)
