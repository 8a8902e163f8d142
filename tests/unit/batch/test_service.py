"""The processes that grade: they stay, they die alone, and they leave nothing behind."""

import fcntl
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from mdl_grade.batch import private, processes
from mdl_grade.batch.keys import make_setup
from mdl_grade.batch.ledger import unpacked
from mdl_grade.batch.messages import Done, Lost, Sheet, Unfit, Work, decode_reply, encode
from mdl_grade.course import builtin_course
from mdl_grade.records.model import ExerciseResult, Trust

COURSE = builtin_course()
EXERCISE = "chapter10/sigmoid_prime"
SETUP = make_setup(COURSE, [EXERCISE], secret=None, practice=0, least=Trust.COOPERATIVE)
RIGHT = COURSE.solution(EXERCISE).read_text()
SLOW = "while True: pass\n"


@pytest.fixture(autouse=True, scope="module")
def none_left():
    """The processes would live on, idle, as long as this one."""
    yield
    processes.dismiss()


def sheets(*texts):
    return tuple(Sheet(f"key{i}", EXERCISE, f"digest{i}", text, "sigmoid_prime.py") for i, text in enumerate(texts))


def graded(*texts, setup=SETUP, seconds=60.0):
    return decode_reply(processes.grade(encode(setup), encode(Work(sheets(*texts), seconds))))


def results(done):
    assert isinstance(done, Done), done
    return [msgspec.json.decode(unpacked(o.result), type=ExerciseResult) for o in done.results]


def alive(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def until(condition):
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


@pytest.fixture(autouse=True, scope="module")
def _nothing_stays():
    yield
    pids = processes.pids()
    processes.dismiss()
    assert not any(map(alive, pids))


def test_one_process_for_all_work():
    """Answers are graded in order, each for itself; the process and its session stay."""
    first, second = results(graded(RIGHT, RIGHT.replace("1", "2")))
    assert (first.status.value, second.status.value) == ("passed", "failed")
    (pid,) = processes.pids()
    assert results(graded(RIGHT)) == [msgspec.structs.replace(first, file_digest="digest0")]
    assert processes.pids() == (pid,)


def test_old_processes_are_replaced(monkeypatch):
    """So memory does not grow with the class."""
    graded(RIGHT)
    (old,) = processes.pids()
    monkeypatch.setattr(processes, "MOST_PIECES", 1)
    assert results(graded(RIGHT))[0].status.value == "passed"
    assert processes.pids() == ()
    assert not alive(old)


def test_work_is_handed_back_when_time_is_up():
    """At least one answer is graded; the rest is left out."""
    assert len(results(graded(RIGHT, RIGHT, RIGHT, seconds=0.0))) == 1


def test_answers_that_could_not_be_read():
    """Get their result in the same way."""
    sheet = Sheet(
        "key", EXERCISE, "", "", "", b'{"reason": "sigmoid_prime.py is a folder.", "missing": false, "line": null}'
    )
    (result,) = results(decode_reply(processes.grade(encode(SETUP), encode(Work((sheet,), 60.0)))))
    assert result.status.value == "error"
    assert "is a folder" in result.checks[0].message


def test_a_killed_process_is_replaced():
    """Whoever asked is told; the next work goes to a new process."""
    graded(RIGHT)
    (pid,) = processes.pids()
    with ThreadPoolExecutor(1) as thread:
        lost = thread.submit(graded, *[SLOW] * 20)
        until(lambda: processes.pids(at_work=True))
        os.kill(pid, signal.SIGKILL)
        assert lost.result() == Lost("A grading process ended with SIGKILL.")
    until(lambda: not alive(pid))
    assert results(graded(RIGHT))[0].status.value == "passed"


def test_dismissal_ends_work():
    """Also in the middle of it, and suites do not stay on any file system."""
    processes.dismiss()
    before = folders()
    with ThreadPoolExecutor(1) as thread:
        lost = thread.submit(graded, *[SLOW] * 20)
        until(lambda: folders() - before)
        mine = folders() - before
        processes.dismiss()
        assert isinstance(lost.result(), Lost)
    assert not folders() & mine


def test_a_process_ends_with_whoever_started_it():
    """Killed without a chance to say so."""
    script = (
        "import os, sys; from mdl_grade.batch import processes\n"
        "r = processes.GradingProcess(sys.stdin.buffer.read()); print(r.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", script], input=encode(SETUP), capture_output=True, check=False)
    assert done.returncode == -9
    until(lambda: not alive(int(done.stdout)))


