"""Without a wall, one's own answers get the same verdicts; loops, floods and crashes end as they do behind one."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mdl_grade.course.course import builtin_course
from mdl_grade.grading import grade_found
from mdl_grade.intake import locate
from mdl_grade.sandbox import wire
from mdl_grade.sandbox.wall import Stop, Wall, WorkerStopped
from mdl_grade.suite import budget
from mdl_grade.suite.seed import Seed

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def wall():
    with Wall(cooperative=True) as wall:
        yield wall


def run(worker, source, seconds=20.0):
    request = wire.encode(wire.Load(1, source, "answer.py", []))
    message = wire.decode_reply(worker.exchange(request, seconds=seconds, data_cap=1 << 20).header)
    return message.exception if isinstance(message, wire.Raised) else ""


STOPS = {
    "endless loop": ("while True: pass", Stop.TIMEOUT),
    "sleep": ("import time; time.sleep(1000)", Stop.TIMEOUT),
    "dies": ("import os; os._exit(3)", Stop.EXIT),
    "crashes": ("import ctypes; ctypes.string_at(0)", Stop.SIGNAL),
    "flood": ("while True: print('x' * 1000)", Stop.OUTPUT),
    "flood of errors": ("import os\nwhile True: os.write(2, b'x' * 100)", Stop.OUTPUT),
}


@pytest.mark.parametrize("name", STOPS)
def test_how_it_ended_is_told(wall, name):
    """The process is ended, the reason is told, and the next answer finds another process."""
    source, how = STOPS[name]
    worker = wall.worker()
    with pytest.raises(WorkerStopped) as stopped:
        run(worker, source, seconds=0.4 if how is Stop.TIMEOUT else 20.0)
    assert stopped.value.how is how
    worker.close()
    other = wall.worker()
    assert run(other, "x = 1") == ""
    other.close()


def pid(worker):
    run(worker, "import os; print(os.getpid())")
    printed = worker.output().stdout
    worker.close()
    return printed


def test_a_process_is_used_again_as_long_as_no_answer_leaves_a_trace(wall):
    """What was printed is each answer's own; draws of common sources of chance are undone."""
    first = pid(wall.worker())
    assert pid(wall.worker()) == first
    worker = wall.worker()
    run(worker, "import numpy as np, random; np.random.seed(3); random.random(); print('seen')")
    assert worker.output().stdout == "seen\n"
    worker.close()
    assert pid(wall.worker()) == first


@pytest.mark.parametrize(
    "trace",
    [
        "import numpy as np; np.dot = None",
        "import numpy as np; np.seterr(all='raise')",
        "import builtins; builtins.len = None",
        "import sys; sys.setrecursionlimit(5000)",
        "import math; math.pi = 3",
        "import os; os.environ['X'] = 'y'",
        "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    ],
)
def test_a_trace_ends_with_its_answer(wall, trace):
    """What an answer changed for all is not there for the next."""
    before = pid(wall.worker())
    worker = wall.worker()
    run(worker, trace)
    worker.output()
    worker.close()
    assert pid(wall.worker()) != before


def test_verdicts_are_the_same(wall):
    """All references of three chapters pass, and wrong answers lose what they lose behind a wall."""
    course = builtin_course()
    names = course.select(["chapter02", "chapter10"])
    right = grade_found(course, locate(names, ROOT / "solutions", here=ROOT), Seed.practice(), wall)
    assert [result.id for result in right.results if result.points != result.max_points] == []
    wrong = [
        (path.parent.name, path)
        for path in sorted((ROOT / "tests/end_to_end/answers").glob("**/*.py"))
        if f"chapter10/{path.stem}" in names
    ][:6]
    with Wall() as locked:
        for _, path in wrong:
            found = locate([f"chapter10/{path.stem}"], path, here=ROOT)
            both = [grade_found(course, found, Seed.practice(), each).results for each in (locked, wall)]
            assert both[0] == both[1]


def test_it_ends_with_whoever_started_it():
    """A grader that is killed leaves no process behind, not even one in an endless loop."""
    script = (
        "import os, sys, threading\n"
        "from mdl_grade.sandbox.wall import Wall\nfrom mdl_grade.sandbox import wire\n"
        "wall = Wall(cooperative=True)\nworker = wall.worker()\n"
        "print(wall._together._all[0]._popen.pid, flush=True)\n"
        "worker.exchange(wire.encode(wire.Load(1, 'while True: pass', 'a.py', [])), seconds=60, data_cap=0)\n"
    )
    grader = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert grader.stdout is not None
    with grader.stdout:
        companion = os.pidfd_open(int(grader.stdout.readline()))
    grader.kill()
    grader.wait()
    poll = select.poll()
    poll.register(companion, select.POLLIN)
    assert poll.poll(10_000)
    os.close(companion)


def test_ctrl_c_ends_it(tmp_path):
    """Grading that is interrupted says so and leaves no report."""
    (tmp_path / "relu.py").write_text("while True: pass\n")
    words = [sys.executable, "-I", "-m", "mdl_grade", "9/relu", "relu.py", "--cooperative", "--report", "report.json"]
    grader = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    children = Path(f"/proc/{grader.pid}/task/{grader.pid}/children")
    while not children.read_text():  # until the answer's process has been started
        os.sched_yield()
    grader.send_signal(signal.SIGINT)
    _, told = grader.communicate(timeout=60)
    assert (grader.returncode, b"no report was written" in told) == (130, True)
    assert not (tmp_path / "report.json").exists()


def run_on():
    while True:
        pass


def test_a_clock_that_is_looked_at_strikes_as_a_timer_does(monkeypatch):
    """Where the system has no timer of processor time, what a check uses up is bounded all the same."""
    monkeypatch.setattr(budget, "_timer", budget._looking)
    began = time.process_time()
    with pytest.raises(budget.OverBudget), budget.held(budget.Budget(seconds=0.2)):
        run_on()
    assert time.process_time() - began < 5
