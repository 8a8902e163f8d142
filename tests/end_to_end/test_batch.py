"""`mdl-grade batch`, as instructors use it: the marks of single runs, once for each answer, whatever happens."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mdl_grade.batch.ledger import FILE, Ledger
from mdl_grade.course import builtin_course
from mdl_grade.gradebook.book import Gradebook
from mdl_grade.gradebook.reports import report
from mdl_grade.report.encoding import decode as decoded
from mdl_grade.report.encoding import encode, without_timing

COURSE = builtin_course()
ROOT = Path(__file__).parents[2]
EXERCISES = ("chapter10/dense_backward", "chapter10/sigmoid_prime")


@pytest.fixture
def class_(tmp_path):
    """Learners with right, wrong, broken, hostile, missing and untouched answers."""
    folder = tmp_path / "class"
    right = {e: COURSE.solution(e).read_text() for e in EXERCISES}
    wrong = right[EXERCISES[0]].replace("dY.sum(axis=0)", "dY.mean(axis=0)")
    loud = 'print("seen \ud800".encode("utf-8", "surrogatepass"))\nimport numpy\nnumpy.dot = None\n'
    work = {
        "ada": right,
        "bob": {EXERCISES[0]: wrong, EXERCISES[1]: right[EXERCISES[1]]},
        "eve": {EXERCISES[0]: "import os\nos.kill(os.getppid(), 9)\n", EXERCISES[1]: "def (\n"},
        "joe": {EXERCISES[0]: COURSE.stub(EXERCISES[0]).read_text()},
        "zoë, 'z'": {EXERCISES[0]: loud.replace("\ud800", "") + right[EXERCISES[0]], EXERCISES[1]: "x" * (1 << 21)},
    }
    for learner, answers in work.items():
        for exercise, text in answers.items():
            path = folder / learner / f"{exercise}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return folder


def ledger_of(folder):
    """All that a ledger says of answers, but for times: by learner and exercise."""
    with Ledger.open(folder) as ledger:
        query = (
            "SELECT learner, a.exercise, a.digest, filename, problem, status, points, max_points, isolation, tool, result "
            "FROM submissions s JOIN answers a ON submission = s.id LEFT JOIN results USING(key) "
            "LEFT JOIN conditions c ON conditions = c.id WHERE NOT superseded ORDER BY 1, 2"
        )
        return [tuple(row) for row in ledger.rows(query)]


def runs(folder):
    with Ledger.open(folder) as ledger:
        return [row["outcome"] for row in ledger.rows("SELECT outcome FROM runs ORDER BY id")]


@pytest.mark.parametrize("official", [False, True])
def test_reports_are_those_of_single_runs(mdl_grade, tmp_path, class_, official):
    """Byte for byte, timing aside; with one process or two."""
    secret = tmp_path / "secret"
    secret.write_text("a secret of more than 16 bytes")
    seeds = ("--secret-file", secret) if official else ("--seed", 5)
    done = mdl_grade("batch", *EXERCISES, class_, "--out", "results", "--jobs", 2 if official else 1, *seeds)
    assert done.code == 0, done.err
    assert "the work of 5 learners" in done.err
    with Ledger.open(tmp_path / "results") as ledger:
        for submission in ledger.submissions():
            if submission.learner in ("ada", "joe"):
                continue  # theirs would add time, and no kind of answer
            path = class_ / submission.learner
            single = mdl_grade(*EXERCISES, path, "--report", "-", "--view", "instructor", *seeds)
            expected = encode(without_timing(decoded(single.out.encode())))
            assert encode(without_timing(report(ledger, submission))) == expected


def test_what_has_not_changed_is_not_graded_again(mdl_grade, tmp_path, class_):
    """A second run grades nothing, a changed file is graded, and a copy of a graded one is not."""
    command = ("batch", *EXERCISES, class_, "--out", "results", "--json-progress")
    first = mdl_grade(*command)
    assert first.code == 0, first.err
    assert [json.loads(line)["kind"] for line in first.err.splitlines()].count("progress") >= 1
    assert "Everything was graded before" in mdl_grade(*command).err
    shutil.copy(class_ / "bob" / f"{EXERCISES[0]}.py", class_ / "joe" / f"{EXERCISES[0]}.py")
    (class_ / "ada" / f"{EXERCISES[1]}.py").write_text("x = 1\n")
    assert '"1 answer graded' in mdl_grade(*command).err
    found = {(row[0], row[1]): row[5] for row in ledger_of(tmp_path / "results")}
    assert found["joe", EXERCISES[0]] == found["bob", EXERCISES[0]] == "failed"
    assert found["ada", EXERCISES[1]] != "passed"
    assert runs(tmp_path / "results") == ["finished"] * 3
    assert '"9 answers graded' in mdl_grade(*command, "--regrade").err


def test_a_dry_run_shows_and_writes_nothing(mdl_grade, tmp_path, class_):
    """Who, how many answers, what can't be read, what is not taken."""
    os.mkfifo(class_ / "pipe")
    done = mdl_grade("batch", *EXERCISES, class_, "--out", "results", "--dry-run")
    assert done.code == 0, done.err
    assert "ada: 2 answers" in done.out
    assert "larger than 1 MiB" in done.out
    assert f"{EXERCISES[1]}: 3 answers, 1 missing, 1 can't be read" in done.out
    assert "Not taken: pipe" in done.err
    assert not (tmp_path / "results").exists()