def folders():
    return set(private.IN_MEMORY.glob(f"{private.PREFIX}*"))


def test_other_versions_are_unfit():
    """A worker that would judge by other code says so, to all work."""
    other = msgspec.structs.replace(SETUP, versions=msgspec.structs.replace(SETUP.versions, numpy="1.0"))
    for _ in range(2):
        unfit = graded(RIGHT, setup=other)
        assert isinstance(unfit, Unfit)
        assert "NumPy 1.0" in unfit.what


def test_a_suite_that_does_not_load_is_one_exercise_s_fault():
    """It is the author's: nobody is charged, and the batch goes on."""
    files = {**SETUP.files, f"grader/suites/{EXERCISE}.py": b"import nothing_of_that_name\n"}
    done = graded(RIGHT, setup=msgspec.structs.replace(SETUP, files=files))
    (outcome,) = done.results
    assert (outcome.status, outcome.max_points) == ("grader_error", 0)
    assert "line 1: the suite does not load" in done.faults[0]


def test_suites_are_those_of_the_setup():
    """What lies on the disk of the worker does not matter."""
    suite = SETUP.files[f"grader/suites/{EXERCISE}.py"]
    files = {**SETUP.files, f"grader/suites/{EXERCISE}.py": suite.replace(b"points=", b"points=100 + ")}
    (result,) = results(graded(RIGHT, setup=msgspec.structs.replace(SETUP, files=files)))
    assert result.max_points > 100 > results(graded(RIGHT))[0].max_points


def test_what_killed_processes_left_is_swept(tmp_path):
    """But nothing that somebody holds, and nothing new."""
    for name in ("left", "held", "new"):
        folder = tmp_path / f"{private.PREFIX}{name}"
        folder.mkdir()
        if name != "new":
            os.utime(folder, (0, 0))
    holder = os.open(tmp_path / f"{private.PREFIX}held", os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    private.sweep(tmp_path)
    assert {path.name.removeprefix(private.PREFIX) for path in tmp_path.iterdir()} == {"held", "new"}
    os.close(holder)


def test_suites_are_for_this_user_only(tmp_path):
    """Nobody else may look into the folder, and it goes with the block."""
    with private.materialised({"a/b.py": b"x"}, tmp_path / "f") as folder:
        assert (folder / "a" / "b.py").read_bytes() == b"x"
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


@pytest.mark.filterwarnings("ignore:.*:pytest.PytestUnraisableExceptionWarning")  # a file that was being written
def test_a_signal_at_any_line_leaves_nothing(tmp_path):
    """A KeyboardInterrupt raised before each line that making and filling the folder runs, one after the other."""
    interrupted = 0
    for line in range(1000):
        seen = 0

        def tracer(frame, event, argument):
            nonlocal seen
            if not frame.f_code.co_filename.endswith(("private.py", "pathlib.py", "contextlib.py")):
                return None
            if event == "line":
                seen += 1
                if seen == line + 1:  # noqa: B023 (called within the loop)
                    raise KeyboardInterrupt
            return tracer

        before = sys.gettrace()
        sys.settrace(tracer)
        try:
            with private.materialised({"a.py": b"x", "b/c.py": b"y"}, tmp_path / "f"):
                sys.settrace(before)
                break  # no line is left
        except KeyboardInterrupt:
            interrupted += 1
        finally:
            sys.settrace(before)
        assert not list(tmp_path.iterdir()), f"interrupted before line {line}"
    assert interrupted > 20
    assert not list(tmp_path.iterdir())


def test_a_killed_process_leaves_nothing():
    """Not even if it never had the chance to put anything away: whoever started it does."""
    process = processes.GradingProcess(encode(SETUP))
    decode_reply(process.ask(encode(Work(sheets(RIGHT), 60.0))))
    (folder,) = folders() & {Path(os.path.realpath(link)) for link in Path(f"/proc/{process.pid}/fd").iterdir()}
    os.kill(process.pid, signal.SIGKILL)
    process.close()
    assert not folder.exists()
