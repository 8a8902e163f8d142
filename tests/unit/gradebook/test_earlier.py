"""What earlier versions wrote can be read: `earlier/` holds ledgers of versions 1 and 2, and reports of that time.

In the class of version 1 ada has all right; bob averages where he should add up, and a person gave him 5 of 8 points; of
cy's answer, which raises, a person said something and took it back.

In that of version 2 ada has all right, and a person took back what she said of it; bob as before; cy had all right, and
then handed in one answer alone, which is wrong; dee left a stub, and something that is not Python.
"""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from mdl_grade.batch.counting import Keep
from mdl_grade.batch.ledger import FILE, Ledger
from mdl_grade.batch.schema import VERSION
from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.cli import command
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.changes import compare
from mdl_grade.gradebook.look import LookKind, to_look_at
from mdl_grade.gradebook.marks import apply, by_learner
from mdl_grade.gradebook.overrides import history, in_force, lapsed, record
from mdl_grade.gradebook.reports import report
from mdl_grade.gradebook.standings import of_ledger
from mdl_grade.intake import Answer
from mdl_grade.records.model import Confidence
from mdl_grade.report.encoding import decode, encode
from mdl_grade.report.html import render
from mdl_grade.report.schema import validate

EARLIER = Path(__file__).with_name("earlier")
BOB = ("bob", "chapter10/dense_backward")


@pytest.fixture
def folder(tmp_path):
    """Return a folder with the ledger, as version 1 left it."""
    shutil.copy(EARLIER / "version1.sqlite", tmp_path / FILE)
    return tmp_path


@pytest.fixture
def second(tmp_path):
    """Return a folder with the ledger of version 2."""
    shutil.copy(EARLIER / "version2.sqlite", tmp_path / FILE)
    return tmp_path


def told(folder):
    """Return the points that count by learner, the override in force, and what its records were made for."""
    with Ledger.open(folder) as ledger:
        learners = by_learner(apply(Gradebook(ledger).marks(), overrides=in_force(ledger)))
        made_for = [(entry.points, entry.max_points) for entry in history(ledger)]
        return {own.learner: (own.final, own.maximum) for own in learners}, made_for, lapsed(ledger)


def test_a_ledger_is_read_as_it_is(folder):
    """Marks and overrides count as they did; nothing is written."""
    before = (folder / FILE).read_bytes()
    marks, made_for, no_longer = told(folder)
    assert marks == {"ada": (17, 17), "bob": (14, 17), "cy": (8, 17)}
    assert made_for == [(5, 8), (3, 9), (None, 9)]
    assert no_longer == ()
    done = CliRunner().invoke(command, ["results", str(folder), "--learner", "bob"])
    assert "5 points by A. Teacher" in done.output
    assert "db is averaged over the batch" in " ".join(done.output.split())
    assert (folder / FILE).read_bytes() == before


def test_a_ledger_becomes_one_of_today(folder):
    """When it is written to, and says the same afterwards; what is recorded then is beside what was."""
    before = told(folder)
    with Writer.open(folder) as writer:
        assert writer.value("PRAGMA user_version") == 3
        assert writer.keep() is Keep.WHOLE
    assert told(folder) == before
    record(folder, "cy", "sigmoid_prime", 2, author="Me", reason="seen again")
    marks, made_for, _ = told(folder)
    assert (marks["cy"][0], made_for[-1]) == (10, (2, 9))


SECOND = {"ada": (17, 17), "bob": (14, 17), "cy": (2, 17), "dee": (0, 17)}


def test_a_ledger_of_version_2_is_read_as_it_is(second):
    """The latest submission counts as a whole, as it did; what was withdrawn is; nothing is written."""
    before = (second / FILE).read_bytes()
    marks, made_for, no_longer = told(second)
    assert marks == SECOND
    assert made_for == [(5, 8), (3, 9), (None, 9)]
    assert no_longer == ()
    with Ledger.open(second) as ledger:
        assert [look.text for look in to_look_at(Gradebook(ledger), ()) if look.kind is LookKind.REFUSED] == [
            "notes.txt is neither a folder nor an archive"
        ]
        assert {(mark.learner, mark.earlier) for mark in Gradebook(ledger).marks()} == {(who, False) for who in marks}
    assert (second / FILE).read_bytes() == before


def test_a_ledger_of_version_2_becomes_one_of_today(second):
    """It says the same afterwards, until somebody says what else shall count; then nothing that was there is missing."""
    before = told(second)
    with Writer.open(second) as writer:
        assert writer.value("PRAGMA user_version") == VERSION
        assert writer.value("PRAGMA foreign_key_check") is None
    assert told(second) == before
    with Writer.open(second) as writer:
        writer.set_keep(Keep.LATEST)
    assert told(second)[0] == {**SECOND, "cy": (11, 17)}
    with Writer.open(second) as writer:
        writer.set_keep(Keep.BEST)
    assert told(second)[0] == {**SECOND, "cy": (17, 17)}


def test_it_has_the_tables_of_a_new_one(second, tmp_path):
    """Columns and their types are those of a ledger that was never of another version."""

    def columns(ledger):
        tables = [row[0] for row in ledger.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {name: {tuple(row)[1:4] for row in ledger.rows(f"PRAGMA table_info({name})")} for name in tables}

    with Writer.open(second) as brought_up, Writer.open(tmp_path / "new") as new:
        assert columns(brought_up) == columns(new)


def test_an_earlier_override_lapses_as_any(folder):
    """It was made for the answer that was there, and is not taken over by another one."""
    with Writer.open(folder) as writer:
        writer.begin_run("mdl-grade batch", {}, {"mode": "practice", "value": 0}, {})
        writer.begin_intake()
        with writer.transaction():
            answer = Answer("x = 1\n", "another digest", "dense_backward.py")
            writer.take(Taken("bob", "class/bob", None, 1, False, {BOB[1]: answer}), {BOB[1]: "key"})
        writer.end_intake([])
        assert BOB not in in_force(writer)
        assert [one.why for one in lapsed(writer)] == ["another answer was handed in since"]


def test_reports_are_put_together_from_it(folder):
    """As the earlier version would have, in the format of today."""
    with Ledger.open(folder) as ledger:
        for submission in ledger.submissions():
            assert validate(encode(report(ledger, submission))) == []
        assert compare(of_ledger(ledger), of_ledger(ledger)).changes == ()


@pytest.mark.parametrize(("name", "wrong"), [("practice.json", []), ("official.json", ["/view"])])
def test_a_report_is_read(name, wrong):
    """With its diagnoses, and the causes that they are; it has a page, and is valid: but official reports tell learners
    less today than they did then.
    """
    document = (EARLIER / name).read_bytes()
    read = decode(document)
    (found, *_) = read.exercises[0].causes
    assert (found.labels, found.confidence) == (("db is averaged over the batch",), Confidence.CERTAIN)
    assert [problem.pointer for problem in validate(document)] == wrong
    assert decode(encode(read)) == read
    assert "db is averaged over the batch" in render(read)


def test_an_edited_earlier_report_is_found_out():
    """Whatever can be recomputed is."""
    document = json.loads((EARLIER / "practice.json").read_bytes())
    document["exercises"][0]["status"] = "passed"
    assert [problem.pointer for problem in validate(json.dumps(document).encode())] == ["/exercises/0/status"]