def test_what_needs_a_look(mdl_grade, tmp_path, class_):
    """Is announced after the batch and listed with the commands that decide it; they do, and can be undone."""
    right = (class_ / "ada" / f"{EXERCISES[0]}.py").read_text()
    shutil.rmtree(class_ / "bob")
    (class_ / "bob").mkdir()
    (class_ / "bob" / "dense_backward (1).py").write_text(right)
    (class_ / "ada" / f"{EXERCISES[0]}.py").unlink()
    (class_ / "ada" / "dense_backward_old.py").write_text(right)
    command = ("batch", *EXERCISES, class_, "--out", "results", "--jobs", 1)
    first = mdl_grade(*command)
    assert first.code == 0, first.err
    assert "need a look" in first.err
    assert "`mdl-grade results results --look` lists them" in first.err

    def look():
        return mdl_grade("results", "results", "--look", COLUMNS="400").out

    def points(learner):
        with Ledger.open(tmp_path / "results") as ledger:
            marks = Gradebook(ledger).marks()
            return next(mark.points for mark in marks if (mark.learner, mark.exercise) == (learner, EXERCISES[0]))

    def given(line):
        words = shlex.split(line.replace("YOU", "me").replace("WHY", "seen"))[1:]
        done = mdl_grade(*words)
        assert done.code == 0, done.err
        return done

    assert (points("ada"), points("bob")) == (0, 8)
    lines = [line.strip() for line in look().splitlines()]
    assert f"ada, {EXERCISES[0]}: dense_backward_old.py may be meant as dense_backward.py" in lines
    assert f"bob, {EXERCISES[0]}: dense_backward (1).py is taken as {EXERCISES[0]}.py" in lines
    for who, option in (("ada", "--file"), ("bob", "--not")):
        given(next(line for line in lines if line.startswith(f"mdl-grade decide results {who} ") and option in line))
    assert look().count("It is decided") == 2
    second = mdl_grade(*command)
    assert "1 mark fell" in second.err
    assert f"bob, {EXERCISES[0]}: 8 of 8 points before, 0 of 8 now: another answer counts." in second.err
    assert (points("ada"), points("bob")) == (8, 0)
    assert f"ada, {EXERCISES[0]}" not in look()
    for who in ("ada", "bob"):
        given(f"mdl-grade decide results {who} dense_backward --undo --author YOU --reason WHY")
    assert mdl_grade(*command).code == 0
    assert (points("ada"), points("bob")) == (0, 8)
    given("mdl-grade decide results ada dense_backward --seen --author YOU --reason WHY")
    assert f"ada, {EXERCISES[0]}: dense_backward_old.py" not in look()


def started(words, cwd):
    command = [sys.executable, "-P", "-m", "mdl_grade", *map(str, words)]
    return subprocess.Popen(command, cwd=cwd, stderr=subprocess.PIPE, text=True, start_new_session=True)


def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(mdl_grade, tmp_path, class_):
    """The ledger is whole, others can write to it at once, and the same command goes on."""
    (class_ / "joe" / f"{EXERCISES[1]}.py").write_text("while True: pass\n" * 2)
    command = ["batch", *EXERCISES, class_, "--out", "results", "--jobs", 1, "--json-progress"]
    running = started(command, tmp_path)
    for line in running.stderr:
        if json.loads(line)["kind"] == "progress":
            break
    running.send_signal(signal.SIGSTOP)  # so that it is not over before the others have had their turn
    busy = mdl_grade(*command)
    assert busy.code == 2
    assert f"process {running.pid}) is writing" in busy.err
    running.send_signal(signal.SIGINT)
    running.send_signal(signal.SIGCONT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130, err
    assert "what is graded stays graded. To go on: mdl-grade batch" in err
    assert runs(tmp_path / "results") == ["interrupted"]
    resumed = mdl_grade(*command)
    assert resumed.code == 0, resumed.err
    assert all(row[5] for row in ledger_of(tmp_path / "results"))


def test_killed_again_and_again(tmp_path):
    """A generated class, killed twice and resumed: the ledger is that of an unbroken run."""
    script = ROOT / "benchmarks" / "killed_batch.py"
    done = subprocess.run(
        [sys.executable, script, "--count", "16", "--kills", "2", "--seed", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the ledgers are equal" in done.stdout


MISTAKES = {
    "no class": (("chapter10",), "Whose work shall be graded?"),
    "no folder for results": (("chapter10", "class"), "Where shall the results go?"),
    "no such class": (("chapter10", "nothing", "--out", "r"), "There is no nothing"),
    "two places to work": (("chapter10", "class", "--out", "r", "--jobs", "2", "--scheduler", "tls://a:1"), "exclude"),
    "in the clear": (("chapter10", "class", "--out", "r", "--scheduler", "tcp://192.0.2.7:8786"), "is not encrypted"),
    "no address": (("chapter10", "class", "--out", "r", "--scheduler", "here"), "is not the address of a scheduler"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_are_said(mdl_grade, class_, mistake):
    """With exit code 2, before anything is graded."""
    words, said = MISTAKES[mistake]
    done = mdl_grade("batch", *words)
    assert done.code == 2
    assert said in done.err


def test_a_damaged_ledger_is_said(mdl_grade, tmp_path, class_):
    """Nothing is graded into it, and what to do is said."""
    assert mdl_grade("batch", *EXERCISES, class_, "--out", "results").code == 0
    os.truncate(tmp_path / "results" / FILE, 8192)
    done = mdl_grade("batch", *EXERCISES, class_, "--out", "results")
    assert done.code == 3
    assert "is damaged" in done.err
