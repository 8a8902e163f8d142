"""The ledger: what it takes in, what it refuses, and that nothing is lost or written twice."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest

from mdl_grade.batch.ledger import FILE, Ledger, LedgerError, packed
from mdl_grade.batch.messages import CheckRow, GradedSheet
from mdl_grade.batch.writer import Taken, Writer
from mdl_grade.errors import UsageError
from mdl_grade.grading import tool
from mdl_grade.intake import Answer, Problem
from mdl_grade.records.model import ExerciseResult, Isolation, Status, Trust

ISOLATION = Isolation(trust=Trust.ENFORCED, layers={}, probes={})


def taken(learner="ada", texts=("x = 1",), **changes):
    answers = {f"chapter10/e{i}": Answer(text, f"digest of {text}", f"e{i}.py") for i, text in enumerate(texts)}
    return replace(Taken(learner, f"class/{learner}", None, 1, False, answers), **changes)


def take(ledger, *submissions, key="key of {}", refused=()):
    ledger.begin_run("mdl-grade batch", {}, {}, {})
    ledger.begin_intake()
    with ledger.transaction():
        for submission in submissions:
            keys = {e: key.format(getattr(a, "text", "nothing")) for e, a in submission.answers.items()}
            ledger.take(submission, keys)
    ledger.end_intake(refused)


def outcome(key, status=Status.PASSED):
    result = ExerciseResult(id="chapter10/e0", title="t", status=status, points=1, max_points=2, checks=())
    row = CheckRow("c", "value", status.value, 1, 2, "db is averaged")
    return GradedSheet(key, "chapter10/e0", "d", status.value, 1, 2, 0.5, packed(msgspec.json.encode(result)), (row,))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "results"


@pytest.fixture
def ledger(folder):
    with Writer.open(folder) as ledger:
        yield ledger


def rows(ledger, table):
    return [tuple(row) for row in ledger.rows(f"SELECT * FROM {table}")]


class TestIntake:
    def test_the_same_again_changes_nothing(self, ledger):
        """A second run over the same class adds a run, and no submission, answer or text."""
        received = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)
        class_ = [taken("ada", ("x = 1", "y = 2"), received=received), taken("bob")]
        take(ledger, *class_)
        known = {"submissions": "id, learner, place, received, content, superseded", "answers": "*", "texts": "*"}

        def there():
            return [[tuple(row) for row in ledger.rows(f"SELECT {what} FROM {table}")] for table, what in known.items()]

        before = there()
        take(ledger, *class_)
        assert there() == before
        assert ledger.value("SELECT count(*) FROM runs") == 2

    def test_what_comes_in_comes_out(self, ledger):
        """Learner, place, time, texts and problems are what was handed in."""
        received = datetime(2026, 11, 20, 23, 59, 1, 250, tzinfo=UTC)
        problem = Problem("e1.py is a folder.", line=3)
        answers = {**taken(texts=("∂ = 1\n",)).answers, "chapter10/e1": problem}
        take(ledger, taken('O\'Neil, "Zoë"\n=1+1\u202e', received=received, attempt=3, answers=answers))
        (submission,) = ledger.submissions()
        assert submission.learner == 'O\'Neil, "Zoë"\n=1+1\u202e'
        assert (submission.received, submission.attempt, submission.superseded) == (received, 3, False)
        first, second = ledger.answers(submission.id)
        assert ledger.text(first.text) == "∂ = 1\n"
        assert (first.digest, first.filename, first.problem) == ("digest of ∂ = 1\n", "e0.py", None)
        assert (second.digest, second.text, second.problem) == ("", "", problem)

    def test_a_changed_answer_supersedes(self, ledger):
        """The newer submission counts; the older one and its text stay on record."""
        take(ledger, taken(texts=("x = 1",)), taken("bob"))
        take(ledger, taken(texts=("x = 2",)), taken("bob"))
        assert [(s.learner, s.superseded) for s in ledger.submissions(superseded=True)] == [
            ("ada", True),
            ("ada", False),
            ("bob", False),
        ]
        assert ledger.value("SELECT count(*) FROM texts") == 2

    def test_going_back_makes_the_old_one_count_again(self, ledger):
        """What the newest run sees of a learner stands, also if it is older work."""
        for text in ("x = 1", "x = 2", "x = 1"):
            take(ledger, taken(texts=(text,)))
        (standing,) = ledger.submissions()
        assert ledger.text(ledger.answers(standing.id)[0].text) == "x = 1"
        assert ledger.value("SELECT count(*) FROM submissions") == 2

    def test_other_learners_stay(self, ledger):
        """A run that does not see a learner says nothing about them."""
        take(ledger, taken("ada"), taken("bob"))
        take(ledger, taken("eve"))
        assert [s.learner for s in ledger.submissions()] == ["ada", "bob", "eve"]

    def test_earlier_work_in_the_same_class(self, ledger):
        """It is kept, does not count, and is not graded."""
        take(ledger, taken(texts=("x = 1",), superseded=True), taken(texts=("x = 2",), attempt=2))
        assert ledger.plan() == 1
        assert ledger.planned(0, 9)[0][1].text == "x = 2"

    def test_new_keys_for_old_answers(self, ledger):
        """After a change of suite or seed, answers point to the results still to come; the old results stay."""
        take(ledger, taken())
        ledger.store([outcome("key of x = 1")], ISOLATION, tool())
        take(ledger, taken(), key="another key of {}")
        assert ledger.plan() == 1
        assert ledger.value("SELECT count(*) FROM results") == 1

    def test_names_that_are_no_text(self, ledger):
        """File names that are not UTF-8 are kept readably."""
        take(ledger, taken("caf\udce9"), refused=[("b\udcff", "is a link")])
        assert next(ledger.submissions()).learner == "caf\\udce9"
        assert rows(ledger, "notices") == [(1, None, "", "refused", "b\\udcff", "is a link")]

    def test_what_is_refused_is_kept(self, ledger):
        """Inside a submission and beside all of them."""
        take(ledger, taken(refused=(("class/ada/a.txt", "is no answer"),)), refused=[("x", "is a device")])
        assert [row[4:] for row in rows(ledger, "notices")] == [
            ("class/ada/a.txt", "is no answer"),
            ("x", "is a device"),
        ]


class TestPlan:
    def test_equal_answers_are_graded_once(self, ledger):
        """Also across learners."""
        take(ledger, taken("ada"), taken("bob"), taken("eve", ("other",)))
        assert ledger.plan() == 2
        assert [item.text for _, item in ledger.planned(0, 9)] == ["x = 1", "other"]

    def test_what_is_graded_is_not_planned(self, ledger):
        """But for faults of the grader, and when everything is to be graded again: in the next run."""
        take(ledger, taken(texts=("a", "b", "c")))
        ledger.store([outcome("key of a"), outcome("key of b", Status.GRADER_ERROR)], ISOLATION, tool())
        assert ledger.plan(regrade=True) == 1
        take(ledger, taken(texts=("a", "b", "c")))
        assert ledger.plan() == 2
        assert [item.text for _, item in ledger.planned(0, 9)] == ["b", "c"]
        assert ledger.plan(regrade=True) == 3

    def test_it_is_read_in_pieces(self, ledger):
        """Each item once, in order."""
        take(ledger, taken(texts=[f"x = {i}" for i in range(7)]))
        ledger.plan()
        seen, after = [], 0
        while piece := ledger.planned(after, 3):
            after = piece[-1][0]
            seen += [item.text for _, item in piece]
        assert seen == [f"x = {i}" for i in range(7)]

    def test_results_come_back(self, ledger):
        """Result, conditions and checks, as they were stored; stored again, they replace."""
        take(ledger, taken())
        for _ in range(2):
            ledger.store([outcome("key of x = 1")], ISOLATION, tool())
        row = ledger.result("key of x = 1")
        assert (row.result.points, row.isolation, row.tool, row.seconds) == (1, ISOLATION, tool(), 0.5)
        assert [tuple(check)[2:] for check in ledger.rows("SELECT * FROM checks")] == [
            ("c", "value", "passed", 1, 2, "db is averaged")
        ]
        assert ledger.result("no such key") is None


class TestWriting:
    def test_a_transaction_is_whole_or_nothing(self, ledger, folder):
        """What raises half-way leaves no trace."""

        def half():
            with ledger.transaction():
                ledger.execute("INSERT INTO texts VALUES('a', x'00')")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            half()
        with Ledger.open(folder) as reader:
            assert rows(reader, "texts") == []

    def test_one_writer(self, ledger, folder):
        """A second one is told who writes; when the first is done, it may."""
        with pytest.raises(UsageError, match=rf"process {os.getpid()}\) is writing") as error:
            Writer.open(folder)
        assert "stays graded" in error.value.next_step
        ledger.close()
        Writer.open(folder).close()

    def test_readers_are_welcome_meanwhile(self, ledger, folder):
        """They see what is committed."""
        take(ledger, taken())
        with Ledger.open(folder) as reader, ledger.transaction():
            ledger.execute("DELETE FROM answers")
            assert len(rows(reader, "answers")) == 1

    def test_a_killed_writer_leaves_no_lock(self, folder):
        """The lock falls with the process, and what it had not committed is gone."""
        script = (
            "import os, sys; from pathlib import Path; from mdl_grade.batch.writer import Writer\n"
            "w = Writer.open(Path(sys.argv[1])); w.begin_run('c', {}, {}, {}); w.execute('BEGIN')\n"
            "w.execute(\"INSERT INTO texts VALUES('a', x'00')\"); os.kill(os.getpid(), 9)"
        )
        done = subprocess.run([sys.executable, "-P", "-c", script, folder], check=False)
        assert done.returncode == -9
        with Writer.open(folder) as ledger:
            assert rows(ledger, "texts") == []
            ledger.begin_run("c", {}, {}, {})
            assert [row["outcome"] for row in ledger.rows("SELECT outcome FROM runs")] == ["killed", "running"]

    def test_a_ledger_is_about_one_thing(self, ledger):
        """Other targets or another course need another folder."""
        ledger.bind("mdl", ["chapter10"], ["chapter10/a"])
        ledger.bind("mdl", ["chapter10"], ["chapter10/a", "chapter10/b"])
        with pytest.raises(UsageError, match="are about chapter10 of the course mdl, not about chapter11"):
            ledger.bind("mdl", ["chapter11"], ["chapter11/a"])

    def test_a_folder_that_is_a_file(self, tmp_path):
        """It is said, not raised as it comes."""
        (tmp_path / "results").write_text("")
        with pytest.raises(UsageError, match="can't be kept"):
            Writer.open(tmp_path / "results")


def overwritten(path, at, content):
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


DAMAGE = {
    "cut off": lambda path: os.truncate(path, path.stat().st_size // 2),
    "text": lambda path: path.write_text("learner,points\n" * 1000),
    "a page of noise": lambda path: overwritten(path, 3 * 4096, b"\xa5" * 4096),
    "the first page": lambda path: overwritten(path, 100, b"\xff" * 3996),
}


class TestDamage:
    @pytest.fixture
    def closed(self, ledger, folder):
        take(ledger, *(taken(f"learner{i}", (f"x = {i}" * 50,)) for i in range(300)))
        ledger.store([outcome(f"key{i}") for i in range(300)], ISOLATION, tool())
        ledger.close()
        return folder

    @pytest.mark.parametrize("how", DAMAGE)
    @pytest.mark.parametrize("kind", [Ledger, Writer])
    def test_it_is_recognised_and_said(self, closed, how, kind):
        """Reading and writing are refused, with what to do next."""
        DAMAGE[how](closed / FILE)
        with pytest.raises(LedgerError, match="is damaged") as error:
            kind.open(closed)
        assert "Put back a copy" in error.value.next_step

    @pytest.mark.parametrize("kind", [Ledger, Writer])
    def test_another_version(self, closed, kind):
        """Is not read by guesswork."""
        connection = sqlite3.connect(closed / FILE)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(LedgerError, match="has version 99"):
            kind.open(closed)

    @pytest.mark.parametrize("kind", [Ledger, Writer])
    def test_somebody_else_s_database(self, folder, kind):
        """Nothing is written into it."""
        folder.mkdir()
        connection = sqlite3.connect(folder / FILE)
        connection.execute("CREATE TABLE songs(name)")
        connection.close()
        with pytest.raises(LedgerError, match="is not a ledger"):
            kind.open(folder)

    @pytest.mark.parametrize("begun", ["", "PRAGMA journal_mode = WAL"])
    def test_one_without_tables_is_none_yet(self, folder, begun):
        """Its process was killed before it had made them: readers find nothing, and the next writer makes them."""
        folder.mkdir()
        (folder / FILE).touch()
        connection = sqlite3.connect(folder / FILE)
        connection.execute(begun)
        connection.close()
        with pytest.raises(UsageError, match="There is no ledger"):
            Ledger.open(folder)
        assert Ledger.known(folder) is None
        Writer.open(folder).close()
        with Ledger.open(folder) as ledger:
            assert ledger.value("SELECT count(*) FROM submissions") == 0

    def test_a_text_of_noise(self, closed):
        """Damage inside a page that SQLite can't see shows when the text is read."""
        connection = sqlite3.connect(closed / FILE)
        connection.execute("UPDATE texts SET content = x'0102'")
        connection.commit()
        connection.close()
        with Ledger.open(closed) as ledger, pytest.raises(LedgerError, match="is damaged"):
            ledger.text(ledger.answers(1)[0].text)

    def test_a_killed_first_run(self, folder):
        """An empty file, or none, is where a ledger begins."""
        with pytest.raises(UsageError, match="There is no ledger"):
            Ledger.open(folder)
        folder.mkdir()
        (folder / FILE).touch()
        Writer.open(folder).close()
        Ledger.open(folder).close()
